#include "engine/image/infotext.h"

#include <algorithm>
#include <cstdio>

#include "engine/image/utf16.h"

namespace likeness::image {
namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";
constexpr std::string_view negative_heading = "Negative prompt:";
constexpr std::size_t least_pairs = 3;

std::string_view trimmed(std::string_view text) {
  const auto start = text.find_first_not_of(blanks);
  return start == std::string_view::npos ? std::string_view() : text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

/// Letters beyond ASCII count as word characters, as in Python.
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_key(char c) { return is_word(c) || c == ' ' || c == '-' || c == '/'; }

// Values are quoted as Python's json.dumps does with ensure_ascii=False.
std::string json_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    const auto special = std::string_view("\"\\\n\r\t\b\f").find(c);
    char escape[8];
    if (special != std::string_view::npos) {
      quoted += '\\';
      quoted += "\"\\nrtbf"[special];
    } else if (code < 0x20) {
      std::snprintf(escape, sizeof escape, "\\u%04x", code);
      quoted += escape;
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

/// Four hexadecimal digits at the start, or nothing.
std::optional<unsigned> hex4(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : text.substr(0, 4)) {
    const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(c | 0x20));
    if (digit == std::string_view::npos || (digit < 10 && (c < '0' || c > '9'))) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(digit);
  }
  return value;
}

/// The character of an escape `\uXXXX` at the start of `rest` (behind the u), surrogate pairs joined; `used` characters were read.
std::optional<unsigned> escaped_code(std::string_view rest, std::size_t& used) {
  const auto first = hex4(rest);
  used = 4;
  if (!first || *first < 0xd800 || *first >= 0xe000) return first;
  const auto second = rest.substr(4).starts_with("\\u") ? hex4(rest.substr(6)) : std::nullopt;
  if (*first >= 0xdc00 || !second || *second < 0xdc00 || *second >= 0xe000) return std::nullopt;
  used = 10;
  return 0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00);
}

/// A quoted value as it reads without its quotes; a faulty escape leaves it as it stands.
std::string unquoted(std::string_view quoted) {
  const std::string_view inside = quoted.substr(1, quoted.size() - 2);
  std::string text;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] != '\\') {
      text += inside[i];
      continue;
    }
    if (++i == inside.size()) return std::string(quoted);
    const auto plain = std::string_view("\"\\/nrtbf").find(inside[i]);
    std::size_t used = 0;
    if (plain != std::string_view::npos) {
      text += "\"\\/\n\r\t\b\f"[plain];
    } else if (const auto code = inside[i] == 'u' ? escaped_code(inside.substr(i + 1), used) : std::nullopt) {
      append_utf8(text, *code);
      i += used;
    } else {
      return std::string(quoted);
    }
  }
  return text;
}

/// Length of a quoted text at the start that is followed by a comma or the end, else 0.
std::size_t quoted_length(std::string_view text) {
  if (!text.starts_with('"')) return 0;
  std::size_t i = 1;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
  const bool closed = i < text.size() && i > 1;
  return closed && (i + 1 == text.size() || text[i + 1] == ',') ? i + 1 : 0;
}

/// All `key: value` pairs of a line, found as A1111's pattern \s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$) finds them.
std::vector<std::pair<std::string, std::string>> pairs_of(std::string_view line) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!line.empty()) {
    const auto start = std::find_if(line.begin(), line.end(), is_word) - line.begin();
    line.remove_prefix(static_cast<std::size_t>(start));
    const auto key_length = static_cast<std::size_t>(std::find_if_not(line.begin(), line.end(), is_key) - line.begin());
    if (key_length < 2 || key_length == line.size() || line[key_length] != ':') {
      line.remove_prefix(std::min(line.size(), key_length + 1));
      continue;
    }
    const std::string key(line.substr(0, key_length));
    line.remove_prefix(key_length + 1);
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    const std::size_t quoted = quoted_length(line);
    const std::size_t length = quoted ? quoted : std::min(line.find(','), line.size());
    const std::string_view value = line.substr(0, length);
    pairs.emplace_back(key, quoted ? unquoted(value) : std::string(value));
    line.remove_prefix(std::min(line.size(), length + 1));
  }
  return pairs;
}

bool needs_quotes(std::string_view value) {
  return value.find_first_of(",:\n\r") != std::string_view::npos || value.starts_with('"') || trimmed(value).size() != value.size();
}

void append_line(std::string& text, std::string_view line) {
  if (!text.empty()) text += '\n';
  text += line;
}

}  // namespace

std::optional<std::string> parameter(const Infotext& infotext, std::string_view key) {
  for (const auto& [name, value] : infotext.parameters)
    if (name == key) return value;
  return std::nullopt;
}

std::string format_infotext(const Infotext& infotext) {
  std::string text = infotext.prompt;
  if (!infotext.negative_prompt.empty()) text += "\n" + std::string(negative_heading) + " " + infotext.negative_prompt;
  std::string line;
  for (const auto& [key, value] : infotext.parameters)
    line += (line.empty() ? "" : ", ") + key + ": " + (needs_quotes(value) ? json_string(value) : value);
  return std::string(trimmed(text + "\n" + line));
}

Infotext parse_infotext(std::string_view text) {
  Infotext result;
  text = trimmed(text);
  const auto last_break = text.rfind('\n');
  auto pairs = pairs_of(last_break == std::string_view::npos ? text : text.substr(last_break + 1));
  bool more = true;
  if (pairs.size() >= least_pairs) {
    result.parameters = std::move(pairs);
    more = last_break != std::string_view::npos;
    text = text.substr(0, more ? last_break : 0);
  }
  std::string* part = &result.prompt;
  while (more) {
    const auto end = text.find('\n');
    more = end != std::string_view::npos;
    std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(more ? end + 1 : text.size());
    if (line.starts_with(negative_heading)) {
      part = &result.negative_prompt;
      line = trimmed(line.substr(negative_heading.size()));
    }
    append_line(*part, line);
  }
  return result;
}

}  // namespace likeness::image
