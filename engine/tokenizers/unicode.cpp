#include "engine/tokenizers/unicode.h"

#include <algorithm>
#include <unordered_map>

#include "engine/base/error.h"
#include "engine/tokenizers/unicode_tables.h"

namespace likeness::tokenizers {
namespace {

// Hangul syllables are composed by arithmetic (Unicode Standard, 3.12).
constexpr char32_t hangul = 0xac00, lead = 0x1100, vowel = 0x1161, trail = 0x11a7;
constexpr char32_t lead_count = 19, vowel_count = 21, trail_count = 28, hangul_count = lead_count * vowel_count * trail_count;

/// The run that holds `code`, or null.
template <typename Run>
const Run* find_run(const Run* runs, std::size_t count, char32_t code) {
  const Run* after = std::upper_bound(runs, runs + count, code, [](char32_t value, const Run& run) { return value < run.first; });
  return after != runs && code <= after[-1].last ? after - 1 : nullptr;
}

int combining_class(char32_t code) {
  if (code < 0x300) return 0;
  const auto* run = find_run(tables::combining_classes, tables::combining_classes_count, code);
  return run ? run->combining_class : 0;
}

const tables::Decomposition* find_decomposition(char32_t code) {
  const auto search = [code](const tables::Decomposition* rows, std::size_t count) -> const tables::Decomposition* {
    const auto* row = std::lower_bound(rows, rows + count, code, [](const auto& entry, char32_t value) { return entry.code < value; });
    return row != rows + count && row->code == code ? row : nullptr;
  };
  const auto* row = search(tables::compositions, tables::compositions_count);
  return row ? row : search(tables::one_way_decompositions, tables::one_way_decompositions_count);
}

void append_decomposed(std::u32string& text, char32_t code) {
  if (code < 0xc0) {
    text += code;
  } else if (code >= hangul && code < hangul + hangul_count) {
    const char32_t index = code - hangul;
    text += lead + index / (vowel_count * trail_count);
    text += vowel + index / trail_count % vowel_count;
    if (index % trail_count) text += trail + index % trail_count;
  } else if (const auto* row = find_decomposition(code)) {
    append_decomposed(text, row->first);
    if (row->second) append_decomposed(text, row->second);
  } else {
    text += code;
  }
}

/// Each run of combining marks in the order of their classes.
void reorder_marks(std::u32string& text) {
  for (auto start = text.begin(); start != text.end();) {
    if (combining_class(*start) == 0) {
      ++start;
      continue;
    }
    const auto end = std::find_if(start, text.end(), [](char32_t code) { return combining_class(code) == 0; });
    std::stable_sort(start, end, [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
    start = end;
  }
}

/// The character made of the two, or 0.
char32_t composed(char32_t first, char32_t second) {
  if (first >= lead && first < lead + lead_count && second >= vowel && second < vowel + vowel_count)
    return hangul + ((first - lead) * vowel_count + (second - vowel)) * trail_count;
  if (first >= hangul && first < hangul + hangul_count && (first - hangul) % trail_count == 0 && second > trail &&
      second < trail + trail_count)
    return first + (second - trail);
  static const auto pairs = [] {
    std::unordered_map<std::uint64_t, char32_t> map;
    for (std::size_t i = 0; i < tables::compositions_count; ++i) {
      const auto& row = tables::compositions[i];
      map[std::uint64_t{row.first} << 32 | row.second] = row.code;
    }
    return map;
  }();
  const auto found = pairs.find(std::uint64_t{first} << 32 | second);
  return found == pairs.end() ? 0 : found->second;
}

/// Length of the sequence a first byte announces, 0 if it cannot be one.
int sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

[[noreturn]] void refuse_bytes(std::size_t position) {
  throw Error(ErrorKind::bad_input, "The text is not UTF-8 at byte " + std::to_string(position) + ".", "Save or send it as UTF-8.");
}

}  // namespace

std::u32string decode_utf8(std::string_view text) {
  std::u32string codes;
  codes.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const int length = sequence_length(first);
    if (length == 0 || i + static_cast<std::size_t>(length) > text.size()) refuse_bytes(i);
    char32_t code = length == 1 ? first : first & (0x7f >> length);
    for (int k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
      if ((next & 0xc0) != 0x80) refuse_bytes(i);
      code = code << 6 | (next & 0x3f);
    }
    if ((length == 3 && code < 0x800) || (length == 4 && code < 0x10000) || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
      refuse_bytes(i);
    codes += code;
    i += static_cast<std::size_t>(length);
  }
  return codes;
}

void append_utf8(std::string& text, char32_t code) {
  const auto byte = [&](char32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xc0 | code >> 6);
  } else {
    if (code < 0x10000) {
      byte(0xe0 | code >> 12);
    } else {
      byte(0xf0 | code >> 18);
      byte(0x80 | (code >> 12 & 0x3f));
    }
    byte(0x80 | (code >> 6 & 0x3f));
  }
  byte(0x80 | (code & 0x3f));
}

std::string encode_utf8(std::u32string_view text) {
  std::string bytes;
  for (const char32_t code : text) append_utf8(bytes, code);
  return bytes;
}

std::u32string nfc(std::u32string_view text) {
  std::u32string apart;
  for (const char32_t code : text) append_decomposed(apart, code);
  reorder_marks(apart);
  std::u32string result;
  std::size_t starter = std::u32string::npos;
  int last_class = 0;
  for (const char32_t code : apart) {
    const int own_class = combining_class(code);
    const bool adjacent = starter != std::u32string::npos && starter + 1 == result.size();
    // A mark is blocked from its starter by an earlier mark of the same or a higher class.
    if (starter != std::u32string::npos && (adjacent || (last_class < own_class && last_class != 0))) {
      if (const char32_t whole = composed(result[starter], code)) {
        result[starter] = whole;
        continue;
      }
    }
    if (own_class == 0) starter = result.size();
    last_class = own_class;
    result += code;
  }
  return result;
}

std::u32string lower_case(std::u32string_view text) {
  std::u32string small;
  for (const char32_t code : text) {
    if (code == 0x130) {
      small += U"i\u0307";
      continue;
    }
    const auto* run = find_run(tables::lower_runs, tables::lower_runs_count, code);
    const bool moves = run && (code - run->first) % static_cast<char32_t>(run->step) == 0;
    small += moves ? static_cast<char32_t>(static_cast<std::int64_t>(code) + run->delta) : code;
  }
  return small;
}

bool is_letter(char32_t code) { return find_run(tables::letters, tables::letters_count, code); }
bool is_number(char32_t code) { return find_run(tables::numbers, tables::numbers_count, code); }
bool is_blank(char32_t code) { return find_run(tables::blanks, tables::blanks_count, code); }

}  // namespace likeness::tokenizers
