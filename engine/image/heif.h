// HEIC and AVIF through libheif, which turns the picture upright itself.
#pragma once

#include <string>

#include <opencv2/core.hpp>

namespace likeness::image {

struct HeifPicture {
  int width = 0, height = 0;  ///< upright
  bool turned = false;        ///< a quarter turn was applied
  int exif_orientation = 1;   ///< what the camera noted; for the report only
  std::string profile;
  cv::Mat pixels;  ///< BGRA, 8 bits; empty when only the header was asked for
};

enum class HeifPart { header, pixels };

/// The primary picture of `bytes`. Size limits are checked before the pixels are decoded.
HeifPicture read_heif(const std::string& bytes, const std::string& what, HeifPart part);

}  // namespace likeness::image
