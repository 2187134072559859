#include "engine/image/utf16.h"

namespace likeness::image {
namespace {

constexpr std::uint32_t replacement = 0xfffd;

void append_unit(std::string& bytes, std::uint32_t unit) {
  bytes += static_cast<char>(unit >> 8);
  bytes += static_cast<char>(unit);
}

/// The character at `at`, which moves past it.
std::uint32_t next_code(std::string_view utf8, std::size_t& at) {
  const auto lead = static_cast<std::uint8_t>(utf8[at++]);
  const int more = lead < 0x80 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  if (more == 0) return lead;
  if (lead < 0xc2 || lead > 0xf4) return replacement;
  std::uint32_t code = lead & (0x3fu >> more);
  for (int i = 0; i < more; ++i) {
    if (at == utf8.size() || (static_cast<std::uint8_t>(utf8[at]) & 0xc0) != 0x80) return replacement;
    code = code << 6 | (static_cast<std::uint8_t>(utf8[at++]) & 0x3f);
  }
  return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? replacement : code;
}

ByteOrder order_of(std::string_view bytes, ByteOrder otherwise) {
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
    for (std::size_t half = 0; half < 2; ++half)
      if (bytes[i + half] == '\0') ++zeros[half];
  if (zeros[0] == zeros[1]) return otherwise;
  return zeros[0] > zeros[1] ? ByteOrder::big : ByteOrder::little;
}

}  // namespace

void append_utf8(std::string& text, std::uint32_t code) {
  const auto byte = [&text](std::uint32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code >= 0x10000) {
    byte(0xf0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3f));
  } else if (code >= 0x800) {
    byte(0xe0 | code >> 12);
  }
  byte(code >= 0x800 ? 0x80 | (code >> 6 & 0x3f) : 0xc0 | code >> 6);
  byte(0x80 | (code & 0x3f));
}

std::string utf8_to_utf16_be(std::string_view utf8) {
  std::string bytes;
  for (std::size_t at = 0; at < utf8.size();) {
    const std::uint32_t code = next_code(utf8, at);
    if (code < 0x10000) {
      append_unit(bytes, code);
    } else {
      append_unit(bytes, 0xd800 + ((code - 0x10000) >> 10));
      append_unit(bytes, 0xdc00 + ((code - 0x10000) & 0x3ff));
    }
  }
  return bytes;
}

std::string utf16_to_utf8(std::string_view bytes, ByteOrder otherwise) {
  ByteOrder order = order_of(bytes, otherwise);
  if (bytes.starts_with("\xfe\xff")) order = ByteOrder::big;
  if (bytes.starts_with("\xff\xfe")) order = ByteOrder::little;
  if (bytes.starts_with("\xfe\xff") || bytes.starts_with("\xff\xfe")) bytes.remove_prefix(2);
  const auto unit = [&](std::size_t i) -> std::uint32_t {
    const auto a = static_cast<std::uint8_t>(bytes[2 * i]), b = static_cast<std::uint8_t>(bytes[2 * i + 1]);
    return order == ByteOrder::big ? a << 8 | b : b << 8 | a;
  };
  std::string text;
  const std::size_t count = bytes.size() / 2;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t first = unit(i);
    const bool paired = first >= 0xd800 && first < 0xdc00 && i + 1 < count && unit(i + 1) >= 0xdc00 && unit(i + 1) < 0xe000;
    if (paired) append_utf8(text, 0x10000 + ((first - 0xd800) << 10) + (unit(++i) - 0xdc00));
    else append_utf8(text, first >= 0xd800 && first < 0xe000 ? replacement : first);
  }
  while (text.ends_with('\0')) text.pop_back();
  return text;
}

}  // namespace likeness::image
