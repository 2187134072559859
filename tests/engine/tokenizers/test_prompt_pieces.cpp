#include <doctest/doctest.h>

#include "engine/tokenizers/chunks.h"
#include "engine/tokenizers/prompt_pieces.h"

using namespace likeness::tokenizers;

namespace {

const Tokenizer& starter() {
  static const auto tokenizer = open_tokenizer(LIKENESS_SOURCE_DIR "/resources/starter/tokenizer", 0);
  return *tokenizer;
}

std::string spelled(const std::vector<PromptPiece>& pieces) {
  std::string text;
  for (const PromptPiece& piece : pieces) text += piece.is_break ? "|" : piece.piece.text + " ";
  return text;
}

}  // namespace

TEST_CASE("runs of one weight are tokenized alone; a BREAK stands between pieces") {
  const auto pieces = prompt_pieces(starter(), "a (dog:1.3) BREAK beach");
  CHECK(spelled(pieces) == "▁a ▁dog |▁beach ");
  CHECK(pieces[0].weight == 1);
  CHECK(pieces[1].weight == 1.3);
  CHECK(pieces[2].is_break);
  CHECK(chunked(pieces, starter().specials()).size() == 2);
}

TEST_CASE("a literal text and a prompt without syntax have the same pieces") {
  for (const char* text : {"a photo of a dog on the beach", "", "  a,  b  "}) {
    const auto literal = literal_pieces(starter(), text), prompt = prompt_pieces(starter(), text);
    REQUIRE(literal.size() == prompt.size());
    for (std::size_t i = 0; i < literal.size(); ++i) CHECK(literal[i].piece.id == prompt[i].piece.id);
  }
  CHECK(spelled(literal_pieces(starter(), "(dog)")) != spelled(prompt_pieces(starter(), "(dog)")));
}

TEST_CASE("the comma of each tokenizer is known") {
  CHECK(starter().specials().comma == starter().pieces(",")[0].id);
  const auto clip = open_tokenizer(LIKENESS_SOURCE_DIR "/tests/golden/tiny-sd1/tokenizer", 0);
  CHECK(clip->specials().comma == clip->id_of_word(","));
}

TEST_CASE("taught words: whole words, any letter case, the longest first, several vectors together") {
  const std::vector<TaughtWord> taught{{"mug", 1000, 1}, {"mug-style", 1001, 3}, {"<cat-toy>", 1004, 1}};
  const auto pieces = prompt_pieces(starter(), "a (MUG-style:1.2), mug mugs<cat-toy>", taught);
  std::vector<std::int64_t> ids;
  for (const PromptPiece& piece : pieces)
    if (piece.piece.id >= 1000) ids.push_back(piece.piece.id);
  CHECK(ids == std::vector<std::int64_t>{1001, 1002, 1003, 1000, 1004});
  CHECK(spelled(pieces).starts_with("▁a mug-style mug-style_1 mug-style_2 "));
  CHECK(pieces[1].weight == 1.2);
  CHECK(pieces[1].together == 3);
  CHECK(pieces[2].together == 0);
  CHECK(has_word("a Mug.", "mug"));
  CHECK(!has_word("mugs", "mug"));
  CHECK(!has_word("a", ""));
}
