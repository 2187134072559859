#include "engine/image/picture_header.h"

namespace likeness::image {
namespace {

constexpr std::size_t max_profile_bytes = 16u << 20;

class TiffReader {
 public:
  explicit TiffReader(const ByteView& bytes) : bytes_(bytes), big_(bytes.u8(0) == 'M') {}

  TiffTags read() {
    tags_.big_endian = big_;
    const std::size_t directory = u32(4);
    const std::size_t count = u16(directory);
    for (std::size_t i = 0; i < count; ++i) take(directory + 2 + 12 * i);
    return std::move(tags_);
  }

 private:
  std::uint32_t u16(std::size_t at) const { return big_ ? bytes_.be16(at) : bytes_.le16(at); }
  std::uint32_t u32(std::size_t at) const { return big_ ? bytes_.be32(at) : bytes_.le32(at); }

  /// An entry is tag, type, count and the value, or where the value lies.
  void take(std::size_t at) {
    const std::uint32_t tag = u16(at), type = u16(at + 2), count = u32(at + 4);
    const std::size_t value_at = at + 8;
    const std::uint32_t value = type == 3 ? u16(value_at) : u32(value_at);
    if (tag == 256) tags_.width = value;
    if (tag == 257) tags_.height = value;
    if (tag == 274 && type == 3 && value >= 1 && value <= 8) {
      tags_.orientation = static_cast<int>(value);
      tags_.orientation_at = value_at;
    }
    if (tag == 34675 && count > 4 && count <= max_profile_bytes) tags_.profile = std::string(bytes_.part(value, count));
  }

  ByteView bytes_;
  bool big_;
  TiffTags tags_;
};

}  // namespace

TiffTags read_tiff_tags(const ByteView& bytes) { return TiffReader(bytes).read(); }

int exif_orientation(std::string_view block, const std::string& what) {
  if (block.starts_with(std::string_view("Exif\0\0", 6))) block.remove_prefix(6);
  if (!block.starts_with("II") && !block.starts_with("MM")) return 1;
  try {
    return read_tiff_tags(ByteView(block, what)).orientation;
  } catch (const Error&) {
    return 1;
  }
}

}  // namespace likeness::image
