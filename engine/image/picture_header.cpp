#include "engine/image/picture_header.h"

#include <algorithm>

namespace likeness::image {
namespace {

using namespace std::string_view_literals;

PictureHeader read_tiff_header(const ByteView& bytes) {
  const TiffTags tags = read_tiff_tags(bytes);
  PictureHeader header{"tiff", tags.width, tags.height, tags.orientation, tags.orientation_at, tags.big_endian, tags.profile};
  if (header.width <= 0 || header.height <= 0) throw Error(ErrorKind::bad_input, bytes.what() + ": the TIFF states no size.");
  return header;
}

PictureHeader read_bmp_header(const ByteView& bytes) {
  if (bytes.le32(14) < 40) throw Error(ErrorKind::unsupported, bytes.what() + " is a BMP of the old OS/2 kind.", "Save it as PNG.");
  PictureHeader header;
  header.format = "bmp";
  header.width = static_cast<std::int32_t>(bytes.le32(18));
  header.height = std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(bytes.le32(22))));
  const bool uncompressed = bytes.le32(30) == 0;
  const std::int64_t row = (header.width * bytes.le16(28) + 31) / 32 * 4;
  if (uncompressed && header.width > 0 && header.width < 1 << 20 && header.height < 1 << 20)
    bytes.part(bytes.le32(10), static_cast<std::size_t>(row * header.height));
  return header;
}

/// The brands of an ISO media file's first box: {"heic", "mif1" ...}.
bool has_brand(const ByteView& bytes, std::initializer_list<std::string_view> brands) {
  const std::size_t end = std::min<std::size_t>({bytes.be32(0), bytes.size(), 256});
  for (std::size_t at = 8; at + 4 <= end; at += 4)
    if (std::find(brands.begin(), brands.end(), bytes.part(at, 4)) != brands.end()) return true;
  return false;
}

[[noreturn]] void refuse_other(std::string_view bytes, const std::string& what) {
  struct Known {
    std::string_view start, name;
  };
  constexpr Known known[] = {{"GIF8"sv, "a GIF picture"},
                             {"%PDF"sv, "a PDF document"},
                             {"8BPS"sv, "a Photoshop document"},
                             {"\xff\x0a"sv, "a JPEG XL picture"},
                             {"\0\0\0\x0cJXL "sv, "a JPEG XL picture"},
                             {"<svg"sv, "an SVG drawing"}};
  for (const Known& kind : known)
    if (bytes.starts_with(kind.start))
      throw Error(ErrorKind::unsupported, what + " is " + std::string(kind.name) + ".", "Save it as PNG or JPEG.");
  std::string start(bytes.substr(0, 32));
  std::transform(start.begin(), start.end(), start.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (start.starts_with("version https://git-lfs"))
    throw Error(ErrorKind::bad_input, what + " is a Git LFS pointer, not the picture itself.", "Fetch the real file: git lfs pull.");
  if (start.find("<!doctype html") != std::string::npos || start.find("<html") != std::string::npos)
    throw Error(ErrorKind::bad_input, what + " is a web page, not a picture.", "Save the picture itself, not the page around it.");
  throw Error(ErrorKind::bad_input, what + (bytes.empty() ? " is empty." : " is not a picture."),
              "Choose a PNG, JPEG, WebP, TIFF or HEIC picture.");
}

}  // namespace

PictureHeader read_picture_header(std::string_view bytes, const std::string& what) {
  const ByteView view(bytes, what);
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return read_png_header(view);
  if (bytes.starts_with("\xff\xd8\xff"sv)) return read_jpeg_header(view);
  if (bytes.starts_with("RIFF"sv) && bytes.substr(0, 12).ends_with("WEBP"sv)) return read_webp_header(view);
  if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return read_tiff_header(view);
  if (bytes.starts_with("BM"sv)) return read_bmp_header(view);
  if (bytes.substr(0, 12).size() == 12 && bytes.substr(4, 4) == "ftyp"sv) {
    PictureHeader header;
    if (has_brand(view, {"avif"sv, "avis"sv})) header.format = "avif";
    else if (has_brand(view, {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "mif1"sv, "msf1"sv})) header.format = "heif";
    if (!header.format.empty()) return header;
  }
  refuse_other(bytes, what);
}

}  // namespace likeness::image
