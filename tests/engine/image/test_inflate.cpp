#include <doctest/doctest.h>

#include "engine/image/inflate.h"
#include "tests/engine/image/picture_files.h"

using likeness::image::inflate_bytes;
using likeness::test::deflated;

TEST_CASE("zlib data up to the limit, not beyond") {
  const std::string text(200'000, 'x');
  CHECK((inflate_bytes(deflated(text), 200'000) == text));
  CHECK_FALSE(inflate_bytes(deflated(text), 199'999));
  CHECK(inflate_bytes(deflated(""), 0) == "");
}

TEST_CASE("gzip data") {
  const std::string packed("\x1f\x8b\x08\0\0\0\0\0\0\x03\xcb\x48\xcd\xc9\xc9\x07\0\x86\xa6\x10\x36\x05\0\0\0", 25);
  CHECK(inflate_bytes(packed, 100) == "hello");
}

TEST_CASE("damaged and cut data give nothing") {
  CHECK_FALSE(inflate_bytes("", 100));
  CHECK_FALSE(inflate_bytes("nonsense", 100));
  CHECK_FALSE(inflate_bytes(deflated("hello hello hello").substr(0, 8), 100));
}
