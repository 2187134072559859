#include "engine/tokenizers/prompt_pieces.h"

#include "engine/tokenizers/prompt_weights.h"
#include "engine/tokenizers/unicode.h"

namespace likeness::tokenizers {
namespace {

bool joins_words(char32_t code) { return code == '_' || is_letter(code) || is_number(code); }

/// Both in small letters.
bool stands_at(std::u32string_view text, std::size_t at, std::u32string_view name) {
  if (name.empty() || text.substr(at, name.size()) != name) return false;
  const std::size_t end = at + name.size();
  const bool joined_before = at > 0 && joins_words(text[at - 1]) && joins_words(name.front());
  const bool joined_after = end < text.size() && joins_words(text[end]) && joins_words(name.back());
  return !joined_before && !joined_after;
}

/// Character by character, so that places in both are the same.
std::u32string small(std::u32string_view text) {
  std::u32string result;
  for (const char32_t code : text) result += lower_case({&code, 1}).front();
  return result;
}

struct Names {
  std::vector<std::u32string> small_names;
  std::span<const TaughtWord> words;

  /// The longest word that stands at `at`; null when none does.
  const TaughtWord* at(std::u32string_view text, std::size_t place, std::size_t& length) const {
    const TaughtWord* found = nullptr;
    length = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (small_names[i].size() <= length || !stands_at(text, place, small_names[i])) continue;
      found = &words[i];
      length = small_names[i].size();
    }
    return found;
  }
};

Names names_of(std::span<const TaughtWord> taught) {
  Names names{.small_names = {}, .words = taught};
  for (const TaughtWord& word : taught) names.small_names.push_back(small(decode_utf8(word.name)));
  return names;
}

void append_text(const Tokenizer& tokenizer, std::string_view text, double weight, std::vector<PromptPiece>& result) {
  for (Piece& piece : tokenizer.pieces(text)) result.push_back({std::move(piece), weight});
}

void append_taught(const TaughtWord& word, double weight, std::vector<PromptPiece>& result) {
  for (std::int64_t i = 0; i < word.count; ++i)
    result.push_back({{word.first_id + i, word.name + (i > 0 ? "_" + std::to_string(i) : "")}, weight, i == 0 ? word.count : 0});
}

void append_run(const Tokenizer& tokenizer, const Names& names, const WeightedText& run, std::vector<PromptPiece>& result) {
  if (names.words.empty()) return append_text(tokenizer, run.text, run.weight, result);
  check_text_length(run.text);
  const std::u32string text = decode_utf8(run.text), small_text = small(text);
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    const TaughtWord* word = names.at(small_text, at, length);
    if (word == nullptr) {
      ++at;
      continue;
    }
    append_text(tokenizer, encode_utf8(std::u32string_view(text).substr(begin, at - begin)), run.weight, result);
    append_taught(*word, run.weight, result);
    begin = at = at + length;
  }
  append_text(tokenizer, encode_utf8(std::u32string_view(text).substr(begin)), run.weight, result);
}

}  // namespace

std::vector<PromptPiece> prompt_pieces(const Tokenizer& tokenizer, std::string_view prompt, std::span<const TaughtWord> taught) {
  const Names names = names_of(taught);
  std::vector<PromptPiece> result;
  for (const WeightedText& run : parse_weights(prompt)) {
    if (run.is_break) result.push_back({.piece = {}, .weight = 1, .together = 0, .is_break = true});
    else append_run(tokenizer, names, run, result);
  }
  return result;
}

std::vector<PromptPiece> literal_pieces(const Tokenizer& tokenizer, std::string_view text, std::span<const TaughtWord> taught) {
  std::vector<PromptPiece> result;
  append_run(tokenizer, names_of(taught), {.text = std::string(text), .weight = 1}, result);
  return result;
}

bool has_word(std::string_view text, std::string_view name) {
  const std::u32string small_text = small(decode_utf8(text)), small_name = small(decode_utf8(name));
  for (std::size_t at = small_text.find(small_name); at != std::u32string::npos; at = small_text.find(small_name, at + 1))
    if (stands_at(small_text, at, small_name)) return true;
  return false;
}

}  // namespace likeness::tokenizers
