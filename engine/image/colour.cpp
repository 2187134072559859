#include "engine/image/colour.h"

#include <algorithm>
#include <memory>

#include <lcms2.h>
#include <opencv2/imgproc.hpp>

namespace likeness::image {
namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct DeleteTransform {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, DeleteTransform>;

Transform make_transform(const Profile& profile, cmsUInt32Number input_format) {
  const Profile srgb(cmsCreate_sRGBProfile());
  return Transform(cmsCreateTransform(profile.get(), input_format, srgb.get(), TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC,
                                      cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE));
}

/// Many files carry an sRGB profile; converting those would only move values by rounding.
bool is_srgb(const Profile& profile) {
  const Transform transform = make_transform(profile, TYPE_RGB_8);
  if (!transform) return false;
  for (int r = 0; r < 256; r += 51)
    for (int g = 0; g < 256; g += 51)
      for (int b = 0; b < 256; b += 51) {
        const unsigned char in[3] = {static_cast<unsigned char>(r), static_cast<unsigned char>(g), static_cast<unsigned char>(b)};
        unsigned char out[3];
        cmsDoTransform(transform.get(), in, out, 1);
        for (int i = 0; i < 3; ++i)
          if (std::abs(in[i] - out[i]) > 1) return false;
      }
  return true;
}

cv::Mat plain_rgb(const cv::Mat& colours) {
  cv::Mat eight = colours;
  if (colours.depth() == CV_16U) colours.convertTo(eight, CV_8U, 255.0 / 65535.0);
  cv::Mat rgb;
  cv::cvtColor(eight, rgb, eight.channels() == 1 ? cv::COLOR_GRAY2RGB : cv::COLOR_BGR2RGB);
  return rgb;
}

/// Empty when the profile does not fit.
cv::Mat converted_rgb(const cv::Mat& colours, const Profile& profile) {
  const bool grey_profile = cmsGetColorSpace(profile.get()) == cmsSigGrayData;
  if (!grey_profile && (cmsGetColorSpace(profile.get()) != cmsSigRgbData || is_srgb(profile))) return {};
  cv::Mat input = colours;
  if (grey_profile && colours.channels() == 3) cv::extractChannel(colours, input, 0);
  if (!grey_profile && colours.channels() == 1) cv::cvtColor(colours, input, cv::COLOR_GRAY2BGR);
  const bool deep = colours.depth() == CV_16U;
  const Transform transform =
      make_transform(profile, grey_profile ? (deep ? TYPE_GRAY_16 : TYPE_GRAY_8) : (deep ? TYPE_BGR_16 : TYPE_BGR_8));
  if (!transform) return {};
  cv::Mat rgb(input.size(), CV_8UC3);
  for (int row = 0; row < input.rows; ++row)
    cmsDoTransform(transform.get(), input.ptr(row), rgb.ptr(row), static_cast<cmsUInt32Number>(input.cols));
  return rgb;
}

/// True when any pixel was not opaque.
bool lay_over_white(cv::Mat& rgb, const cv::Mat& alpha) {
  bool transparent = false;
  for (int row = 0; row < rgb.rows; ++row) {
    auto* pixel = rgb.ptr<cv::Vec3b>(row);
    const auto* opacity = alpha.ptr<unsigned char>(row);
    for (int column = 0; column < rgb.cols; ++column) {
      const int a = opacity[column];
      transparent |= a < 255;
      for (int i = 0; i < 3; ++i) pixel[column][i] = static_cast<unsigned char>((pixel[column][i] * a + 255 * (255 - a) + 127) / 255);
    }
  }
  return transparent;
}

}  // namespace

ColourResult to_srgb(const cv::Mat& decoded, const std::string& profile_bytes) {
  ColourResult result;
  cv::Mat colours = decoded, alpha;
  if (decoded.channels() == 4) {
    cv::cvtColor(decoded, colours, cv::COLOR_BGRA2BGR);
    cv::extractChannel(decoded, alpha, 3);
    if (alpha.depth() == CV_16U) alpha.convertTo(alpha, CV_8U, 255.0 / 65535.0);
  }
  if (!profile_bytes.empty()) {
    const Profile profile(cmsOpenProfileFromMem(profile_bytes.data(), static_cast<cmsUInt32Number>(profile_bytes.size())));
    if (profile) result.rgb = converted_rgb(colours, profile);
    result.had_profile = !result.rgb.empty();
  }
  if (result.rgb.empty()) result.rgb = plain_rgb(colours);
  if (!alpha.empty()) result.had_alpha = lay_over_white(result.rgb, alpha);
  return result;
}

}  // namespace likeness::image
