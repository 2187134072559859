#include "engine/train/draws.h"

#include <functional>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "tests/engine/train/school.h"

using namespace likeness;
using likeness::test::has;

namespace {

tensor::TensorMap good_draws() {
  return {{"latents", at::zeros({3, 2, 4, 8, 8})}, {"noise", at::ones({3, 2, 4, 8, 8})},
          {"timesteps", at::full({3, 2}, 7, at::kLong)}, {"ids", at::zeros({3, 2, 77}, at::kLong)}};
}

std::string refusal(const std::function<void(tensor::TensorMap&)>& spoil, bool prior = true) {
  const test::TemporaryFolder folder;
  tensor::TensorMap draws = good_draws();
  spoil(draws);
  tensor::write_tensors(folder / "draws.safetensors", draws);
  const auto model = models::load_model(test::tiny_model, {});
  try {
    train::read_draws(folder / "draws.safetensors", *model, prior);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::bad_input);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("good draws are read and dealt row by row") {
  const test::TemporaryFolder folder;
  tensor::TensorMap draws = good_draws();
  draws["noise"][1].fill_(5);
  tensor::write_tensors(folder / "draws.safetensors", draws);
  const auto model = models::load_model(test::tiny_model, {});
  const train::Draws read = train::read_draws(folder / "draws.safetensors", *model, true);
  CHECK(read.rows == 3);
  const auto batches = train::drawn_batches(read, *model, true);
  const train::Batch batch = batches->next(1);
  CHECK(batch.noise.eq(5).all().item<bool>());
  CHECK(batch.subjects == 1);
  CHECK(batch.timesteps.sizes() == at::IntArrayRef({2}));
  CHECK(train::drawn_batches(read, *model, false)->next(0).subjects == 2);
}

TEST_CASE("bad draws are refused by name") {
  CHECK(refusal([](auto&) {}).empty());
  CHECK(has(refusal([](auto& d) { d.erase("noise"); }), "noise"));
  CHECK(has(refusal([](auto& d) { d.erase("timesteps"); }), "timesteps"));
  CHECK(has(refusal([](auto& d) { d.erase("ids"); }), "ids"));
  CHECK(has(refusal([](auto& d) { d.erase("latents"); }), "pixels"));
  CHECK(has(refusal([](auto& d) { d["latents"] = at::zeros({3, 2, 4, 8, 9}); }), "latents"));
  CHECK(has(refusal([](auto& d) { d["timesteps"] = at::full({3, 2}, 1000, at::kLong); }), "timesteps"));
  CHECK(has(refusal([](auto& d) { d["timesteps"] = at::full({3, 2}, -1, at::kLong); }), "timesteps"));
  CHECK(has(refusal([](auto& d) { d["timesteps"] = at::zeros({3, 2}); }), "timesteps"));
  CHECK(has(refusal([](auto& d) { d["timesteps"] = at::zeros({3, 1}, at::kLong); }), "timesteps"));
  CHECK(has(refusal([](auto& d) { d["ids"] = at::zeros({3, 2, 76}, at::kLong); }), "ids"));
  CHECK(has(refusal([](auto& d) { d["ids"] = at::full({3, 2, 77}, 714, at::kLong); }), "ids"));
  CHECK(has(refusal([](auto& d) { d["noise"] = d["latents"] = at::zeros({3, 2, 5, 8, 8}); }), "noise"));
  CHECK(has(refusal([](auto& d) { d["noise"] = d["latents"] = at::zeros({0, 2, 4, 8, 8}); }), "noise"));
  const auto odd = [](auto& d) {
    d["noise"] = d["latents"] = at::zeros({1, 1, 4, 8, 8});
    d["timesteps"] = at::zeros({1, 1}, at::kLong);
    d["ids"] = at::zeros({1, 1, 77}, at::kLong);
  };
  CHECK(has(refusal(odd, true), "even"));
  CHECK(refusal(odd, false).empty());
  const auto pixels = [](auto& d) {
    d.erase("latents");
    d["pixels"] = at::zeros({3, 2, 3, 32, 30});
    d["vae_noise"] = d["noise"];
  };
  CHECK(has(refusal(pixels), "pixels"));
}

TEST_CASE("another number of steps than the draws hold is refused and leaves no run folder") {
  const test::TemporaryFolder folder;
  api::Train request;
  request.model = test::tiny_model;
  request.draws_file = test::source_folder + "/tests/golden/training/draws-full.safetensors";
  request.run_folder = (folder / "run").string();
  request.compute.device = "cpu";
  request.options.learning_rate = 1e-4;
  request.options.steps = 9;
  CHECK_THROWS_AS(test::teach(request), Error);
  CHECK_FALSE(std::filesystem::exists(folder / "run"));
}
