#include "engine/image/picture_header.h"

namespace likeness::image {
namespace {

void take_chunk(std::string_view type, const ByteView& chunk, PictureHeader& header) {
  if (type == "VP8X") {
    if (chunk.u8(0) & 0x02) throw Error(ErrorKind::unsupported, chunk.what() + " is an animated WebP.", "Save one of its pictures as PNG.");
    header.width = 1 + chunk.le24(4);
    header.height = 1 + chunk.le24(7);
  } else if (type == "VP8 ") {
    header.width = chunk.le16(6) & 0x3fff;
    header.height = chunk.le16(8) & 0x3fff;
  } else if (type == "VP8L") {
    const std::uint32_t bits = chunk.le32(1);
    header.width = 1 + (bits & 0x3fff);
    header.height = 1 + (bits >> 14 & 0x3fff);
  } else if (type == "EXIF") {
    header.exif = std::string(chunk.part(0, chunk.size()));
    header.orientation = exif_orientation(header.exif, chunk.what());
  } else if (type == "ICCP") {
    header.profile = std::string(chunk.part(0, chunk.size()));
  }
}

}  // namespace

PictureHeader read_webp_header(const ByteView& bytes) {
  PictureHeader header;
  header.format = "webp";
  const ByteView body = bytes.view(8, bytes.le32(4));
  for (std::size_t at = 4; at + 8 <= body.size();) {
    const std::size_t length = body.le32(at + 4);
    take_chunk(body.part(at, 4), body.view(at + 8, length), header);
    at += 8 + length + length % 2;
  }
  if (header.width == 0) throw Error(ErrorKind::bad_input, bytes.what() + ": the WebP holds no picture.");
  return header;
}

}  // namespace likeness::image
