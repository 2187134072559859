#include "engine/train/word.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/models/taught_words.h"
#include "tests/engine/train/school.h"

using namespace likeness;
namespace fs = std::filesystem;

namespace {

api::Train word_request(const test::TemporaryFolder& folder) {
  api::Train request = test::tiny_request(folder);
  request.options.method = "textual_inversion";
  request.options.vectors = 2;
  request.options.learning_rate = 0.05;
  request.options.prior_preservation = false;
  return request;
}

}  // namespace

TEST_CASE("only the word's vectors learn; they are saved for kohya and for diffusers, and the subject names the file") {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  const train::Trained trained = test::teach(word_request(folder));
  const fs::path checkpoint = trained.checkpoints.back();
  const at::Tensor vectors = tensor::read_tensors(checkpoint / "embedding.safetensors").at("emb_params");
  CHECK(vectors.size(0) == 2);
  CHECK(vectors.size(1) == 32);
  CHECK(vectors.equal(tensor::read_tensors(checkpoint / "learned_embeds.safetensors").at("sks")));
  CHECK_FALSE(vectors[0].equal(vectors[1]));
  CHECK_FALSE(fs::exists(checkpoint / "model"));
  CHECK(trained.finished.subject.embedding_file == (checkpoint / "embedding.safetensors").string());
  CHECK(trained.finished.subject.model == test::tiny_model);
  CHECK(trained.finished.subject.lora_file.empty());
  for (const char* name : {"steps_done", "losses_finite", "weights_differ", "files_reopen"}) {
    CAPTURE(name);
    REQUIRE(test::find(trained.finished.verdict, name) != nullptr);
    CAPTURE(test::find(trained.finished.verdict, name)->detail);
    CHECK(test::find(trained.finished.verdict, name)->ok);
  }
}

TEST_CASE("learning rate 0 leaves the vectors at the kind's embedding, and the verdict says so") {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  api::Train request = word_request(folder);
  request.options.learning_rate = 0;
  const train::Trained trained = test::teach(request);
  CHECK_FALSE(test::find(trained.finished.verdict, "weights_differ")->ok);
  const at::Tensor vectors = models::read_word_vectors(fs::path(trained.checkpoints.back()) / "embedding.safetensors");
  const auto model = models::load_model(test::tiny_model, {});
  std::vector<std::int64_t> ids;
  for (const auto& piece : model->tokenizer->pieces("dog")) ids.push_back(piece.id);
  const at::Tensor table = model->text_encoder.module().named_parameters()["text_model.embeddings.token_embedding.weight"];
  const at::Tensor kind = table.index_select(0, at::tensor(ids, at::kLong)).mean(0);
  CHECK(at::allclose(vectors[0], kind));
  CHECK(at::allclose(vectors[1], kind));
}

TEST_CASE("a word that the teaching sentence has already is refused; a new one need not be known") {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  api::Train request = word_request(folder);
  request.token = "Photo";
  CHECK_THROWS_AS(test::teach(request), Error);
  request.token = "<my-dog>";
  request.options.steps = 2;
  CHECK(test::teach(request).losses.size() == 2);
}

TEST_CASE("taught words are found as whole words and become the ids after the vocabulary") {
  const auto model = models::load_model(test::tiny_model, {});
  const std::int64_t own = model->text_encoder.config().vocab_size;
  models::set_taught_words(*model, {{"sks", at::ones({2, 32})}, {"zwx", at::zeros({1, 32})}});
  std::vector<std::int64_t> ids;
  const auto pieces = [&](const char* text) { return tokenizers::literal_pieces(*model->tokenizer, text, models::words_of(*model)); };
  for (const auto& one : pieces("SKS dog, zwx")) ids.push_back(one.piece.id);
  REQUIRE(ids.size() > 4);
  CHECK(ids[0] == own);
  CHECK(ids[1] == own + 1);
  CHECK(ids.back() == own + 2);
  for (const auto& one : pieces("sksx my_sks")) CHECK(one.piece.id < own);
  CHECK_THROWS_AS(models::set_taught_words(*model, {{"sks", at::ones({2, 31})}}), Error);
  CHECK_THROWS_AS(model->text_encoder.forward(at::full({1, 77}, own + 3, at::kLong)), Error);
}

TEST_CASE("a vector that repeats a token's own gives the token's states exactly") {
  const auto model = models::load_model(test::tiny_model, {});
  at::NoGradGuard no_grad;
  const at::Tensor ids = at::full({1, 77}, 300, at::kLong);
  const at::Tensor expected = model->text_encoder.forward(ids);
  const at::Tensor table = model->text_encoder.module().named_parameters()["text_model.embeddings.token_embedding.weight"];
  models::set_taught_words(*model, {{"sks", table.slice(0, 300, 301).clone()}});
  at::Tensor replaced = ids.clone();
  replaced[0][5] = model->text_encoder.config().vocab_size;
  CHECK(at::equal(model->text_encoder.forward(replaced), expected));
}
