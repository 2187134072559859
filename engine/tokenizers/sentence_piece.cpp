#include "engine/tokenizers/sentence_piece.h"

#include <sentencepiece_processor.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/tokenizers/unicode.h"

namespace likeness::tokenizers {
namespace {

constexpr std::size_t max_model_bytes = 64u << 20;

/// Empty when the model is sound. The library throws from deep inside where a damaged model gets past its own checks.
std::string load(sentencepiece::SentencePieceProcessor& processor, const std::string& bytes) {
  try {
    const auto status = processor.LoadFromSerializedProto(bytes);
    if (!status.ok()) return status.ToString();
    return processor.GetPieceSize() > 0 ? "" : "it has no pieces";
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

SentencePiece::SentencePiece(const std::filesystem::path& model, bool lower)
    : processor_(std::make_unique<sentencepiece::SentencePieceProcessor>()) {
  const std::string bytes = read_file(model, max_model_bytes);
  if (const std::string fault = load(*processor_, bytes); !fault.empty())
    throw Error(ErrorKind::bad_input, model.string() + " is not a sound SentencePiece model: " + fault + ".", "Fetch the model again.");
  specials_.start = -1;
  specials_.end = processor_->eos_id();
  specials_.pad = processor_->pad_id() >= 0 ? processor_->pad_id() : 0;
  specials_.unknown = processor_->unk_id();
  lower_ = lower && processor_->EncodeAsIds("A") != processor_->EncodeAsIds("a");
}

SentencePiece::~SentencePiece() = default;

std::vector<Piece> SentencePiece::pieces(std::string_view utf8) const {
  check_text_length(utf8);
  const std::u32string codes = decode_utf8(utf8);
  const std::string text = lower_ ? encode_utf8(lower_case(codes)) : std::string(utf8);
  const sentencepiece::ImmutableSentencePieceText encoded = processor_->EncodeAsImmutableProto(text);
  std::vector<Piece> result;
  for (const auto& piece : encoded.pieces()) result.push_back({piece.id(), piece.piece()});
  return result;
}

std::int64_t SentencePiece::vocabulary_size() const { return processor_->GetPieceSize(); }

std::int64_t SentencePiece::id_of_piece(const std::string& piece) const {
  const int id = processor_->PieceToId(piece);
  return id == processor_->unk_id() && processor_->IdToPiece(id) != piece ? -1 : id;
}

}  // namespace likeness::tokenizers
