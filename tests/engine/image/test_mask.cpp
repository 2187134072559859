// Masks: binarized, blurred, their surroundings in the sides' ratio, and pasting.
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/image/mask.h"

using namespace likeness;
using namespace likeness::image;

namespace {

/// White where x0 <= x < x1 and y0 <= y < y1.
Mask box(int width, int height, int x0, int y0, int x1, int y1) {
  Mask mask{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height), 0)};
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x) mask.value[static_cast<std::size_t>(y * width + x)] = 255;
  return mask;
}

Picture plain(int width, int height, int value) {
  return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height), static_cast<std::uint8_t>(value))};
}

bool is(const Area& area, int x, int y, int width, int height) {
  return area.x == x && area.y == y && area.width == width && area.height == height;
}

}  // namespace

TEST_CASE("a mask is white from the middle up, in the size asked for") {
  Picture picture = plain(2, 1, 127);
  for (std::size_t c = 3; c < 6; ++c) picture.rgb[c] = 128;
  CHECK(mask_from(picture, 2, 1).value == std::vector<std::uint8_t>{0, 255});
  const Mask larger = mask_from(plain(4, 4, 255), 10, 6);
  CHECK(larger.width == 10);
  CHECK(larger.value == std::vector<std::uint8_t>(60, 255));
}

TEST_CASE("blur softens the edge and leaves the total") {
  const Mask hard = box(40, 40, 10, 10, 30, 30), soft = blurred(hard, 2);
  CHECK(blurred(hard, 0).value == hard.value);
  CHECK(soft.value[20 * 40 + 20] == 255);
  CHECK(soft.value[0] == 0);
  const int edge = soft.value[20 * 40 + 10], outside = soft.value[20 * 40 + 9];
  CHECK(edge > outside);
  CHECK(std::abs(edge + outside - 255) <= 2);
  CHECK(outside > 60);
}

TEST_CASE("surroundings take the ratio of the sides, inside the picture") {
  CHECK(is(area_around(box(200, 200, 90, 90, 110, 110), 10, 64, 64), 80, 80, 40, 40));
  CHECK(is(area_around(box(200, 200, 90, 90, 110, 110), 10, 128, 64), 60, 80, 80, 40));
  CHECK(is(area_around(box(200, 200, 0, 0, 20, 60), 10, 64, 64), 0, 0, 70, 70));        // at the edge: moved in
  CHECK(is(area_around(box(200, 200, 180, 100, 200, 160), 0, 64, 64), 140, 100, 60, 60));
  CHECK(is(area_around(box(60, 200, 0, 0, 60, 200), 32, 64, 64), 0, 0, 60, 200));       // cannot be wider than the picture
  CHECK_THROWS_AS(area_around(box(10, 10, 0, 0, 0, 0), 4, 64, 64), Error);
}

TEST_CASE("pasting mixes by the mask and leaves the rest") {
  const Mask half{4, 1, {0, 51, 204, 255}};
  const Picture result = paste(plain(4, 1, 100), plain(4, 1, 200), {0, 0, 4, 1}, half);
  CHECK(result.rgb[0] == 100);
  CHECK(result.rgb[3] == 120);
  CHECK(result.rgb[6] == 180);
  CHECK(result.rgb[9] == 200);
  const Picture part = paste(plain(20, 20, 10), plain(64, 64, 250), {4, 6, 8, 8}, box(20, 20, 0, 0, 20, 20));
  CHECK(part.rgb[3 * (6 * 20 + 4)] == 250);
  CHECK(part.rgb[3 * (5 * 20 + 4)] == 10);
  CHECK(part.rgb[3 * (13 * 20 + 11)] == 250);
  CHECK(part.rgb[3 * (14 * 20 + 11)] == 10);
  CHECK_THROWS_AS(paste(plain(4, 4, 0), plain(2, 2, 0), {3, 3, 2, 2}, box(4, 4, 0, 0, 4, 4)), Error);
  CHECK(crop(plain(9, 9, 7), {2, 3, 4, 5}).rgb.size() == 3 * 4 * 5);
}
