// A batch in pieces, for when it does not fit in memory as a whole: rows one after another, each piece with its share of the two means,
// so that the gradients of all pieces add up to those of the batch. Nothing is drawn: the batch is the same, only worked out in turns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/train/batches.h"
#include "engine/train/objective.h"

namespace likeness::train {

struct Piece {
  Batch batch;
  Shares shares;
};

/// `count` pieces, or as many as there are rows.
std::vector<Piece> pieces_of(const Batch& batch, std::int64_t count);

/// The exception being handled means that memory ran out, here or on the card.
bool ran_out_of_memory();

/// What could be changed in these options so that less is needed: one sentence.
std::string memory_advice(const api::TrainOptions& options);

}  // namespace likeness::train
