#include "engine/train/word.h"

#include <utility>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/models/taught_words.h"
#include "engine/tensor/random.h"

namespace likeness::train {

namespace {

constexpr const char* token_table = "text_model.embeddings.token_embedding.weight";
constexpr const char* diffusers_word_file = "learned_embeds.safetensors";

at::Tensor start_vectors(const models::Model& model, const api::Train& request, at::Generator& generator) {
  const at::Tensor table = model.text_encoder.module().named_parameters()[token_table].detach().to(at::kFloat);
  const std::int64_t count = request.options.vectors;
  if (request.kind.empty() || !model.tokenizer) {
    return tensor::randn({count, table.size(1)}, generator).to(table.device()) * table.std();
  }
  std::vector<std::int64_t> ids;
  for (const auto& piece : model.tokenizer->pieces(request.kind)) ids.push_back(piece.id);
  const at::Tensor mean = table.index_select(0, at::tensor(ids, at::kLong).to(table.device())).mean(0, /*keepdim=*/true);
  return mean.expand({count, table.size(1)}).clone();
}

void set_vectors(at::Tensor vectors, const at::Tensor& values) {
  if (vectors.sizes() != values.sizes()) {
    throw Error(ErrorKind::bad_input, "embedding: expected " + io::shape_text(vectors.sizes()) + ", found " +
                                          io::shape_text(values.sizes()) + ".");
  }
  at::NoGradGuard no_grad;
  vectors.copy_(values);
}

/// Last of the parts, and the only parameter there.
at::Tensor vectors_of(const Trainee& trainee) { return trainee.parts.back().parameters.at(0); }

}  // namespace

Trainee make_word_trainee(std::shared_ptr<models::Model> model, const api::Train& request, at::Generator& generator) {
  Trainee trainee{.model = std::move(model), .parts = {}, .pairs = {}, .word = request.token.empty() ? "word" : request.token};
  at::Tensor vectors = start_vectors(*trainee.model, request, generator);
  trainee.word_start = vectors.clone();
  vectors.requires_grad_(true);
  models::set_taught_words(*trainee.model, {{.word = trainee.word, .vectors = vectors}});
  const double rate = request.options.word_learning_rate.value_or(request.options.learning_rate.value());
  trainee.parts = {{.name = "text_encoder", .learning_rate = rate, .names = {"embedding"},
                    .parameters = {vectors}}};
  return trainee;
}

void set_word(Trainee& trainee, const tensor::TensorMap& draws) {
  const auto given = draws.find("embedding");
  if (given == draws.end()) return;
  set_vectors(vectors_of(trainee), given->second);
  trainee.word_start = given->second.clone();
}

std::filesystem::path word_file(const std::filesystem::path& checkpoint) { return checkpoint / "embedding.safetensors"; }

void write_word(const Trainee& trainee, const std::filesystem::path& checkpoint) {
  const models::WordVectors word{.word = trainee.word, .vectors = vectors_of(trainee)};
  models::save_word(word_file(checkpoint), word, models::WordFile::kohya);
  models::save_word(checkpoint / diffusers_word_file, word, models::WordFile::diffusers);
}

void read_word(Trainee& trainee, const std::filesystem::path& checkpoint) {
  set_vectors(vectors_of(trainee), models::read_word_vectors(word_file(checkpoint)));
}

}  // namespace likeness::train
