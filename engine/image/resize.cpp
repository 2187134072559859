#include "engine/image/resize.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "engine/base/error.h"

namespace likeness::image {
namespace {

void check(const Picture& picture, int width, int height) {
  const bool whole = picture.width > 0 && picture.height > 0 &&
                     picture.rgb.size() == 3 * static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
  if (!whole || width < 1 || height < 1 || width > max_side || height > max_side)
    throw Error(ErrorKind::internal, "A picture of " + std::to_string(picture.width) + " x " + std::to_string(picture.height) +
                                         " cannot be made " + std::to_string(width) + " x " + std::to_string(height) + ".");
}

cv::Mat matrix_of(const Picture& picture) {
  return cv::Mat(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.rgb.data()));
}

/// Each side that shrinks is averaged first, what grows is interpolated after.
Picture resized(const cv::Mat& source, int width, int height) {
  Picture result{width, height, std::vector<std::uint8_t>(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
  const cv::Size smaller(std::min(width, source.cols), std::min(height, source.rows));
  cv::Mat shrunk;
  cv::resize(source, shrunk, smaller, 0, 0, cv::INTER_AREA);
  cv::Mat target = matrix_of(result);
  if (shrunk.size() == target.size()) shrunk.copyTo(target);
  else cv::resize(shrunk, target, target.size(), 0, 0, cv::INTER_LANCZOS4);
  return result;
}

}  // namespace

Picture resize(const Picture& picture, int width, int height) {
  check(picture, width, height);
  return resized(matrix_of(picture), width, height);
}

Picture square_crop(const Picture& picture, int side) {
  check(picture, side, side);
  const int edge = std::min(picture.width, picture.height);
  const cv::Rect middle((picture.width - edge) / 2, (picture.height - edge) / 2, edge, edge);
  return resized(matrix_of(picture)(middle), side, side);
}

Picture thumbnail(const Picture& picture, int longest) {
  check(picture, longest, longest);
  const int side = std::max(picture.width, picture.height);
  if (side <= longest) return picture;
  const auto scaled = [&](int size) { return std::max(1, static_cast<int>(std::lround(static_cast<double>(size) * longest / side))); };
  return resized(matrix_of(picture), scaled(picture.width), scaled(picture.height));
}

}  // namespace likeness::image
