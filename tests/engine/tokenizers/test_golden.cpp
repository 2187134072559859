// Ids of difficult texts as transformers gives them (tests/golden/tokenizers_part.py).
#include <doctest/doctest.h>

#include "engine/base/json.h"
#include "engine/tokenizers/tokenizer.h"

using namespace likeness;
namespace fs = std::filesystem;

namespace {

const fs::path source = LIKENESS_SOURCE_DIR;

void check_list(const tokenizers::Tokenizer& tokenizer, const fs::path& golden) {
  const Json list = read_json_file(golden);
  REQUIRE(list.size() > 80);
  for (const Json& entry : list) {
    const auto text = entry.at("text").get<std::string>();
    CAPTURE(text);
    // A special token's spelling inside a text is taken literally, where transformers does so only when asked.
    const auto expected = entry.at(entry.contains("ids_literal") ? "ids_literal" : "ids").get<std::vector<std::int64_t>>();
    std::vector<std::int64_t> ids;
    for (const tokenizers::Piece& piece : tokenizer.pieces(text)) ids.push_back(piece.id);
    CHECK(ids == expected);
  }
}

}  // namespace

TEST_CASE("CLIP: the small SD1-shaped model") {
  const auto tokenizer = tokenizers::open_tokenizer(source / "tests/golden/tiny-sd1/tokenizer", 0);
  check_list(*tokenizer, source / "tests/golden/tokenizer-tiny-sd1.json");
}

TEST_CASE("SentencePiece: the starter") {
  const auto tokenizer = tokenizers::open_tokenizer(source / "resources/starter/tokenizer", 0);
  check_list(*tokenizer, source / "tests/golden/tokenizer-starter.json");
}
