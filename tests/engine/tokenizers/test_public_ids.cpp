// Ids that public test suites give for CLIP's own vocabulary. The vocabulary is not part of this repository: it is looked for where
// set-up puts it ($LIKENESS_DEPS/clip), and without it these tests say so and pass.
#include <cstdlib>

#include <doctest/doctest.h>

#include "engine/base/files.h"
#include "engine/image/inflate.h"
#include "engine/tokenizers/chunks.h"

using namespace likeness;
using namespace likeness::tokenizers;
using Ids = std::vector<std::int64_t>;

namespace {

/// Null, with the reason printed, where the vocabulary is not on this machine.
const Tokenizer* clip() {
  static const std::unique_ptr<Tokenizer> tokenizer = []() -> std::unique_ptr<Tokenizer> {
    const char* deps = std::getenv("LIKENESS_DEPS");
    const std::filesystem::path file = std::filesystem::path(deps != nullptr ? deps : "") / "clip/bpe_simple_vocab_16e6.txt.gz";
    if (deps == nullptr || !std::filesystem::exists(file)) return nullptr;
    const auto text = image::inflate_bytes(read_file(file), 64u << 20);
    REQUIRE(text);
    return open_vocabulary_text(*text, file.string(), 0);
  }();
  if (tokenizer == nullptr) MESSAGE("skipped: CLIP's vocabulary is not there (LIKENESS_DEPS/clip/bpe_simple_vocab_16e6.txt.gz)");
  return tokenizer.get();
}

Ids ids_of(std::string_view text) {
  Ids ids;
  for (const Piece& piece : clip()->pieces(text)) ids.push_back(piece.id);
  return ids;
}

struct Row {
  const char* text;
  Ids ids;
};

const std::vector<Row> rows{
    // ml-stable-diffusion, swift/StableDiffusionTests
    {"a photo of an astronaut riding a horse on mars", {320, 1125, 539, 550, 18376, 6765, 320, 4558, 525, 7496}},
    {"Apple CoreML developer tools on a Macbook Air are fast", {3055, 19622, 5780, 10929, 5771, 525, 320, 20617, 1922, 631, 1953}},
    // bumblebee, clip_tokenizer_test.exs
    {"a photo of a cat", {320, 1125, 539, 320, 2368}},
    {"a photo of a dog", {320, 1125, 539, 320, 1929}},
    // pytorch/text, test_transforms.py
    {"Hello World!, how are you?", {3306, 1002, 29325, 829, 631, 592, 286}},
    {"the quick brown fox jumped over the lazy dog", {518, 3712, 2866, 3240, 16901, 962, 518, 10753, 1929}},
    // a web client's suite
    {"Special characters: !@#$%^&*()", {1689, 6564, 281, 0, 31, 2, 3, 4, 61, 5, 9, 8475}},
    {"😀 😃 😄", {7334, 8520, 7624}},
    {"你好世界", {47466, 254, 29290, 121, 19759, 244, 163, 243, 490}},
    // mlimgsynth
    {"a sign saying \"Here lies Cesar\"", {320, 2292, 4455, 257, 763, 3205, 28603, 257}},
    {"a sign saying 'Here lies Cesar'", {320, 2292, 4455, 262, 763, 3205, 28603, 262}},
    {"A'veA'llA's", {320, 1200, 320, 1342, 320, 568}},
    {"corazón", {851, 854, 13926}},
    {"cat---dog-—-rabbit", {2368, 11079, 1929, 12, 6718, 268, 10274}},
    {"", {}},
    {" \t\r\n \xe2\x80\xa8", {}},
};

}  // namespace

TEST_CASE("public ids of CLIP's vocabulary") {
  if (clip() == nullptr) return;
  CHECK(clip()->vocabulary_size() == 49408);
  CHECK(clip()->specials().start == 49406);
  CHECK(clip()->specials().end == 49407);
  CHECK(clip()->specials().comma == 267);
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(ids_of(row.text) == row.ids);
  }
}

TEST_CASE("a long text of transformers' own suite: how it begins") {
  if (clip() == nullptr) return;
  const Ids ids = ids_of("This is a test 😊\nI was born in 92000, and this is falsé.\n生活的真谛是\nHi  Hello\nHi   Hello\n\n \n  \n Hello\n<s>\nhi<s>there\n"
                         "The following string should be properly encoded: Hello.\nBut ird and ปี   ird   ด\nHey how are you doing");
  const Ids expected{589, 533, 320, 1628, 3020, 328, 739, 2683, 530, 280, 273, 271, 271, 271, 267, 537, 589, 533, 2778, 82, 4166, 269,
                     33375, 162, 112, 119, 163, 248, 226};
  REQUIRE(ids.size() > expected.size());
  CHECK(Ids(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(expected.size())) == expected);
}

TEST_CASE("weights and commas over two rows") {
  if (clip() == nullptr) return;
  std::string prompt = "(a dog:1.2)";
  for (int i = 0; i < 40; ++i) prompt += ", cat";
  const auto chunks = chunked(prompt_pieces(*clip(), prompt), clip()->specials());
  REQUIRE(chunks.size() == 2);
  CHECK(chunks[0].ids[1] == 320);
  CHECK(chunks[0].weights[2] == 1.2);
  CHECK(chunks[0].ids[75] == 267);  // 2 + 73 words: the comma is the last
  CHECK(chunks[1].ids[1] == 2368);
}
