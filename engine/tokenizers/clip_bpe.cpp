#include "engine/tokenizers/clip_bpe.h"

#include <algorithm>
#include <queue>
#include <tuple>

#include "engine/tokenizers/byte_symbols.h"
#include "engine/tokenizers/unicode.h"

namespace likeness::tokenizers {
namespace {

std::uint64_t pair_key(std::int64_t left, std::int64_t right) {
  return static_cast<std::uint64_t>(left) << 32 | static_cast<std::uint64_t>(right);
}

std::u32string normalised(std::string_view utf8) {
  std::u32string text;
  for (const char32_t code : nfc(decode_utf8(utf8))) {
    if (!is_blank(code)) text += code;
    else if (!text.empty() && text.back() != U' ') text += U' ';
  }
  return lower_case(text);
}

bool is_other(char32_t code) { return !is_blank(code) && !is_letter(code) && !is_number(code); }

/// The length of the piece at the start of `text`, by the first pattern that fits:
/// 's|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+
std::size_t piece_length(std::u32string_view text) {
  for (const std::u32string_view ending : {U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d"})
    if (text.starts_with(ending)) return ending.size();
  if (is_number(text[0])) return 1;
  const auto belongs = is_letter(text[0]) ? is_letter : is_other;
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), belongs) - text.begin());
}

/// A word's symbols as a linked list, so that merging costs no moving.
struct Symbol {
  std::int64_t id;
  std::ptrdiff_t previous, next;
  bool alive = true;
};

struct Candidate {
  std::size_t rank;
  std::ptrdiff_t position;
  std::int64_t left, right;  ///< ids when it was found; other ids now mean that it is stale

  bool operator>(const Candidate& other) const { return std::tie(rank, position) > std::tie(other.rank, other.position); }
};

}  // namespace

ClipBpe::ClipBpe(ClipVocabulary vocabulary, const Specials& specials) {
  specials_ = specials;
  for (const auto& [token, id] : vocabulary.ids) {
    if (static_cast<std::size_t>(id) >= tokens_.size()) tokens_.resize(static_cast<std::size_t>(id) + 1);
    tokens_[static_cast<std::size_t>(id)] = token;
  }
  const auto id_or_unknown = [&](const std::string& token) {
    const auto found = vocabulary.ids.find(token);
    return found == vocabulary.ids.end() ? specials.unknown : found->second;
  };
  for (int byte = 0; byte < 256; ++byte) {
    const std::string symbol = byte_symbol(static_cast<unsigned char>(byte));
    bytes_[static_cast<std::size_t>(byte)] = {id_or_unknown(symbol), id_or_unknown(symbol + "</w>")};
  }
  for (std::size_t rank = 0; rank < vocabulary.merges.size(); ++rank) {
    const auto& [left, right] = vocabulary.merges[rank];
    merges_.insert_or_assign(pair_key(vocabulary.ids.at(left), vocabulary.ids.at(right)), Merge{rank, vocabulary.ids.at(left + right)});
  }
}

const ClipBpe::Merge* ClipBpe::find_merge(std::int64_t left, std::int64_t right) const {
  const auto found = merges_.find(pair_key(left, right));
  return found == merges_.end() ? nullptr : &found->second;
}

void ClipBpe::append_word(std::string_view bytes, std::vector<Piece>& result) const {
  std::vector<Symbol> symbols;
  const auto count = static_cast<std::ptrdiff_t>(bytes.size());
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const auto& ids = bytes_[static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)])];
    symbols.push_back({ids[i + 1 == count], i - 1, i + 1 == count ? -1 : i + 1});
  }
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
  const auto at = [&](std::ptrdiff_t i) -> Symbol& { return symbols[static_cast<std::size_t>(i)]; };
  const auto offer = [&](std::ptrdiff_t left) {
    if (left < 0 || at(left).next < 0) return;
    const std::int64_t a = at(left).id, b = at(at(left).next).id;
    if (const Merge* merge = find_merge(a, b)) queue.push({merge->rank, left, a, b});
  };
  for (std::ptrdiff_t i = 0; i < count; ++i) offer(i);
  while (!queue.empty()) {
    const Candidate best = queue.top();
    queue.pop();
    Symbol& left = at(best.position);
    if (!left.alive || left.id != best.left || left.next < 0 || at(left.next).id != best.right) continue;
    Symbol& right = at(left.next);
    right.alive = false;
    left.id = find_merge(best.left, best.right)->id;
    left.next = right.next;
    if (left.next >= 0) at(left.next).previous = best.position;
    offer(left.previous);
    offer(best.position);
  }
  for (std::ptrdiff_t i = count > 0 ? 0 : -1; i >= 0; i = at(i).next) {
    const std::int64_t id = at(i).id;
    if (id >= 0) result.push_back({id, tokens_[static_cast<std::size_t>(id)]});
  }
}

std::vector<Piece> ClipBpe::pieces(std::string_view utf8) const {
  check_text_length(utf8);
  const std::u32string text = normalised(utf8);
  std::vector<Piece> result;
  for (std::u32string_view rest = text; !rest.empty();) {
    if (rest[0] == U' ') {
      rest.remove_prefix(1);
      continue;
    }
    const std::size_t length = piece_length(rest);
    append_word(encode_utf8(rest.substr(0, length)), result);
    rest.remove_prefix(length);
  }
  return result;
}

}  // namespace likeness::tokenizers
