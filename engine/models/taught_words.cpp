#include "engine/models/taught_words.h"

#include <utility>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/tensor/files.h"

namespace likeness::models {

namespace {

constexpr const char* kohya_name_of_vectors = "emb_params";

}  // namespace

void set_taught_words(Model& model, std::vector<WordVectors> words) {
  const std::int64_t width = model.text_encoder.config().hidden_size;
  for (const WordVectors& word : words) {
    if (word.vectors.dim() == 2 && word.vectors.size(0) > 0 && word.vectors.size(1) == width) continue;
    throw Error(ErrorKind::bad_input, "The vectors of \"" + word.word + "\": expected a width of " + std::to_string(width) + ", found " +
                                          io::shape_text(word.vectors.sizes()) + ".",
                "They belong to another kind of model.");
  }
  model.words = std::move(words);
  std::vector<at::Tensor> rows;
  for (const WordVectors& word : model.words) rows.push_back(word.vectors);
  model.text_encoder.set_extra_tokens(std::move(rows));
}

std::vector<tokenizers::TaughtWord> words_of(const Model& model) {
  std::vector<tokenizers::TaughtWord> words;
  std::int64_t id = model.text_encoder.config().vocab_size;
  for (const WordVectors& word : model.words) {
    words.push_back({.name = word.word, .first_id = id, .count = word.vectors.size(0)});
    id += word.vectors.size(0);
  }
  return words;
}

void save_word(const std::filesystem::path& file, const WordVectors& word, WordFile format) {
  const std::string name = format == WordFile::kohya ? kohya_name_of_vectors : word.word;
  tensor::write_tensors(file, {{name, word.vectors.detach().to(at::kCPU)}}, {{"name", word.word}});
}

at::Tensor read_word_vectors(const std::filesystem::path& file) {
  return tensor::require_tensor(tensor::read_tensors(file), kohya_name_of_vectors, 2, file).to(at::kFloat);
}

}  // namespace likeness::models
