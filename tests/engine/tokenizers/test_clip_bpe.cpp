#include <chrono>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/tokenizers/byte_symbols.h"
#include "engine/tokenizers/tokenizer.h"
#include "tests/support/temporary_folder.h"

using namespace likeness::tokenizers;
using likeness::Error;
using likeness::test::TemporaryFolder;

namespace {

// The toy vocabulary of transformers' own CLIP test (tests/models/clip/test_tokenization_clip.py, older revision).
constexpr const char* toy_vocabulary =
    R"({"l":0,"o":1,"w":2,"e":3,"r":4,"s":5,"t":6,"i":7,"d":8,"n":9,"lo":10,"l</w>":11,"w</w>":12,"r</w>":13,
  "t</w>":14,"low</w>":15,"er</w>":16,"lowest</w>":17,"newer</w>":18,"wider":19,"<unk>":20,"<|startoftext|>":21,"<|endoftext|>":22})";
constexpr const char* toy_merges = "#version: 0.2\nl o\nlo w</w>\ne r</w>\n";
constexpr const char* toy_config = R"({"unk_token": "<unk>", "model_max_length": 8})";

std::unique_ptr<Tokenizer> toy(const TemporaryFolder& folder) {
  folder.write("vocab.json", toy_vocabulary);
  folder.write("merges.txt", toy_merges);
  folder.write("tokenizer_config.json", toy_config);
  return open_tokenizer(folder.path(), 0);
}

std::vector<std::int64_t> ids(const Tokenizer& tokenizer, std::string_view text) {
  std::vector<std::int64_t> result;
  for (const Piece& piece : tokenizer.pieces(text)) result.push_back(piece.id);
  return result;
}

