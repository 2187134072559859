#include "engine/tokenizers/chunks.h"

#include "engine/base/error.h"

namespace likeness::tokenizers {
namespace {

constexpr std::size_t comma_backtrack = 20;

class Rows {
 public:
  explicit Rows(const Specials& specials) : specials_(specials), room_(static_cast<std::size_t>(room_for_words(specials))) {}

  void add(const PromptPiece& piece) {
    if (piece.is_break) return close();
    if (piece.together > 0) make_room(piece);
    ids_.push_back(piece.piece.id);
    weights_.push_back(piece.weight);
  }

  std::vector<Chunk> finish() {
    if (!ids_.empty() || chunks_.empty()) close();
    return std::move(chunks_);
  }

 private:
  /// Ends the row where the piece, with all that belongs to it, would not fit.
  void make_room(const PromptPiece& piece) {
    const bool full = ids_.size() == room_;
    if (piece.piece.id == specials_.comma && specials_.comma >= 0) after_comma_ = ids_.size() + 1;
    else if (full && after_comma_ > 0 && ids_.size() + 1 - after_comma_ <= comma_backtrack) close_after_comma();
    if (ids_.size() == room_ || ids_.size() + static_cast<std::size_t>(piece.together) > room_) close();
  }

  void close_after_comma() {
    const auto place = static_cast<std::ptrdiff_t>(after_comma_);
    const std::vector<std::int64_t> ids(ids_.begin() + place, ids_.end());
    const std::vector<double> weights(weights_.begin() + place, weights_.end());
    ids_.resize(after_comma_);
    weights_.resize(after_comma_);
    close();
    ids_ = ids;
    weights_ = weights;
  }

  void close() {
    Chunk chunk;
    if (specials_.start >= 0) chunk.ids.push_back(specials_.start);
    chunk.ids.insert(chunk.ids.end(), ids_.begin(), ids_.end());
    chunk.weights.assign(chunk.ids.size() - ids_.size(), 1.0);
    chunk.weights.insert(chunk.weights.end(), weights_.begin(), weights_.end());
    if (specials_.end >= 0) chunk.ids.push_back(specials_.end);
    chunk.ids.resize(static_cast<std::size_t>(specials_.length), specials_.pad);
    chunk.weights.resize(chunk.ids.size(), 1.0);
    chunks_.push_back(std::move(chunk));
    ids_.clear();
    weights_.clear();
    after_comma_ = 0;
  }

  const Specials& specials_;
  std::size_t room_;
  std::vector<std::int64_t> ids_;
  std::vector<double> weights_;
  std::size_t after_comma_ = 0;  ///< words up to the last comma of the row; 0 without one
  std::vector<Chunk> chunks_;
};

}  // namespace

std::int64_t room_for_words(const Specials& specials) {
  const std::int64_t room = specials.length - (specials.start >= 0) - (specials.end >= 0);
  if (room < 1) throw Error(ErrorKind::internal, "A row of " + std::to_string(specials.length) + " ids has no room for words.");
  return room;
}

std::vector<Chunk> chunked(const std::vector<PromptPiece>& pieces, const Specials& specials) {
  Rows rows(specials);
  for (const PromptPiece& piece : pieces) rows.add(piece);
  return rows.finish();
}

Chunk empty_chunk(const Specials& specials) { return chunked({}, specials).front(); }

}  // namespace likeness::tokenizers
