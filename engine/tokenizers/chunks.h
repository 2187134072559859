// Complete rows for the text encoder: start, words, end, padding. A long text becomes several rows, each encoded alone.
// A row ends where it is full, at a comma up to 20 words before that, or at a BREAK; a taught word's vectors stay in one row.
// Source: AUTOMATIC1111/stable-diffusion-webui modules/sd_hijack_clip.py, tokenize_line.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/tokenizers/prompt_pieces.h"

namespace likeness::tokenizers {

struct Chunk {
  std::vector<std::int64_t> ids;  ///< Specials::length of them
  std::vector<double> weights;    ///< one per id
};

/// Words that a row has room for. Error{internal} when there is none.
std::int64_t room_for_words(const Specials& specials);

/// At least one chunk, also for an empty text.
std::vector<Chunk> chunked(const std::vector<PromptPiece>& pieces, const Specials& specials);

Chunk empty_chunk(const Specials& specials);

}  // namespace likeness::tokenizers
