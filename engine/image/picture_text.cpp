#include "engine/image/picture_text.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/image/exif_text.h"
#include "engine/image/picture_header.h"

namespace likeness::image {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

constexpr std::size_t max_segment = 65533;

std::string encoded(const Picture& picture, const std::string& extension, const std::vector<int>& parameters) {
  const cv::Mat rgb(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.rgb.data()));
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  std::vector<unsigned char> bytes;
  if (!cv::imencode(extension, bgr, bytes, parameters))
    throw Error(ErrorKind::internal, "The picture could not be encoded as " + extension.substr(1) + ".");
  return {bytes.begin(), bytes.end()};
}

/// The EXIF segment comes first, in the place of the JFIF one (EXIF 2.32, 4.5.4 wants no other before it).
std::string jpeg_of(const Picture& picture, int quality, const std::string& exif) {
  const std::string plain = encoded(picture, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
  const std::string segment = "Exif\0\0"s + exif;
  if (segment.size() > max_segment - 2)
    throw Error(ErrorKind::bad_input, "format: the picture's texts take " + std::to_string(segment.size()) +
                                          " bytes, more than a JPEG has room for",
                "Choose png or webp, or shorten the prompt.");
  const std::size_t length = segment.size() + 2;
  std::string bytes = "\xff\xd8\xff\xe1"s;
  bytes += static_cast<char>(length >> 8);
  bytes += static_cast<char>(length);
  return bytes + segment + plain.substr(2);
}

void append_chunk(std::string& bytes, std::string_view type, std::string_view data) {
  bytes += type;
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(data.size() >> shift);
  bytes += data;
  if (data.size() % 2 == 1) bytes += '\0';
}

/// The extended layout (WebP container specification): VP8X with the EXIF flag, the picture, then EXIF.
std::string webp_of(const Picture& picture, int quality, const std::string& exif) {
  const std::string plain = encoded(picture, ".webp", {cv::IMWRITE_WEBP_QUALITY, quality == 100 ? 101 : quality});
  std::string header("\x08\0\0\0"sv);
  for (const int side : {picture.width - 1, picture.height - 1})
    for (int shift = 0; shift < 24; shift += 8) header += static_cast<char>(side >> shift);
  std::string body = "WEBP";
  append_chunk(body, "VP8X", header);
  body += plain.substr(12);
  append_chunk(body, "EXIF", exif);
  std::string bytes;
  append_chunk(bytes, "RIFF", body);
  return bytes;
}

}  // namespace

std::string encode_picture(const Picture& picture, const FileKind& kind, const std::vector<PngText>& texts) {
  if (kind.format == "png") return encode_png(picture, texts);
  if (kind.format == "jpeg") return jpeg_of(picture, kind.quality, exif_block_of(texts));
  if (kind.format == "webp") return webp_of(picture, kind.quality, exif_block_of(texts));
  throw Error(ErrorKind::bad_input, "format: expected png, jpeg or webp, found " + kind.format);
}

std::string file_extension(const std::string& format) { return format == "jpeg" ? ".jpg" : "." + format; }

std::vector<PngText> read_picture_texts(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  const std::string what = path.string();
  const std::string_view bytes(reinterpret_cast<const char*>(file->bytes().data()), file->bytes().size());
  if (bytes.starts_with("\x89PNG"sv)) return read_png_texts(path);
  const PictureHeader header = read_picture_header(bytes, what);
  return exif_texts(header.exif, what);
}

}  // namespace likeness::image
