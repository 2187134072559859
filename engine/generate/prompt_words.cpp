// The artist's own names in a prompt, replaced by what the model was taught: whole words, any letter case, UTF-8.
#include <string_view>

#include "engine/generate/generate.h"
#include "engine/tokenizers/prompt_loras.h"

namespace likeness::generate {
namespace {

struct Letter {
  char32_t value;       // folded to lower case
  std::size_t begin;    // first byte in the text
};
using Letters = std::vector<Letter>;

/// Simple case folding of Latin, Greek and Cyrillic letters; others have no case that names need.
char32_t folded(char32_t c) {
  const auto in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  if (in('A', 'Z') || (in(0xC0, 0xDE) && c != 0xD7) || in(0x391, 0x3A9) || in(0x410, 0x42F)) return c + 0x20;
  if (in(0x400, 0x40F)) return c + 0x50;
  if (in(0x139, 0x148) || in(0x179, 0x17E)) return c % 2 == 1 ? c + 1 : c;
  if (c == 0x178) return 0xFF;
  if (in(0x100, 0x177) && c != 0x130 && c != 0x131) return c % 2 == 0 ? c + 1 : c;
  return c;
}

/// Letters and digits that make up words; scripts written without spaces (CJK) do not hold a neighbouring name.
bool joins_words(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x206F) && c < 0x2E80;
}

/// A byte that is not part of valid UTF-8 stands for itself.
Letters letters_of(std::string_view text) {
  Letters letters;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    char32_t value = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    std::size_t taken = 1;
    for (; taken < length && i + taken < text.size() && (static_cast<unsigned char>(text[i + taken]) & 0xC0) == 0x80; ++taken)
      value = (value << 6) | (static_cast<unsigned char>(text[i + taken]) & 0x3F);
    letters.push_back({folded(value), i});
    i += taken;
  }
  return letters;
}

bool stands_at(const Letters& text, std::size_t at, const Letters& word) {
  if (word.empty() || at + word.size() > text.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (text[at + i].value != word[i].value) return false;
  const bool joined_before = at > 0 && joins_words(text[at - 1].value) && joins_words(word.front().value);
  const std::size_t end = at + word.size();
  const bool joined_after = end < text.size() && joins_words(text[end].value) && joins_words(word.back().value);
  return !joined_before && !joined_after;
}

bool kind_follows(const Letters& text, std::size_t at, const Letters& kind) {
  std::size_t next = at;
  while (next < text.size() && (text[next].value == ' ' || text[next].value == '\t' || text[next].value == '\n')) ++next;
  return next > at && stands_at(text, next, kind);
}

}  // namespace

std::string resolve_words(const std::string& prompt, const std::vector<api::SubjectWord>& words) {
  const Letters text = letters_of(prompt);
  std::vector<Letters> names;
  for (const api::SubjectWord& word : words) names.push_back(letters_of(word.name));
  std::string resolved;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t tag = text[i].value == '<' ? tokenizers::tag_length(std::string_view(prompt).substr(text[i].begin)) : 0;
    if (tag > 0) {
      const std::size_t begin = text[i].begin;
      resolved += prompt.substr(begin, tag);
      while (i < text.size() && text[i].begin < begin + tag) ++i;
      continue;
    }
    const api::SubjectWord* found = nullptr;
    std::size_t length = 1;
    for (std::size_t w = 0; w < words.size(); ++w) {
      if (!stands_at(text, i, names[w]) || (found != nullptr && names[w].size() <= length)) continue;
      found = &words[w];
      length = names[w].size();
    }
    if (found == nullptr) {
      const std::size_t end = i + 1 < text.size() ? text[i + 1].begin : prompt.size();
      resolved += prompt.substr(text[i].begin, end - text[i].begin);
    } else {
      const bool kind_is_there = found->kind.empty() || kind_follows(text, i + length, letters_of(found->kind));
      resolved += found->token + (kind_is_there ? "" : " " + found->kind);
    }
    i += length;
  }
  return resolved;
}

}  // namespace likeness::generate
