#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

#include "engine/image/quality.h"
#include "engine/image/resize.h"
#include "tests/engine/image/picture_files.h"

using namespace likeness::image;
using namespace likeness::test;

namespace {

Picture sample(const std::string& name) {
  return read_picture(std::filesystem::path(LIKENESS_SOURCE_DIR) / "resources/subjects" / name).picture;
}

Picture blurred(Picture picture, double radius) {
  cv::Mat pixels(picture.height, picture.width, CV_8UC3, picture.rgb.data());
  cv::GaussianBlur(pixels, pixels, {}, radius);
  return picture;
}

Picture brighter(Picture picture, int by) {
  for (std::uint8_t& value : picture.rgb) value = static_cast<std::uint8_t>(std::min(255, value + by));
  return picture;
}

}  // namespace

TEST_CASE("sharpness is the variance of the Laplacian") {
  // One white pixel on black: the 3x3 Laplacian gives -4 x 255 once and 255 four times.
  Picture dot{21, 21, std::vector<std::uint8_t>(21 * 21 * 3, 0)};
  for (std::size_t c = 0; c < 3; ++c) dot.rgb[3 * (10 * 21 + 10) + c] = 255;
  const double n = 21 * 21;
  CHECK(measure_quality(dot).sharpness == doctest::Approx(255.0 * 255.0 * 20 / n));
  const Picture photo = sample("biscuit/01.png");
  CHECK(measure_quality(blurred(photo, 3)).sharpness < measure_quality(photo).sharpness / 4);
}

TEST_CASE("brightness and clipping") {
  const Quality black = measure_quality(Picture{32, 32, std::vector<std::uint8_t>(32 * 32 * 3, 0)});
  CHECK(black.brightness == 0);
  CHECK(black.clipped_dark == 1);
  CHECK(black.clipped_bright == 0);
  const Quality quarter = measure_quality(quadrants(64, 64));
  CHECK(quarter.clipped_bright == doctest::Approx(0.25));
  CHECK(quarter.brightness == doctest::Approx((76 + 150 + 29 + 255) / 4.0 / 255).epsilon(0.01));
}

TEST_CASE("the hash finds the same motif again and tells others apart") {
  const Picture photo = sample("biscuit/01.png");
  const auto hash = difference_hash(photo);
  CHECK(measure_quality(photo).difference_hash == hash);
  CHECK(hash_distance(hash, difference_hash(resize(photo, 97, 97))) <= 5);
  CHECK(hash_distance(hash, difference_hash(brighter(photo, 20))) <= 5);
  CHECK(hash_distance(hash, difference_hash(sample("comet/01.png"))) > 10);
  CHECK(hash_distance(0, ~0ull) == 64);
}
