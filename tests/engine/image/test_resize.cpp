#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/image/resize.h"
#include "tests/engine/image/picture_files.h"

using namespace likeness::image;
using namespace likeness::test;

TEST_CASE("smaller is averaged: a checkerboard becomes grey") {
  Picture board{64, 64, std::vector<std::uint8_t>(64 * 64 * 3)};
  for (std::size_t i = 0; i < 64 * 64; ++i)
    for (std::size_t c = 0; c < 3; ++c) board.rgb[3 * i + c] = (i % 64 + i / 64) % 2 ? 255 : 0;
  const Picture small = resize(board, 16, 16);
  CHECK(small.width == 16);
  for (const std::uint8_t value : small.rgb) CHECK((value == 127 || value == 128));
}

TEST_CASE("larger and mixed sizes keep the picture") {
  for (const auto& [width, height] : {std::pair{96, 96}, {16, 96}, {96, 16}, {33, 32}, {32, 32}}) {
    const Picture result = resize(quadrants(32, 32), width, height);
    CHECK(result.width == width);
    CHECK(result.height == height);
    CHECK(shows_quadrants(result));
  }
  CHECK(resize(quadrants(32, 32), 32, 32).rgb == quadrants(32, 32).rgb);
}

TEST_CASE("the square is cut from the middle") {
  Picture wide{30, 10, std::vector<std::uint8_t>(30 * 10 * 3, 0)};
  for (int y = 0; y < 10; ++y)
    for (int x = 10; x < 20; ++x) wide.rgb[3 * static_cast<std::size_t>(y * 30 + x)] = 200;
  const Picture square = square_crop(wide, 10);
  CHECK(square.width == 10);
  CHECK(square.height == 10);
  CHECK(pixel(square, 0, 0).r == 200);
  CHECK(pixel(square, 9, 9).r == 200);
  CHECK(shows_quadrants(square_crop(quadrants(40, 60), 128)));
}

TEST_CASE("thumbnails keep the ratio, never grow and never vanish") {
  CHECK(thumbnail(quadrants(100, 50), 20).width == 20);
  CHECK(thumbnail(quadrants(100, 50), 20).height == 10);
  CHECK(thumbnail(quadrants(10, 5), 20).width == 10);
  CHECK(thumbnail(quadrants(1000, 2), 10).height == 1);
}

TEST_CASE("empty pictures and sizes out of range are our own defect") {
  CHECK_THROWS_AS(resize(Picture{}, 10, 10), likeness::Error);
  CHECK_THROWS_AS(resize(quadrants(8, 8), 0, 10), likeness::Error);
  CHECK_THROWS_AS(square_crop(quadrants(8, 8), max_side + 1), likeness::Error);
  CHECK_THROWS_AS(resize(Picture{8, 8, {1, 2, 3}}, 4, 4), likeness::Error);
}
