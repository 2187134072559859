#include "engine/image/mask.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "engine/base/error.h"
#include "engine/image/resize.h"

namespace likeness::image {
namespace {

cv::Mat matrix_of(const Mask& mask) { return cv::Mat(mask.height, mask.width, CV_8UC1, const_cast<std::uint8_t*>(mask.value.data())); }

cv::Rect rectangle(const Area& area, int width, int height) {
  const cv::Rect rect(area.x, area.y, area.width, area.height);
  if (rect.area() <= 0 || (rect & cv::Rect(0, 0, width, height)) != rect)
    throw Error(ErrorKind::internal, "An area lies outside its picture.");
  return rect;
}

Mask mask_of(const cv::Mat& grey) {
  Mask mask{grey.cols, grey.rows, {}};
  for (int row = 0; row < grey.rows; ++row) mask.value.insert(mask.value.end(), grey.ptr(row), grey.ptr(row) + grey.cols);
  return mask;
}

/// Grows [begin, end) to `length` around its middle, moved and cut so that it stays in [0, limit).
void widen(int& begin, int& end, int length, int limit) {
  const int more = length - (end - begin);
  begin -= more / 2;
  end += more - more / 2;
  if (end >= limit) {
    begin -= end - limit;
    end = limit;
  }
  if (begin < 0) {
    end = std::min(end - begin, limit);
    begin = 0;
  }
}

}  // namespace

Mask mask_from(const Picture& picture, int width, int height) {
  const Picture sized = picture.width == width && picture.height == height ? picture : resize(picture, width, height);
  cv::Mat grey, binary;
  cv::cvtColor(cv::Mat(height, width, CV_8UC3, const_cast<std::uint8_t*>(sized.rgb.data())), grey, cv::COLOR_RGB2GRAY);
  cv::threshold(grey, binary, 127, 255, cv::THRESH_BINARY);
  return mask_of(binary);
}

Mask blurred(const Mask& mask, int deviation) {
  if (deviation <= 0) return mask;
  const int side = 2 * static_cast<int>(2.5 * deviation + 0.5) + 1;
  cv::Mat soft;
  cv::GaussianBlur(matrix_of(mask), soft, cv::Size(side, side), deviation, deviation, cv::BORDER_REPLICATE);
  return mask_of(soft);
}

Area area_around(const Mask& mask, int padding, int width, int height) {
  const cv::Rect box = cv::boundingRect(matrix_of(mask));
  if (box.area() == 0)
    throw Error(ErrorKind::bad_input, "mask: expected something white to paint anew, found none",
                "Paint white where the picture should change.");
  int left = std::max(box.x - padding, 0), right = std::min(box.x + box.width + padding, mask.width);
  int top = std::max(box.y - padding, 0), bottom = std::min(box.y + box.height + padding, mask.height);
  const double ratio = static_cast<double>(width) / height;
  if (static_cast<double>(right - left) / (bottom - top) > ratio)
    widen(top, bottom, static_cast<int>((right - left) / ratio), mask.height);
  else
    widen(left, right, static_cast<int>((bottom - top) * ratio), mask.width);
  return {left, top, right - left, bottom - top};
}

Picture crop(const Picture& picture, const Area& area) {
  const cv::Mat all(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.rgb.data()));
  const cv::Mat part = all(rectangle(area, picture.width, picture.height));
  Picture result{part.cols, part.rows, {}};
  for (int row = 0; row < part.rows; ++row) result.rgb.insert(result.rgb.end(), part.ptr(row), part.ptr(row) + 3 * part.cols);
  return result;
}

Mask crop(const Mask& mask, const Area& area) { return mask_of(matrix_of(mask)(rectangle(area, mask.width, mask.height))); }

Picture paste(const Picture& picture, const Picture& painted, const Area& area, const Mask& mask) {
  if (mask.width != picture.width || mask.height != picture.height)
    throw Error(ErrorKind::internal, "A mask has another size than its picture.");
  rectangle(area, picture.width, picture.height);
  const bool fits = painted.width == area.width && painted.height == area.height;
  const Picture sized = fits ? painted : resize(painted, area.width, area.height);
  Picture result = picture;
  for (int y = 0; y < area.height; ++y)
    for (int x = 0; x < area.width; ++x) {
      const auto at = static_cast<std::size_t>(y + area.y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x + area.x);
      const auto from = 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(area.width) + static_cast<std::size_t>(x));
      const int share = mask.value[at];
      for (std::size_t c = 0; c < 3; ++c)
        result.rgb[3 * at + c] =
            static_cast<std::uint8_t>((sized.rgb[from + c] * share + picture.rgb[3 * at + c] * (255 - share) + 127) / 255);
    }
  return result;
}

}  // namespace likeness::image
