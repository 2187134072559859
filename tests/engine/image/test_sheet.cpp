// Sheets: every cell where its row and column say, labels dark on white, too many cells made smaller.
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/image/sheet.h"

using namespace likeness;
using namespace likeness::image;

namespace {

Picture plain(int width, int height, int value) {
  return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height), static_cast<std::uint8_t>(value))};
}

int at(const Picture& picture, int x, int y) { return picture.rgb[static_cast<std::size_t>(3 * (y * picture.width + x))]; }

int dark(const Picture& picture, int x0, int y0, int x1, int y1) {
  int count = 0;
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x) count += at(picture, x, y) < 100 ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("without labels: rows and columns, a short last row") {
  const Picture sheet = make_sheet({.cells = {plain(20, 10, 10), plain(20, 10, 20), plain(10, 10, 30)}, .columns = 2});
  CHECK(sheet.width == 4 + 2 * 24);
  CHECK(sheet.height == 4 + 2 * 14);
  CHECK(at(sheet, 4, 4) == 10);
  CHECK(at(sheet, 28, 4) == 20);
  CHECK(at(sheet, 9, 18) == 30);
  CHECK(at(sheet, 4, 18) == 255);   // a narrower cell is centred
  CHECK(at(sheet, 30, 20) == 255);
}

TEST_CASE("labels above, left and over blocks") {
  const std::vector<Picture> cells(8, plain(100, 60, 200));
  const Picture sheet = make_sheet({.cells = cells, .columns = 2, .above = {"guidance: 1", "guidance: 7.5"}, .left = {"dog", "cat é"},
                                    .blocks = {"steps: 10", "steps: 20"}});
  const int block = 24 + 24 + 2 * 64;
  CHECK(sheet.height == 2 * block);
  CHECK(dark(sheet, 0, 0, 100, 24) > 20);
  CHECK(dark(sheet, 60, 24, sheet.width, 48) > 40);
  CHECK(dark(sheet, 0, 48, 40, 112) > 10);
  CHECK(dark(sheet, 0, block, 100, block + 24) > 20);
  CHECK(at(sheet, sheet.width - 50, block - 20) == 200);  // the last cell is centred under its wider label
}

TEST_CASE("cells shrink until the sheet can be a picture; faulty sheets are refused") {
  const Picture sheet = make_sheet({.cells = std::vector<Picture>(40, plain(1000, 8, 5)), .columns = 40});
  CHECK(sheet.width <= max_side);
  CHECK(sheet.width > max_side / 2);
  CHECK_THROWS_AS(make_sheet({}), Error);
  CHECK_THROWS_AS(make_sheet({.cells = {plain(4, 4, 0)}, .columns = 1, .above = {}, .left = {}, .blocks = {"a", "b"}}), Error);
}
