// A SentencePiece model (.model file) read by Google's library: what T5-style tokenizers use, and the starter model.
#pragma once

#include <memory>

#include "engine/tokenizers/tokenizer.h"

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace likeness::tokenizers {

class SentencePiece : public Tokenizer {
 public:
  /// `lower` asks for lower case; a model whose own normaliser folds case already is left to do it alone.
  SentencePiece(const std::filesystem::path& model, bool lower);
  ~SentencePiece() override;

  std::vector<Piece> pieces(std::string_view utf8) const override;
  std::int64_t vocabulary_size() const override;

  /// The id of a piece as the model spells it, -1 when it has none.
  std::int64_t id_of_piece(const std::string& piece) const;

  void set_specials(const Specials& specials) { specials_ = specials; }

 private:
  std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
  bool lower_ = false;
};

}  // namespace likeness::tokenizers
