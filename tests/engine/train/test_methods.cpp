// Methods taught from photos: LoRA with convolutions, magnitudes and dropout, LoRA with a new word, gradient checkpointing.
#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/generate/generate.h"
#include "engine/models/lora.h"
#include "engine/models/taught_words.h"
#include "tests/engine/train/school.h"

using namespace likeness;
namespace fs = std::filesystem;

namespace {

struct Home {
  test::TemporaryFolder folder;
  test::EnvironmentOverride home{"LIKENESS_HOME", folder.path().string()};
};

api::Train lora_request(const Home& home, const std::string& run = "run") {
  api::Train request = test::tiny_request(home.folder);
  request.run_folder = (home.folder / run).string();
  request.options.method = "lora";
  request.options.learning_rate = 5e-3;
  request.options.lora_conv_rank = 2;
  request.options.dora = true;
  request.options.steps = 6;
  request.options.probe_every = 0;
  return request;
}

void check_sound(const train::Trained& trained) {
  for (const char* name : {"steps_done", "losses_finite", "weights_differ", "files_reopen"}) {
    CAPTURE(name);
    REQUIRE(test::find(trained.finished.verdict, name) != nullptr);
    CAPTURE(test::find(trained.finished.verdict, name)->detail);
    CHECK(test::find(trained.finished.verdict, name)->ok);
  }
}

}  // namespace

TEST_CASE("a DoRA with convolutions is saved in both dialects with its magnitudes, and gives the picture that it learnt") {
  const Home home;
  const train::Trained trained = test::teach(lora_request(home));
  check_sound(trained);
  const fs::path checkpoint = trained.checkpoints.back();
  const auto model = models::load_model(test::tiny_model, {});
  std::vector<std::string> warnings;
  const auto kohya = models::read_lora_pairs(checkpoint / "lora.safetensors", *model, warnings);
  const auto diffusers = models::read_lora_pairs(checkpoint / "pytorch_lora_weights.safetensors", *model, warnings);
  CHECK(warnings.empty());
  REQUIRE(kohya.size() == diffusers.size());
  std::size_t convolutions = 0;
  for (std::size_t i = 0; i < kohya.size(); ++i) {
    CHECK(kohya[i].module == diffusers[i].module);
    CHECK(kohya[i].magnitude.equal(diffusers[i].magnitude));
    if (kohya[i].a.dim() == 4) ++convolutions;
  }
  CHECK(convolutions == 33);
  const auto named = tensor::read_tensors(checkpoint / "pytorch_lora_weights.safetensors");
  CHECK(named.at("unet.down_blocks.0.resnets.0.conv1.lora_magnitude_vector").sizes() == at::IntArrayRef({1, 8, 1, 1}));
  CHECK(named.at("unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_magnitude_vector").sizes() == at::IntArrayRef({8}));
}

TEST_CASE("dropout leaves inputs out while learning, only then, and goes on exactly after a stop") {
  const Home home;
  api::Train without = lora_request(home, "without"), with = lora_request(home, "with"), again = lora_request(home, "again");
  test::Told plain, straight, resumed;
  test::teach(without, plain);
  with.options.lora_dropout = again.options.lora_dropout = 0.3;
  with.options.gradient_checkpointing = true;  // the same numbers, worked out twice
  again.options.steps = 3;
  again.options.gradient_checkpointing = true;
  check_sound(test::teach(with, straight));
  CHECK(plain.metrics.front().loss == doctest::Approx(straight.metrics.front().loss).epsilon(1e-5));  // B is zero: nothing to leave out yet
  CHECK(plain.metrics.back().loss != doctest::Approx(straight.metrics.back().loss).epsilon(1e-4));
  test::teach(again);
  again.options.steps = 6;
  again.resume = true;
  test::teach(again, resumed);
  REQUIRE(resumed.metrics.size() == 3);
  CHECK(resumed.metrics.back().loss == straight.metrics.back().loss);
  CHECK(resumed.metrics.back().grad_norm == straight.metrics.back().grad_norm);
}

TEST_CASE("gradient checkpointing gives the losses of an ordinary run, but for the order of sums") {
  const Home home;
  api::Train kept = test::tiny_request(home.folder);
  kept.options.steps = 4;
  api::Train twice = kept;
  twice.run_folder = (home.folder / "twice").string();
  twice.options.gradient_checkpointing = true;
  test::Told one, other;
  test::teach(kept, one);
  test::teach(twice, other);
  REQUIRE(one.metrics.size() == other.metrics.size());
  CHECK(one.metrics[1].loss == other.metrics[1].loss);
  for (std::size_t i = 1; i < one.metrics.size(); ++i) {
    CHECK(one.metrics[i].loss == doctest::Approx(other.metrics[i].loss).epsilon(2e-4));
    CHECK(one.metrics[i].grad_norm == doctest::Approx(other.metrics[i].grad_norm).epsilon(2e-3));
  }
}

TEST_CASE("a LoRA with a new word: two files, a subject that knows both, and pictures that need both") {
  const Home home;
  api::Train request = lora_request(home);
  request.options.new_word = true;
  request.options.vectors = 2;
  request.options.word_learning_rate = 0.05;
  const train::Trained trained = test::teach(request);
  check_sound(trained);
  const api::SubjectInfo& subject = trained.finished.subject;
  CHECK(fs::exists(subject.lora_file));
  CHECK(fs::exists(subject.embedding_file));
  CHECK(subject.model == test::tiny_model);
  CHECK(models::read_word_vectors(subject.embedding_file).size(0) == 2);
  CHECK(trained.abs_sum.count("word") == 1);
}

TEST_CASE("after its share of the steps a new word stays as it is") {
  const Home home;
  api::Train half = lora_request(home, "half"), short_run = lora_request(home, "short");
  half.options.new_word = short_run.options.new_word = true;
  half.options.word_until = 0.5;
  half.options.checkpoint_every = 3;
  test::teach(half);
  const fs::path folder = fs::path(half.run_folder) / "checkpoints";
  CHECK(models::read_word_vectors(folder / "step-000003/embedding.safetensors")
            .equal(models::read_word_vectors(folder / "step-000006/embedding.safetensors")));
  short_run.options.checkpoint_every = 3;
  test::teach(short_run);
  const fs::path other = fs::path(short_run.run_folder) / "checkpoints";
  CHECK_FALSE(models::read_word_vectors(other / "step-000003/embedding.safetensors")
                  .equal(models::read_word_vectors(other / "step-000006/embedding.safetensors")));
}
