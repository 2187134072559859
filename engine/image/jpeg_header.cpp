#include <map>

#include "engine/image/picture_header.h"

namespace likeness::image {
namespace {

using namespace std::string_view_literals;

constexpr bool is_frame(int marker) { return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc; }
constexpr bool has_no_length(int marker) { return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8); }

/// Walks the segments to the end marker, so that a file that stops before it is known to be cut short.
class JpegReader {
 public:
  explicit JpegReader(const ByteView& bytes) : bytes_(bytes) { header_.format = "jpeg"; }

  PictureHeader read() {
    std::size_t at = 2;
    for (int marker = next_marker(at); marker != 0xd9; marker = next_marker(at)) {
      if (has_no_length(marker)) continue;
      const std::size_t length = bytes_.be16(at);
      if (length < 2) throw Error(ErrorKind::bad_input, bytes_.what() + ": the JPEG has a segment without a length.");
      take(marker, bytes_.view(at + 2, length - 2));
      at += length;
      if (marker == 0xda) at = end_of_scan(at);
    }
    if (header_.width == 0) throw Error(ErrorKind::bad_input, bytes_.what() + ": the JPEG states no size.");
    for (const auto& [number, part] : profile_parts_) header_.profile += part;
    return std::move(header_);
  }

 private:
  int next_marker(std::size_t& at) const {
    if (bytes_.u8(at) != 0xff)
      throw Error(ErrorKind::bad_input, bytes_.what() + ": the JPEG is damaged at byte " + std::to_string(at) + ".");
    while (bytes_.u8(at) == 0xff) ++at;
    return bytes_.u8(at++);
  }

  /// Where the next marker after compressed data stands; stuffed zeros and restart markers belong to the data.
  std::size_t end_of_scan(std::size_t at) const {
    const std::string_view all = bytes_.part(0, bytes_.size());
    for (at = all.find('\xff', at); at != std::string_view::npos; at = all.find('\xff', at + 1)) {
      const int next = at + 1 < all.size() ? bytes_.u8(at + 1) : 0;
      if (next != 0 && next != 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    }
    return all.size();
  }

  void take(int marker, const ByteView& segment) {
    const std::string_view data = segment.part(0, segment.size());
    if (is_frame(marker)) {
      header_.height = segment.be16(1);
      header_.width = segment.be16(3);
    } else if (marker == 0xe1 && data.starts_with("Exif\0\0"sv)) {
      header_.orientation = exif_orientation(data, bytes_.what());
      header_.exif = std::string(data);
    } else if (marker == 0xe2 && data.starts_with("ICC_PROFILE\0"sv) && data.size() > 14) {
      profile_parts_[segment.u8(12)] = data.substr(14);
    }
  }

  ByteView bytes_;
  PictureHeader header_;
  std::map<int, std::string> profile_parts_;
};

}  // namespace

PictureHeader read_jpeg_header(const ByteView& bytes) { return JpegReader(bytes).read(); }

}  // namespace likeness::image
