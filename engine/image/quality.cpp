#include "engine/image/quality.h"

#include <bit>

#include <opencv2/imgproc.hpp>

#include "engine/image/resize.h"

namespace likeness::image {
namespace {

constexpr int measured_side = 512;

cv::Mat grey_of(const Picture& picture) {
  const cv::Mat rgb(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.rgb.data()));
  cv::Mat grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  return grey;
}

std::uint64_t hash_of_grey(const cv::Mat& grey) {
  cv::Mat tiny;
  cv::resize(grey, tiny, {9, 8}, 0, 0, cv::INTER_AREA);
  std::uint64_t hash = 0;
  for (int row = 0; row < 8; ++row)
    for (int column = 0; column < 8; ++column)
      hash = hash << 1 | (tiny.at<std::uint8_t>(row, column) < tiny.at<std::uint8_t>(row, column + 1));
  return hash;
}

}  // namespace

Quality measure_quality(const Picture& picture) {
  const cv::Mat grey = grey_of(thumbnail(picture, measured_side));
  cv::Mat edges;
  cv::Laplacian(grey, edges, CV_64F);
  cv::Scalar mean, deviation;
  cv::meanStdDev(edges, mean, deviation);
  const auto total = static_cast<double>(grey.total());
  Quality quality;
  quality.sharpness = deviation[0] * deviation[0];
  quality.brightness = cv::mean(grey)[0] / 255;
  quality.clipped_dark = cv::countNonZero(grey <= 4) / total;
  quality.clipped_bright = cv::countNonZero(grey >= 251) / total;
  quality.difference_hash = hash_of_grey(grey);
  return quality;
}

std::uint64_t difference_hash(const Picture& picture) { return hash_of_grey(grey_of(thumbnail(picture, measured_side))); }

int hash_distance(std::uint64_t a, std::uint64_t b) { return std::popcount(a ^ b); }

}  // namespace likeness::image
