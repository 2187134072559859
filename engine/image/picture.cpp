#include "engine/image/picture.h"

#include <array>

#include <opencv2/imgcodecs.hpp>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/image/colour.h"
#include "engine/image/heif.h"
#include "engine/image/picture_header.h"

namespace likeness::image {
namespace {

struct Turn {
  int rotation;
  bool mirrored;
};

// EXIF 2.32, tag Orientation, as a clockwise turn and then a flip from left to right.
constexpr std::array<Turn, 9> turns = {
    {{0, false}, {0, false}, {0, true}, {180, false}, {180, true}, {90, true}, {90, false}, {270, true}, {270, false}}};

Turn turn_of(int orientation) { return turns[static_cast<std::size_t>(orientation)]; }

bool is_heif(const PictureHeader& header) { return header.format == "heif" || header.format == "avif"; }

cv::Mat upright(const cv::Mat& picture, Turn turn) {
  cv::Mat result = picture;
  if (turn.rotation == 90) cv::rotate(picture, result, cv::ROTATE_90_CLOCKWISE);
  if (turn.rotation == 180) cv::rotate(picture, result, cv::ROTATE_180);
  if (turn.rotation == 270) cv::rotate(picture, result, cv::ROTATE_90_COUNTERCLOCKWISE);
  if (!turn.mirrored) return result;
  cv::Mat flipped;
  cv::flip(result, flipped, 1);
  return flipped;
}

/// The decoder would turn some TIFFs itself: it is told that there is nothing to turn.
void hide_orientation(std::string& bytes, const PictureHeader& header) {
  if (header.orientation_at == 0) return;
  bytes[header.orientation_at] = header.orientation_is_big_endian ? 0 : 1;
  bytes[header.orientation_at + 1] = header.orientation_is_big_endian ? 1 : 0;
}

cv::Mat decode(const std::string& bytes, const std::string& what) {
  // OpenCV prints every error before it throws it.
  static const bool quiet = (cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; }), true);
  static_cast<void>(quiet);
  cv::Mat decoded;
  try {
    const cv::Mat packed(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
    decoded = cv::imdecode(packed, cv::IMREAD_UNCHANGED);
  } catch (const cv::Exception&) {
    decoded = cv::Mat();
  }
  if (decoded.empty())
    throw Error(ErrorKind::bad_input, what + " could not be decoded: the picture is damaged or cut short.",
                "Fetch it again or save it anew.");
  if (decoded.depth() != CV_8U && decoded.depth() != CV_16U)
    throw Error(ErrorKind::unsupported, what + " holds floating-point pixels.", "Save it with 8 or 16 bits a channel.");
  if (decoded.channels() == 2 || decoded.channels() > 4)
    throw Error(ErrorKind::unsupported, what + " has " + std::to_string(decoded.channels()) + " channels.", "Save it as RGB.");
  return decoded;
}

Picture to_picture(const cv::Mat& rgb) {
  Picture picture{rgb.cols, rgb.rows, {}};
  picture.rgb.reserve(rgb.total() * 3);
  for (int row = 0; row < rgb.rows; ++row) picture.rgb.insert(picture.rgb.end(), rgb.ptr(row), rgb.ptr(row) + 3 * rgb.cols);
  return picture;
}

LoadedPicture loaded_heif(const std::string& bytes, const std::string& what, const std::string& format) {
  const HeifPicture heif = read_heif(bytes, what, HeifPart::pixels);
  const ColourResult colour = to_srgb(heif.pixels, heif.profile);
  const Turn noted = turn_of(heif.exif_orientation);
  const bool quarter = noted.rotation % 180 == 90;
  // The container does not tell its angle; the camera's note is believed where it fits the change of sides.
  const int rotation = quarter == heif.turned ? noted.rotation : heif.turned ? 90 : 0;
  return {to_picture(colour.rgb), format, rotation, false, colour.had_profile, colour.had_alpha};
}

}  // namespace

void check_picture_size(std::int64_t width, std::int64_t height, const std::string& what) {
  const std::string size = std::to_string(width) + " x " + std::to_string(height);
  if (width <= 0 || height <= 0) throw Error(ErrorKind::bad_input, what + " states the impossible size " + size + ".");
  if (width > max_side || height > max_side || width * height > max_pixels)
    throw Error(ErrorKind::bad_input,
                what + " is too large: " + size + " pixels (at most " + std::to_string(max_side) + " a side and " +
                    std::to_string(max_pixels / 1'000'000) + " million together).",
                "Scale it down first.");
}

LoadedPicture read_picture(const std::filesystem::path& path) {
  const std::string what = path.string();
  std::string bytes = read_file(path);
  const PictureHeader header = read_picture_header(bytes, what);
  if (is_heif(header)) return loaded_heif(bytes, what, header.format);
  check_picture_size(header.width, header.height, what);
  hide_orientation(bytes, header);
  const cv::Mat decoded = decode(bytes, what);
  if (decoded.cols != header.width || decoded.rows != header.height)
    throw Error(ErrorKind::bad_input, what + " states one size and holds another.");
  const ColourResult colour = to_srgb(decoded, header.profile);
  const Turn turn = turn_of(header.orientation);
  return {to_picture(upright(colour.rgb, turn)), header.format, turn.rotation, turn.mirrored, colour.had_profile, colour.had_alpha};
}

PictureInfo probe_picture(const std::filesystem::path& path) {
  const std::string what = path.string();
  const std::string bytes = read_file(path);
  const PictureHeader header = read_picture_header(bytes, what);
  if (is_heif(header)) {
    const HeifPicture heif = read_heif(bytes, what, HeifPart::header);
    return {header.format, heif.width, heif.height};
  }
  check_picture_size(header.width, header.height, what);
  const bool quarter = turn_of(header.orientation).rotation % 180 == 90;
  return {header.format, static_cast<int>(quarter ? header.height : header.width),
          static_cast<int>(quarter ? header.width : header.height)};
}

}  // namespace likeness::image
