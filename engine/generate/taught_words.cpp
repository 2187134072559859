#include "engine/generate/taught_words.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/generate/prompt_files.h"
#include "engine/models/embedding_file.h"
#include "engine/models/taught_words.h"
#include "engine/tokenizers/chunks.h"

namespace likeness::generate {
namespace {

std::string word_of(const api::EmbeddingUse& use) {
  return use.token.empty() ? std::filesystem::path(use.file).stem().string() : use.token;
}

void check_word(const api::EmbeddingUse& use, const tokenizers::Tokenizer* tokenizer, const TaughtWords& known) {
  const std::string word = word_of(use);
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorKind::bad_input, use.file + ": the word \"" + word + "\" " + why, "Give it a name of its own: FILE:NAME.");
  };
  if (tokenizer != nullptr && tokenizer->id_of_word(word)) refuse("is in the model's vocabulary already");
  for (const tokenizers::TaughtWord& other : known.words)
    if (other.name == word) refuse("is given twice");
}

/// The model's own words (models/taught_words.h) first, as the encoder counts them.
TaughtWords after_own(const models::Model& model, TaughtWords read) {
  if (model.words.empty() || read.words.empty()) {
    if (read.words.empty()) read.words = models::words_of(model);
    return read;
  }
  std::vector<at::Tensor> vectors;
  for (const models::WordVectors& word : model.words) vectors.push_back(word.vectors);
  const at::Tensor own = at::cat(vectors);
  TaughtWords all{.words = models::words_of(model), .vectors = at::cat({own, read.vectors.to(own.options())})};
  for (tokenizers::TaughtWord& word : read.words) {
    word.first_id += own.size(0);
    all.words.push_back(std::move(word));
  }
  return all;
}

}  // namespace

TaughtWords read_taught_words(const std::vector<api::EmbeddingUse>& embeddings, const tokenizers::Tokenizer* tokenizer,
                              const models::ClipTextConfig& config, std::vector<std::string>& warnings) {
  models::EmbeddingRoom room{.width = config.hidden_size, .vectors = config.max_position_embeddings - 2};
  if (tokenizer != nullptr) room.vectors = tokenizers::room_for_words(tokenizer->specials());
  TaughtWords taught;
  std::vector<at::Tensor> vectors;
  std::int64_t next_id = config.vocab_size;
  for (const api::EmbeddingUse& use : embeddings) {
    check_word(use, tokenizer, taught);
    vectors.push_back(models::read_embedding(use.file, room, warnings));
    taught.words.push_back({word_of(use), next_id, vectors.back().size(0)});
    next_id += vectors.back().size(0);
  }
  if (!vectors.empty()) taught.vectors = at::cat(vectors);
  return taught;
}

TaughtWords taught_words(const models::Model& model, const std::vector<api::EmbeddingUse>& embeddings, std::span<const std::string> texts,
                         api::JobContext& context) {
  std::vector<api::EmbeddingUse> all = embeddings;
  for (const std::filesystem::path& file : home_embeddings()) {
    const api::EmbeddingUse use{.file = file.string(), .token = {}};
    const bool given = std::any_of(all.begin(), all.end(), [&](const auto& other) { return word_of(other) == word_of(use); });
    const bool used = std::any_of(texts.begin(), texts.end(), [&](const auto& text) { return tokenizers::has_word(text, word_of(use)); });
    if (!given && used) all.push_back(use);
  }
  std::vector<std::string> warnings;
  TaughtWords taught = read_taught_words(all, model.tokenizer.get(), model.text_encoder.config(), warnings);
  for (const std::string& warning : warnings) context.log(warning);
  return after_own(model, std::move(taught));
}

}  // namespace likeness::generate
