// Pictures as every room sees them: 8-bit sRGB, three bytes a pixel, rows from the top, no padding; and reading them from files.
// Read by content: PNG, JPEG, WebP, TIFF, BMP (OpenCV), HEIC and AVIF (libheif). EXIF orientation is obeyed, an embedded profile
// converted to sRGB (lcms2), transparency laid over white, 16 bits and grey brought to 8-bit RGB.
// Errors: bad_input for a damaged, truncated or too large picture, unsupported for other kinds; both before the pixels are decoded.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace likeness::image {

inline constexpr int max_side = 16384;
inline constexpr std::int64_t max_pixels = 200'000'000;

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  ///< 3 * width * height
};

struct LoadedPicture {
  Picture picture;
  std::string format;        ///< "png", "jpeg", "webp", "tiff", "bmp", "heif", "avif"
  int rotation = 0;          ///< clockwise degrees applied: 0, 90, 180, 270
  bool mirrored = false;     ///< flipped left to right after the rotation
  bool had_profile = false;  ///< an embedded colour profile was converted
  bool had_alpha = false;    ///< transparency was laid over white
};

LoadedPicture read_picture(const std::filesystem::path& path);

/// The header only: what read_picture would say about format and size (after rotation), without decoding.
struct PictureInfo {
  std::string format;
  int width = 0;
  int height = 0;
};
PictureInfo probe_picture(const std::filesystem::path& path);

}  // namespace likeness::image
