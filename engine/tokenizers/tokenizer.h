// Text to token ids. Two implementations: CLIP's byte pair encoding (clip_bpe.h) and SentencePiece (sentence_piece.h).
// Thread-safe once opened. Text is UTF-8 and always literal: a special token's spelling inside it has no special meaning.
// Errors: bad_input for text that is not UTF-8 or longer than 1 MB, and for damaged vocabulary files, naming the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"

namespace likeness::tokenizers {

inline constexpr std::size_t max_text_bytes = 1u << 20;

/// Ids around the words of a row; -1 where the model has none.
struct Specials {
  std::int64_t start = -1;
  std::int64_t end = -1;
  std::int64_t pad = 0;
  std::int64_t unknown = -1;
  std::int64_t comma = -1;   ///< of a comma that stands alone: a good place to end a row
  std::int64_t length = 77;  ///< ids in a complete row
};

struct Piece {
  std::int64_t id = 0;
  std::string text;  ///< as the vocabulary spells it: "photo</w>", "▁photo"
};

class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  /// Without start, end and padding; any length.
  virtual std::vector<Piece> pieces(std::string_view utf8) const = 0;
  virtual std::int64_t vocabulary_size() const = 0;

  const Specials& specials() const { return specials_; }

  /// The id when `word` is exactly one known token, else nothing: "is this word free to become a name?"
  std::optional<std::int64_t> id_of_word(std::string_view word) const;

 protected:
  Specials specials_;
};

/// Error{bad_input} for a text beyond max_text_bytes.
void check_text_length(std::string_view utf8);

/// A diffusers tokenizer folder: vocab.json + merges.txt is CLIP, spiece.model SentencePiece; tokenizer_config.json and
/// special_tokens_map.json say the special tokens. `text_length` is the text encoder's length; 0 takes the tokenizer's own.
std::unique_ptr<Tokenizer> open_tokenizer(const std::filesystem::path& folder, std::int64_t text_length);

/// One vocabulary file, known by its content: a vocab.json with merges.txt beside it, bpe_simple_vocab_16e6.txt, or a SentencePiece .model.
/// Error{unsupported} for a gzip: unpack it and use open_vocabulary_text.
std::unique_ptr<Tokenizer> open_vocabulary(const std::filesystem::path& file, std::int64_t text_length);

/// The text of OpenAI's bpe_simple_vocab_16e6.txt; `what` names it in errors.
/// `settings` are fields of a tokenizer_config.json, e.g. a pad_token.
std::unique_ptr<Tokenizer> open_vocabulary_text(std::string_view merges, const std::string& what, std::int64_t text_length,
                                                const Json& settings = Json::object());

}  // namespace likeness::tokenizers
