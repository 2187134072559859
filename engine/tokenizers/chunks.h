// Complete rows for the text encoder: start, words, end, padding. A long text becomes several rows, each encoded alone.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/tokenizers/tokenizer.h"

namespace likeness::tokenizers {

struct Chunk {
  std::vector<std::int64_t> ids;  ///< Specials::length of them
  std::vector<float> weights;     ///< one per id
};

/// At least one chunk, also for an empty text. Error{internal} when the length leaves no room for a word.
std::vector<Chunk> chunked(const std::vector<Piece>& pieces, const Specials& specials);

}  // namespace likeness::tokenizers
