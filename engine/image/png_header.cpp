#include "engine/image/inflate.h"
#include "engine/image/picture_header.h"

namespace likeness::image {
namespace {

constexpr std::size_t max_profile_bytes = 16u << 20;

/// iCCP: a name, NUL, the method (0), zlib data.
std::string unpacked_profile(std::string_view chunk) {
  const auto end = chunk.find('\0');
  if (end == std::string_view::npos || end + 2 > chunk.size()) return {};
  return inflate_bytes(chunk.substr(end + 2), max_profile_bytes).value_or(std::string());
}

}  // namespace

PictureHeader read_png_header(const ByteView& bytes) {
  PictureHeader header;
  header.format = "png";
  if (bytes.part(12, 4) != "IHDR" || bytes.be32(8) != 13)
    throw Error(ErrorKind::bad_input, bytes.what() + ": the PNG does not start with its header.");
  header.width = bytes.be32(16);
  header.height = bytes.be32(20);
  std::size_t at = 8;
  for (std::string_view type; type != "IEND";) {
    const std::size_t length = bytes.be32(at);
    type = bytes.part(at + 4, 4);
    const std::string_view data = bytes.part(at + 8, length);
    bytes.part(at + 8 + length, 4);
    if (type == "iCCP") header.profile = unpacked_profile(data);
    if (type == "eXIf") header.orientation = exif_orientation(data, bytes.what());
    at += 12 + length;
  }
  return header;
}

}  // namespace likeness::image
