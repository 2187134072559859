#include "engine/image/exif_text.h"

#include <algorithm>
#include <optional>

#include "engine/image/byte_view.h"
#include "engine/image/utf16.h"

namespace likeness::image {
namespace {

using namespace std::string_view_literals;

constexpr std::uint16_t tag_make = 0x010f, tag_model = 0x0110, tag_exif = 0x8769, tag_maker_note = 0x927c, tag_user_comment = 0x9286,
                        tag_colour_space = 0xa001;
constexpr std::uint16_t type_ascii = 2, type_short = 3, type_long = 4, type_undefined = 7;
constexpr std::string_view own_mark = "likeness\0"sv, unicode_mark = "UNICODE\0"sv, ascii_mark = "ASCII\0\0\0"sv;

void put16(std::string& bytes, std::uint32_t value) {
  bytes += static_cast<char>(value >> 8);
  bytes += static_cast<char>(value);
}

void put32(std::string& bytes, std::uint32_t value) {
  put16(bytes, value >> 16);
  put16(bytes, value & 0xffff);
}

void put_entry(std::string& bytes, std::uint16_t tag, std::uint16_t type, std::size_t count, std::uint32_t value) {
  put16(bytes, tag);
  put16(bytes, type);
  put32(bytes, static_cast<std::uint32_t>(count));
  put32(bytes, value);
}

/// One directory of a TIFF block, its values handed on as they are found.
class ExifReader {
 public:
  ExifReader(const ByteView& bytes, std::vector<PngText>& texts) : bytes_(bytes), big_(bytes.u8(0) == 'M'), texts_(texts) {}

  void read() {
    directory(u32(4));
    if (exif_at_ != 0) directory(exif_at_);
  }

 private:
  std::uint32_t u16(std::size_t at) const { return big_ ? bytes_.be16(at) : bytes_.le16(at); }
  std::uint32_t u32(std::size_t at) const { return big_ ? bytes_.be32(at) : bytes_.le32(at); }

  void directory(std::size_t at) {
    const std::size_t count = u16(at);
    for (std::size_t i = 0; i < count; ++i) entry(at + 2 + 12 * i);
  }

  void entry(std::size_t at) {
    const std::uint32_t tag = u16(at), type = u16(at + 2), count = u32(at + 4);
    if (tag == tag_exif && type == type_long) exif_at_ = u32(at + 8);
    const bool bytes = type == type_ascii || type == type_undefined || type == 1;
    if (!bytes || (tag != tag_make && tag != tag_model && tag != tag_maker_note && tag != tag_user_comment)) return;
    const std::string_view value = count <= 4 ? bytes_.part(at + 8, count) : bytes_.part(u32(at + 8), count);
    take(tag, value);
  }

  void take(std::uint32_t tag, std::string_view value) {
    if (tag == tag_user_comment) {
      if (const auto text = comment(value)) texts_.push_back({"parameters", *text});
    } else if (tag == tag_maker_note && value.starts_with(own_mark)) {
      texts_.push_back({"likeness", std::string(value.substr(own_mark.size()))});
    } else {
      while (value.ends_with('\0')) value.remove_suffix(1);
      const std::string text(value);
      if (tag == tag_maker_note && (text == "fooocus" || text == "a1111")) texts_.push_back({"fooocus_scheme", text});
      for (const std::string_view key : {"prompt"sv, "workflow"sv})
        if (tag != tag_maker_note && text.size() > key.size() && (text[0] | 0x20) == key[0] &&
            std::string_view(text).substr(1, key.size() - 1) == key.substr(1) && text[key.size()] == ':')
          texts_.push_back({std::string(key), text.substr(key.size() + 1)});
    }
  }

  std::optional<std::string> comment(std::string_view value) const {
    if (value.starts_with(unicode_mark)) return utf16_to_utf8(value.substr(8), big_ ? ByteOrder::big : ByteOrder::little);
    if (value.starts_with(ascii_mark)) value.remove_prefix(8);
    while (value.ends_with('\0')) value.remove_suffix(1);
    if (value.empty() || value.find('\0') != std::string_view::npos) return std::nullopt;
    return std::string(value);
  }

  const ByteView& bytes_;
  bool big_;
  std::vector<PngText>& texts_;
  std::size_t exif_at_ = 0;
};

}  // namespace

std::string exif_block_of(const std::vector<PngText>& texts) {
  std::string comment, note;
  for (const PngText& text : texts) {
    if (text.key == "parameters") comment = std::string(unicode_mark) + utf8_to_utf16_be(text.text);
    if (text.key == "likeness") note = std::string(own_mark) + text.text;
  }
  constexpr std::uint32_t exif_at = 8 + 2 + 12 + 4;
  const std::uint32_t entries = 1 + (comment.empty() ? 0 : 1) + (note.empty() ? 0 : 1);
  const std::uint32_t values_at = exif_at + 2 + 12 * entries + 4;
  std::string bytes("MM\0*\0\0\0\x08"sv);
  put16(bytes, 1);
  put_entry(bytes, tag_exif, type_long, 1, exif_at);
  put32(bytes, 0);
  put16(bytes, entries);
  if (!note.empty()) put_entry(bytes, tag_maker_note, type_undefined, note.size(), values_at);
  if (!comment.empty())
    put_entry(bytes, tag_user_comment, type_undefined, comment.size(), values_at + static_cast<std::uint32_t>(note.size()));
  put_entry(bytes, tag_colour_space, type_short, 1, 1u << 16);
  put32(bytes, 0);
  return bytes + note + comment;
}

std::vector<PngText> exif_texts(std::string_view block, const std::string& what) {
  if (block.starts_with("Exif\0\0"sv)) block.remove_prefix(6);
  std::vector<PngText> texts;
  if (!block.starts_with("II") && !block.starts_with("MM")) return texts;
  try {
    ExifReader(ByteView(block, what), texts).read();
  } catch (const Error&) {
    // cut short: what was read before counts
  }
  return texts;
}

}  // namespace likeness::image
