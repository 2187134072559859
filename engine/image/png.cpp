#include "engine/image/png.h"

#include <zlib.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/mapped_file.h"
#include "engine/image/byte_view.h"
#include "engine/image/inflate.h"
#include "engine/image/latin1.h"

namespace likeness::image {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t max_text_bytes = 16u << 20;
constexpr std::size_t header_end = 33;  // signature and IHDR
constexpr std::string_view signature = "\x89PNG\r\n\x1a\n"sv;

std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

void append_be32(std::string& bytes, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
}

std::string chunk_of(const PngText& entry) {
  std::string text = entry.text;
  std::erase(text, '\0');
  const auto key = utf8_to_latin1(entry.key);
  if (!key || key->empty() || key->size() > 79 || key->find('\0') != std::string::npos)
    throw Error(ErrorKind::internal, "\"" + entry.key + "\" cannot be the key of a PNG text.");
  const auto latin1 = utf8_to_latin1(text);
  // iTXt: no compression, no language, no translated key.
  const std::string body = latin1 ? "tEXt" + *key + '\0' + *latin1 : "iTXt" + *key + std::string(5, '\0') + text;
  std::string chunk;
  append_be32(chunk, static_cast<std::uint32_t>(body.size() - 4));
  chunk += body;
  append_be32(chunk, checksum(body));
  return chunk;
}

std::optional<std::string> compressed_text(std::string_view method_and_data) {
  if (!method_and_data.starts_with('\0')) return std::nullopt;
  return inflate_bytes(method_and_data.substr(1), max_text_bytes);
}

/// What follows the key and its NUL in an iTXt chunk: compressed or not, the method, language NUL, translated key NUL, text.
std::optional<std::string> international_text(std::string_view rest) {
  if (rest.size() < 2) return std::nullopt;
  const auto language_end = rest.find('\0', 2);
  const auto key_end = language_end == std::string_view::npos ? language_end : rest.find('\0', language_end + 1);
  if (key_end == std::string_view::npos) return std::nullopt;
  const std::string_view data = rest.substr(key_end + 1);
  if (rest[0] == 1) return inflate_bytes(data, max_text_bytes);
  return std::string(data);
}

std::optional<PngText> text_of(std::string_view type, std::string_view data) {
  const auto end = data.find('\0');
  if (end == 0 || end == std::string_view::npos) return std::nullopt;
  const std::string_view rest = data.substr(end + 1);
  std::optional<std::string> text;
  if (type == "tEXt") text = latin1_to_utf8(rest);
  if (type == "iTXt") text = international_text(rest);
  if (type == "zTXt")
    if (const auto packed = compressed_text(rest)) text = latin1_to_utf8(*packed);
  if (!text || text->size() > 2 * max_text_bytes) return std::nullopt;
  return PngText{latin1_to_utf8(data.substr(0, end)), std::move(*text)};
}

}  // namespace

std::string encode_png(const Picture& picture, const std::vector<PngText>& texts) {
  const cv::Mat rgb(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.rgb.data()));
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  std::vector<unsigned char> encoded;
  if (!cv::imencode(".png", bgr, encoded, {cv::IMWRITE_PNG_COMPRESSION, 4}) || encoded.size() < header_end)
    throw Error(ErrorKind::internal, "The picture could not be encoded as PNG.");
  std::string bytes(encoded.begin(), encoded.begin() + header_end);
  for (const PngText& text : texts) bytes += chunk_of(text);
  bytes.append(encoded.begin() + header_end, encoded.end());
  return bytes;
}

void write_png(const std::filesystem::path& path, const Picture& picture, const std::vector<PngText>& texts) {
  write_file(path, encode_png(picture, texts));
}

std::vector<PngText> read_png_texts(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  const std::string what = path.string();
  const std::string_view all(reinterpret_cast<const char*>(file->bytes().data()), file->bytes().size());
  const ByteView bytes(all, what);
  if (!all.starts_with(signature)) throw Error(ErrorKind::bad_input, what + " is not a PNG picture.");
  std::vector<PngText> texts;
  bool pixels_seen = false;
  for (std::size_t at = signature.size(); at < all.size() || !pixels_seen;) {
    // Texts behind the pixels of a file cut short are not there to be read; what stands before them is.
    if (pixels_seen && (all.size() - at < 12 || bytes.be32(at) > all.size() - at - 12)) break;
    const std::size_t length = bytes.be32(at);
    const std::string_view type = bytes.part(at + 4, 4);
    pixels_seen = pixels_seen || type == "IDAT";
    if (type == "IEND" && !pixels_seen) throw Error(ErrorKind::bad_input, what + " holds no pixels.");
    if (type == "IDAT" && length > all.size() - at - 8) break;
    const std::string_view data = bytes.part(at + 8, length);
    const bool sound = bytes.be32(at + 8 + length) == checksum(bytes.part(at + 4, 4 + length));
    if (auto text = sound ? text_of(type, data) : std::nullopt) texts.push_back(std::move(*text));
    if (type == "IEND") break;
    at += 12 + length;
  }
  return texts;
}

}  // namespace likeness::image
