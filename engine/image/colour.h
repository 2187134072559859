// From a decoder's matrix (OpenCV's order: BGR) to 8-bit sRGB: profile, 16 bits, grey and transparency.
#pragma once

#include <string>

#include <opencv2/core.hpp>

namespace likeness::image {

struct ColourResult {
  cv::Mat rgb;  ///< CV_8UC3, R first
  bool had_profile = false;
  bool had_alpha = false;
};

/// `decoded` has 1, 3 or 4 channels of 8 or 16 bits. A profile that cannot be read or is for other channels (CMYK) is passed over.
ColourResult to_srgb(const cv::Mat& decoded, const std::string& profile);

}  // namespace likeness::image
