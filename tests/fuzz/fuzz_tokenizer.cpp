// Tokenizer files. The first byte says which: 'v' a vocab.json and, behind a NUL, its merges.txt; 't' OpenAI's text of merges;
// 's' a SentencePiece model. What opens must cut a text into known pieces.
#include "engine/tokenizers/clip_bpe.h"
#include "engine/tokenizers/sentence_piece.h"
#include "engine/tokenizers/tokenizer.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"

namespace likeness::fuzz {
namespace {

void use(const tokenizers::Tokenizer& tokenizer) {
  for (const auto& piece : tokenizer.pieces("A photo of a dog's 2 caf\xc3\xa9s, \xe4\xbd\xa0!"))
    if (piece.id < -1 || piece.id >= tokenizer.vocabulary_size()) std::abort();
  tokenizer.id_of_word("dog");
}

}  // namespace
}  // namespace likeness::fuzz

LIKENESS_FUZZ_TARGET(input) {
  if (input.empty()) return;
  const std::string_view rest = input.substr(1);
  if (input[0] == 'v') {
    const std::size_t end = rest.find('\0');
    const MemoryFile vocabulary(rest.substr(0, end)), merges(end == rest.npos ? "" : rest.substr(end + 1));
    allow_refusal([&] { use(tokenizers::ClipBpe(tokenizers::read_clip_vocabulary(vocabulary.path(), merges.path()), {})); });
  } else if (input[0] == 't') {
    allow_refusal([&] { use(*tokenizers::open_vocabulary_text(rest, "input", 77)); });
  } else if (input[0] == 's') {
    const MemoryFile model(rest);
    allow_refusal([&] { use(tokenizers::SentencePiece(model.path(), false)); });
  }
}
