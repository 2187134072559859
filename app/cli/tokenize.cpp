#include <iostream>
#include <iterator>

#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/image/inflate.h"
#include "engine/models/model.h"
#include "engine/tokenizers/chunks.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  return set.add({.key = "model", .value_name = "PATH", .text = "A diffusers folder, a single file, or starter. (starter)"})
      .add({.key = "vocab", .value_name = "FILE", .text = "A vocab.json (with merges.txt beside it), bpe_simple_vocab_16e6.txt[.gz] or SentencePiece .model instead."})
      .add({.key = "plain", .kind = config::Flag::Kind::yes_no, .value_name = {},
            .text = "Takes the text literally: no weights, no BREAK, no backslashes."});
}

std::unique_ptr<tokenizers::Tokenizer> vocabulary(const std::string& file) {
  if (!file.ends_with(".gz")) return tokenizers::open_vocabulary(file, 0);
  const auto text = image::inflate_bytes(read_file(file), 64u << 20);
  if (!text) throw Error(ErrorKind::bad_input, file + ": damaged gzip data, or more than 64 MiB of it");
  return tokenizers::open_vocabulary_text(*text, file, 0);
}

std::shared_ptr<const tokenizers::Tokenizer> tokenizer_of(const config::Flags& given) {
  given.exclude({"model", "vocab"});
  if (given.has("vocab")) return vocabulary(given.text("vocab"));
  return models::load_tokenizer(given.text("model", "starter"));
}

Json run(Call& call) {
  const auto tokenizer = tokenizer_of(call.flags);
  const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  const std::vector<tokenizers::PromptPiece> pieces =
      call.flags.yes("plain") ? tokenizers::literal_pieces(*tokenizer, text) : tokenizers::prompt_pieces(*tokenizer, text);
  Json ids = Json::array(), names = Json::array(), weights = Json::array(), chunks = Json::array();
  for (const tokenizers::PromptPiece& piece : pieces) {
    if (piece.is_break) continue;
    ids.push_back(piece.piece.id);
    names.push_back(piece.piece.text);
    weights.push_back(piece.weight);
  }
  for (const tokenizers::Chunk& chunk : tokenizers::chunked(pieces, tokenizer->specials()))
    chunks.push_back({{"ids", chunk.ids}, {"weights", chunk.weights}});
  return {{"ids", std::move(ids)}, {"pieces", std::move(names)}, {"weights", std::move(weights)}, {"chunks", std::move(chunks)}};
}

}  // namespace

Verb tokenize_verb() { return {"tokenize", "Turns the text on standard input into token ids.", flags, run}; }

}  // namespace likeness::cli
