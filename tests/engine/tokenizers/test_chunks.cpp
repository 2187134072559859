#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/tokenizers/chunks.h"

using namespace likeness::tokenizers;
using Ids = std::vector<std::int64_t>;
using Weights = std::vector<double>;

namespace {

constexpr std::int64_t comma = 267;

PromptPiece word(std::int64_t id, double weight = 1) { return {{id, "w"}, weight}; }

std::vector<PromptPiece> words(int count) {
  std::vector<PromptPiece> pieces;
  for (int i = 1; i <= count; ++i) pieces.push_back(word(i));
  return pieces;
}

PromptPiece a_break() { return {.piece = {}, .weight = 1, .together = 0, .is_break = true}; }

/// `count` words, a comma in place of word `at`.
std::vector<PromptPiece> with_comma(int count, std::size_t at) {
  auto pieces = words(count);
  pieces[at - 1] = word(comma);
  return pieces;
}

const Specials sd1{.start = 49406, .end = 49407, .pad = 49407, .comma = comma, .length = 77};

}  // namespace

TEST_CASE("rows with start, end and padding") {
  const Specials clip{.start = 90, .end = 91, .pad = 92, .length = 6};
  CHECK(chunked({}, clip).size() == 1);
  CHECK(chunked({}, clip)[0].ids == Ids{90, 91, 92, 92, 92, 92});
  CHECK(empty_chunk(clip).ids == Ids{90, 91, 92, 92, 92, 92});
  CHECK(chunked(words(2), clip)[0].ids == Ids{90, 1, 2, 91, 92, 92});
  CHECK(chunked(words(4), clip).size() == 1);
  CHECK(chunked(words(4), clip)[0].ids == Ids{90, 1, 2, 3, 4, 91});
  const auto two = chunked({word(1), word(2, 1.5), word(3), word(4), word(5, 0.5)}, clip);
  REQUIRE(two.size() == 2);
  CHECK(two[0].weights == Weights{1, 1, 1.5, 1, 1, 1});
  CHECK(two[1].ids == Ids{90, 5, 91, 92, 92, 92});
  CHECK(two[1].weights == Weights{1, 0.5, 1, 1, 1, 1});
}

TEST_CASE("rows without a start token have one more place") {
  const Specials starter{.start = -1, .end = 1, .pad = 0, .length = 4};
  CHECK(chunked(words(3), starter)[0].ids == Ids{1, 2, 3, 1});
  CHECK(chunked(words(4), starter).size() == 2);
  CHECK(chunked({}, starter)[0].ids == Ids{1, 0, 0, 0});
  CHECK(room_for_words(starter) == 3);
}

TEST_CASE("a row must have room for a word") {
  CHECK_THROWS_AS(chunked(words(1), {.start = 1, .end = 2, .pad = 0, .length = 2}), likeness::Error);
}

TEST_CASE("a row that is full ends after a comma up to twenty words back") {
  const auto first_words = [](std::size_t at, int count = 76) { return chunked(with_comma(count, at), sd1)[1].ids[1]; };
  CHECK(first_words(75) == 76);
  CHECK(first_words(70) == 71);
  CHECK(first_words(56) == 57);
  CHECK(first_words(55) == 76);       // 21 words back
  CHECK(first_words(76, 77) == comma);  // the comma itself is the one that no longer fits
  const auto near = chunked(with_comma(76, 56), sd1);
  REQUIRE(near.size() == 2);
  CHECK(near[0].ids[56] == comma);
  CHECK(near[0].ids[57] == 49407);
  CHECK(near[1].ids[20] == 76);
  CHECK(near[1].ids[21] == 49407);
  CHECK(chunked(with_comma(75, 60), sd1).size() == 1);
  CHECK(chunked(words(151), sd1).size() == 3);
}

TEST_CASE("BREAK ends a row, also an empty one, and asks for none at the end") {
  CHECK(chunked({word(1), a_break(), word(2)}, sd1).size() == 2);
  CHECK(chunked({word(1), a_break(), word(2)}, sd1)[1].ids[1] == 2);
  CHECK(chunked({word(1), a_break()}, sd1).size() == 1);
  CHECK(chunked({word(1), a_break(), a_break(), word(2)}, sd1).size() == 3);
  CHECK(chunked({a_break()}, sd1).size() == 1);
}

TEST_CASE("a taught word is never split") {
  auto pieces = words(73);
  for (int i = 0; i < 3; ++i) pieces.push_back({{50000 + i, "t"}, 1.2, i == 0 ? 3 : 0});
  const auto rows = chunked(pieces, sd1);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].ids[74] == 49407);
  CHECK(Ids(rows[1].ids.begin(), rows[1].ids.begin() + 5) == Ids{49406, 50000, 50001, 50002, 49407});
  CHECK(rows[1].weights[3] == 1.2);
}
