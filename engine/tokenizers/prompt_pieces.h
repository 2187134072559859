// A prompt as the pieces of a tokenizer with their weights, BREAKs and taught words (textual inversion) among them.
// Each run of text of one weight is tokenized alone, as stable-diffusion-webui does (modules/sd_hijack_clip.py, tokenize_line).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tokenizers/tokenizer.h"

namespace likeness::tokenizers {

/// A word that stands for vectors of its own, with ids beyond the text encoder's vocabulary.
struct TaughtWord {
  std::string name;
  std::int64_t first_id = 0;
  std::int64_t count = 1;  ///< ids, one after the other
};

struct PromptPiece {
  Piece piece;
  double weight = 1;
  std::int64_t together = 1;  ///< this piece and the next ones that must stand in one chunk; 0 inside such a group
  bool is_break = false;      ///< no piece: the chunk ends here
};

/// Weights, backslashes and BREAK are read; taught words are found as whole words in any letter case, the longest first.
std::vector<PromptPiece> prompt_pieces(const Tokenizer& tokenizer, std::string_view prompt, std::span<const TaughtWord> taught = {});

/// The text as it stands, weight 1; taught words are found as above.
std::vector<PromptPiece> literal_pieces(const Tokenizer& tokenizer, std::string_view text, std::span<const TaughtWord> taught = {});

/// True where `name` stands as a whole word in `text`, in any letter case.
bool has_word(std::string_view text, std::string_view name);

}  // namespace likeness::tokenizers
