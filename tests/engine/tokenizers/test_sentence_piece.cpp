#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/tokenizers/tokenizer.h"
#include "tests/support/temporary_folder.h"

using namespace likeness::tokenizers;
using likeness::Error;
using likeness::test::TemporaryFolder;

namespace {

const std::filesystem::path starter = std::filesystem::path(LIKENESS_SOURCE_DIR) / "resources/starter/tokenizer";

}  // namespace

TEST_CASE("the starter: specials, words of one id, either case") {
  const auto tokenizer = open_tokenizer(starter, 0);
  const Specials& specials = tokenizer->specials();
  CHECK(specials.start == -1);
  CHECK(specials.end == 1);
  CHECK(specials.pad == 0);
  CHECK(specials.unknown == 2);
  CHECK(specials.length == 32);
  CHECK(tokenizer->vocabulary_size() == 338);
  CHECK(tokenizer->id_of_word("sks") == 3);
  CHECK(tokenizer->id_of_word("Dog") == tokenizer->id_of_word("dog"));
  CHECK(tokenizer->id_of_word("dog").has_value());
  CHECK_FALSE(tokenizer->id_of_word("biscuit"));
  CHECK(tokenizer->pieces("a dog")[1].text == "▁dog");
  CHECK(open_tokenizer(starter, 77)->specials().length == 77);
  CHECK(open_vocabulary(starter / "spiece.model", 0)->specials().length == 32);
}

TEST_CASE("text and model are checked") {
  const auto tokenizer = open_tokenizer(starter, 0);
  CHECK_THROWS_WITH_AS(tokenizer->pieces("dog \xc3"), doctest::Contains("byte 4"), Error);
  CHECK_THROWS_AS(tokenizer->pieces(std::string(max_text_bytes + 1, 'a')), Error);
  const TemporaryFolder folder;
  for (const std::string& bytes :
       {std::string(), std::string("not a model"), likeness::test::read_all(starter / "spiece.model").substr(0, 5000)}) {
    folder.write("spiece.model", bytes);
    CHECK_THROWS_WITH_AS(open_tokenizer(folder.path(), 0), doctest::Contains("not a sound SentencePiece model"), Error);
  }
}