void check_refused(const TemporaryFolder& folder, const char* vocabulary, const char* merges, std::string_view words) {
  folder.write("vocab.json", vocabulary);
  folder.write("merges.txt", merges);
  try {
    open_tokenizer(folder.path(), 0);
    FAIL("accepted");
  } catch (const Error& error) {
    CAPTURE(std::string(error.what()));
    CHECK(error.kind() == likeness::ErrorKind::bad_input);
    CHECK(std::string(error.what()).find(words) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("the public toy vocabulary: ids, pieces, unknown symbols and specials") {
  const TemporaryFolder folder;
  const auto tokenizer = toy(folder);
  CHECK(ids(*tokenizer, "lower newer") == std::vector<std::int64_t>{10, 2, 16, 9, 3, 2, 16});
  CHECK(tokenizer->pieces("lower")[2].text == "er</w>");
  CHECK(ids(*tokenizer, "x") == std::vector<std::int64_t>{20});
  CHECK(tokenizer->vocabulary_size() == 23);
  const Specials& specials = tokenizer->specials();
  CHECK(specials.start == 21);
  CHECK(specials.end == 22);
  CHECK(specials.pad == 22);
  CHECK(specials.unknown == 20);
  CHECK(specials.length == 8);
  CHECK(tokenizer->id_of_word("low") == 15);
  CHECK_FALSE(tokenizer->id_of_word("lower"));
  CHECK_FALSE(tokenizer->id_of_word("x"));
  CHECK_FALSE(tokenizer->id_of_word(""));
}

TEST_CASE("the padding of SD2 comes from special_tokens_map.json, the text encoder's length wins") {
  const TemporaryFolder folder;
  toy(folder);
  folder.write("special_tokens_map.json", R"({"pad_token": {"content": "o", "lstrip": false}})");
  CHECK(open_tokenizer(folder.path(), 77)->specials().pad == 1);
  CHECK(open_tokenizer(folder.path(), 77)->specials().length == 77);
  folder.write("tokenizer_config.json",
               R"({"added_tokens_decoder": {}, "pad_token": "l", "model_max_length": 1000000000000000019884624838656})");
  CHECK(open_tokenizer(folder.path(), 0)->specials().pad == 0);
  CHECK(open_tokenizer(folder.path(), 0)->specials().length == 77);
  folder.write("tokenizer_config.json", R"({"added_tokens_decoder": {}, "pad_token": "<absent>"})");
  CHECK_THROWS_WITH_AS(open_tokenizer(folder.path(), 0), doctest::Contains("<absent>"), Error);
}

TEST_CASE("vocabulary files that do not fit together or are damaged") {
  const TemporaryFolder folder;
  check_refused(folder, R"({"a": 0, "<|startoftext|>": 1, "<|endoftext|>": 2})", "#version\na b\n",
                "\"b\", which is not in the vocabulary");
  check_refused(folder, R"({"a": 0, "b": 0})", "#version\na b\n", "given to two tokens");
  check_refused(folder, R"({"a": -1})", "#version\na b\n", "a whole number");
  check_refused(folder, R"({"a": 1000000000})", "#version\na b\n", "a whole number");
  check_refused(folder, R"({"a": "0"})", "#version\na b\n", "a whole number");
  check_refused(folder, R"({"a": 0, "a": 1})", "#version\na b\n", "twice");
  check_refused(folder, "[]", "#version\na b\n", "not an object");
  check_refused(folder, toy_vocabulary, "#version\nl o w\n", "line 2: two symbols");
  check_refused(folder, toy_vocabulary, "#version\nlo\n", "line 2: two symbols");
  check_refused(folder, toy_vocabulary, "", "no merges");
  std::filesystem::remove(folder / "merges.txt");
  CHECK_THROWS_WITH_AS(open_tokenizer(folder.path(), 0), doctest::Contains("merges.txt is missing"), Error);
  const TemporaryFolder empty;
  CHECK_THROWS_WITH_AS(open_tokenizer(empty.path(), 0), doctest::Contains("neither vocab.json"), Error);
}

TEST_CASE("text that is not UTF-8 or too long") {
  const TemporaryFolder folder;
  const auto tokenizer = toy(folder);
  CHECK_THROWS_WITH_AS(tokenizer->pieces("low \xff"), doctest::Contains("byte 4"), Error);
  CHECK_THROWS_WITH_AS(tokenizer->pieces(std::string(max_text_bytes + 1, 'l')), doctest::Contains("1048577 bytes"), Error);
}

TEST_CASE("a word of a megabyte is merged in about linear time") {
  const TemporaryFolder folder;
  const auto tokenizer = toy(folder);
  const auto start = std::chrono::steady_clock::now();
  std::string word;
  for (int i = 0; i < 500'000; ++i) word += "lo";
  CHECK(tokenizer->pieces(word).size() == 500'001);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("OpenAI's merges text builds the vocabulary in its order") {
  const auto tokenizer = open_vocabulary_text("\"bpe_simple_vocab_16e6.txt#version: 0.2\nl o\nlo w</w>\n", "text", 77);
  CHECK(tokenizer->vocabulary_size() == 516);
  CHECK(tokenizer->specials().start == 514);
  CHECK(tokenizer->specials().end == 515);
  // "!" is symbol 0, "l" 75; the word's last symbol lies 256 further on.
  CHECK(ids(*tokenizer, "low lo! l") == std::vector<std::int64_t>{513, 75, 78 + 256, 256, 75 + 256});
  CHECK_THROWS_WITH_AS(open_vocabulary_text("heading\na b\na b\n", "text", 77), doctest::Contains("two ways"), Error);
}

TEST_CASE("--vocab: the kind by the file's content, a gzip is named") {
  const TemporaryFolder folder;
  toy(folder);
  CHECK(open_vocabulary(folder / "vocab.json", 0)->specials().length == 8);
  folder.write("other.txt", toy_vocabulary);
  CHECK(open_vocabulary(folder / "other.txt", 0)->vocabulary_size() == 23);
  folder.write("bpe.txt", "heading\nl o\n");
  CHECK(open_vocabulary(folder / "bpe.txt", 0)->specials().length == 77);
  folder.write("bpe.txt.gz", "\x1f\x8b\x08");
  CHECK_THROWS_WITH_AS(open_vocabulary(folder / "bpe.txt.gz", 0), doctest::Contains("gzip"), Error);
}

TEST_CASE("byte symbols: the printable stand for themselves, the rest from U+0100 on") {
  CHECK(byte_symbol('a') == "a");
  CHECK(byte_symbol(0) == "\u0100");
  CHECK(byte_symbol(' ') == "\u0120");
  CHECK(byte_symbol(0xad) == "\u0143");
  const auto all = byte_symbols_in_vocabulary_order();
  CHECK(all.size() == 256);
  CHECK(all[0] == "!");
  CHECK(all[188] == "\u0100");
}
