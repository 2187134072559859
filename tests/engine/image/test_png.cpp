#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/image/png.h"
#include "tests/engine/image/picture_files.h"
#include "tests/support/temporary_folder.h"

using namespace likeness::image;
using namespace likeness::test;
using likeness::Error;

namespace {

std::vector<PngText> texts_of(const std::string& bytes) {
  const TemporaryFolder folder;
  return read_png_texts(folder.write("x.png", bytes));
}

std::string plain() { return encode_png(quadrants(32, 32)); }

}  // namespace

TEST_CASE("pixels come back exactly, bytes are the same each time, the file is replaced whole") {
  const TemporaryFolder folder;
  const Picture picture = quadrants(33, 17);
  write_png(folder / "x.png", picture, {{"parameters", "a dog"}});
  CHECK(read_picture(folder / "x.png").picture.rgb == picture.rgb);
  CHECK((read_all(folder / "x.png") == encode_png(picture, {{"parameters", "a dog"}})));
}

TEST_CASE("Latin-1 goes into tEXt, the rest into uncompressed iTXt, before the pixels") {
  const std::string latin = encode_png(quadrants(8, 8), {{"parameters", "café\nline two"}});
  CHECK((latin.find(png_chunk("tEXt", std::string("parameters\0caf\xe9\nline two", 24))) == 33));
  const std::string wide = encode_png(quadrants(8, 8), {{"parameters", "猫 😀"}});
  CHECK((wide.find(png_chunk("iTXt", std::string("parameters\0\0\0\0\0", 15) + "猫 😀")) == 33));
  CHECK(wide.find("IDAT") > wide.find("iTXt"));
}

TEST_CASE("texts read back as written") {
  const std::vector<PngText> texts = {
      {"parameters", "a dog, café\nNegative prompt: x\nSteps: 20"}, {"likeness", "{\"prompt\": \"猫\"}"}, {"empty", ""}};
  const auto read = texts_of(encode_png(quadrants(8, 8), texts));
  REQUIRE(read.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(read[i].key == texts[i].key);
    CHECK(read[i].text == texts[i].text);
  }
  CHECK(texts_of(encode_png(quadrants(8, 8), {{"a", std::string("x\0y", 3)}}))[0].text == "xy");
}

TEST_CASE("compressed texts, and texts behind the pixels") {
  const std::string zipped = png_chunk("zTXt", std::string("parameters\0\0", 12) + deflated("caf\xe9"));
  CHECK(texts_of(with_png_bytes(plain(), zipped)).at(0).text == "café");
  CHECK(texts_of(with_png_bytes_at_end(plain(), zipped)).at(0).text == "café");
  const std::string international = png_chunk("iTXt", std::string("parameters\0\1\0de\0schluessel\0", 27) + deflated("猫"));
  CHECK(texts_of(with_png_bytes_at_end(plain(), international)).at(0).text == "猫");
}

TEST_CASE("damaged and oversized texts are passed over, the others read") {
  const std::string good = png_chunk("tEXt", std::string("a\0b", 3));
  const std::string bomb = png_chunk("zTXt", std::string("bomb\0\0", 6) + deflated(std::string(17u << 20, 'x')));
  const std::vector<std::string> bad = {bomb,
                                        png_chunk("tEXt", std::string("a\0b", 3), false),
                                        png_chunk("tEXt", "no separator"),
                                        png_chunk("tEXt", std::string("\0x", 2)),
                                        png_chunk("zTXt", std::string("k\0\0", 3) + "no zlib"),
                                        png_chunk("zTXt", std::string("k\0\7", 3) + deflated("x")),
                                        png_chunk("iTXt", std::string("k\0\0", 3)),
                                        png_chunk("iTXt", std::string("k\0\0\0en", 6))};
  for (const std::string& chunk : bad) {
    const auto texts = texts_of(with_png_bytes(plain(), chunk + good));
    REQUIRE(texts.size() == 1);
    CHECK(texts[0].text == "b");
  }
}

TEST_CASE("a file cut short before its pixels is refused, after them its texts are read") {
  const std::string whole = encode_png(quadrants(64, 64), {{"parameters", "a dog"}});
  const std::size_t pixels = whole.find("IDAT");
  for (const std::size_t length : {std::size_t{8}, std::size_t{20}, std::size_t{33}, std::size_t{40}, pixels - 5, pixels - 4, pixels}) {
    CAPTURE(length);
    CHECK_THROWS_WITH_AS(texts_of(whole.substr(0, length)), doctest::Contains("cut short"), Error);
  }
  CHECK(texts_of(whole.substr(0, pixels + 4)).size() == 1);
  CHECK(texts_of(whole.substr(0, whole.size() - 12)).size() == 1);
  CHECK(texts_of(whole.substr(0, whole.size() - 3)).size() == 1);
  CHECK_THROWS_WITH_AS(texts_of("not a png"), doctest::Contains("not a PNG"), Error);
  CHECK_THROWS_WITH_AS(texts_of(whole.substr(0, 33) + png_chunk("IEND", "")), doctest::Contains("no pixels"), Error);
  const std::string huge = whole.substr(0, 33) +
                           "\x7f\xff\xff\xff"
                           "tEXt";
  CHECK_THROWS_WITH_AS(texts_of(huge), doctest::Contains("cut short"), Error);
}

TEST_CASE("keys that PNG cannot hold are our own defect") {
  CHECK_THROWS_AS(encode_png(quadrants(8, 8), {{"", "x"}}), Error);
  CHECK_THROWS_AS(encode_png(quadrants(8, 8), {{std::string(80, 'k'), "x"}}), Error);
  CHECK_THROWS_AS(encode_png(quadrants(8, 8), {{"猫", "x"}}), Error);
}
