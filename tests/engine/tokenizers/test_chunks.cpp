#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/tokenizers/chunks.h"

using namespace likeness::tokenizers;
using Ids = std::vector<std::int64_t>;

namespace {

std::vector<Piece> words(int count) {
  std::vector<Piece> pieces;
  for (int i = 1; i <= count; ++i) pieces.push_back({i, "w"});
  return pieces;
}

}  // namespace

TEST_CASE("rows with start, end and padding") {
  const Specials clip{.start = 90, .end = 91, .pad = 92, .length = 6};
  CHECK(chunked({}, clip).size() == 1);
  CHECK(chunked({}, clip)[0].ids == Ids{90, 91, 92, 92, 92, 92});
  CHECK(chunked(words(2), clip)[0].ids == Ids{90, 1, 2, 91, 92, 92});
  CHECK(chunked(words(4), clip).size() == 1);
  CHECK(chunked(words(4), clip)[0].ids == Ids{90, 1, 2, 3, 4, 91});
  const auto two = chunked(words(5), clip);
  REQUIRE(two.size() == 2);
  CHECK(two[1].ids == Ids{90, 5, 91, 92, 92, 92});
  CHECK(two[1].weights == std::vector<float>(6, 1.0f));
}

TEST_CASE("rows without a start token have one more place") {
  const Specials starter{.start = -1, .end = 1, .pad = 0, .length = 4};
  CHECK(chunked(words(3), starter)[0].ids == Ids{1, 2, 3, 1});
  CHECK(chunked(words(4), starter).size() == 2);
  CHECK(chunked({}, starter)[0].ids == Ids{1, 0, 0, 0});
}

TEST_CASE("a row must have room for a word") {
  CHECK_THROWS_AS(chunked(words(1), {.start = 1, .end = 2, .pad = 0, .length = 2}), likeness::Error);
}
