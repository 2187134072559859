#include "engine/train/batches.h"

#include <algorithm>
#include <set>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/tensor/random.h"

using namespace likeness;

namespace {

/// Latent i is filled with i; no variance, so that rows can be told apart.
data::LatentStatistics numbered(std::int64_t count, double first) {
  const at::Tensor mean = (at::arange(count, at::kFloat) + first).reshape({count, 1, 1, 1}).expand({count, 2, 3, 3}).contiguous();
  return {mean, at::full_like(mean, -60)};
}

train::Material batch_material(bool prior) {
  train::Material one{.photos = numbered(3, 0), .class_pictures = {}, .ids = at::arange(6, at::kLong).reshape({3, 2}),
                      .scaling_factor = 0.5, .shift_factor = 1};
  if (prior) one.class_pictures = numbered(5, 100);
  return one;
}

}  // namespace

TEST_CASE("a deck deals every card once before it is shuffled again") {
  train::Deck deck(5);
  at::Generator generator = tensor::make_generator(1);
  std::set<std::vector<std::int64_t>> orders;
  for (int round = 0; round < 4; ++round) {
    std::vector<std::int64_t> dealt = deck.deal(2, generator);
    for (const std::int64_t card : deck.deal(3, generator)) dealt.push_back(card);
    orders.insert(dealt);
    std::sort(dealt.begin(), dealt.end());
    CHECK(dealt == std::vector<std::int64_t>{0, 1, 2, 3, 4});
  }
  CHECK(orders.size() > 1);
  CHECK(deck.deal(12, generator).size() == 12);
}

TEST_CASE("a deck refuses a state with cards it does not have") {
  train::Deck deck(3);
  CHECK_THROWS_AS(deck.set_state(at::tensor(std::vector<std::int64_t>{0, 3}, at::kLong)), Error);
  CHECK_THROWS_AS(deck.set_state(at::tensor(std::vector<std::int64_t>{-1}, at::kLong)), Error);
}

TEST_CASE("a batch has the photos first, then as many class pictures, each with its sentence") {
  const train::Material pictures = batch_material(true);
  const auto batches = train::random_batches(pictures, {.batch = 3, .noise = {.beyond = 50}, .seed = 4});
  const train::Batch batch = batches->next(0);
  CHECK(batch.subjects == 3);
  CHECK(batch.latents.sizes() == at::IntArrayRef({6, 2, 3, 3}));
  CHECK(batch.noise.sizes() == batch.latents.sizes());
  const at::Tensor unscaled = batch.latents * 2 + 1;
  CHECK(unscaled.narrow(0, 0, 3).max().item<float>() < 2.1f);
  CHECK(unscaled.narrow(0, 3, 3).min().item<float>() > 99.9f);
  CHECK(at::equal(batch.prompts, at::tensor(std::vector<std::int64_t>{0, 0, 0, 1, 4, 1}, at::kLong)));
  CHECK(batch.timesteps.max().item<std::int64_t>() < 50);
}

TEST_CASE("photos and class pictures take turns in what they are called, across steps") {
  const train::Material pictures = batch_material(true);
  const auto batches = train::random_batches(pictures, {.batch = 3, .noise = {.beyond = 50}, .seed = 4});
  std::vector<std::int64_t> names, words;
  for (int step = 0; step < 4; ++step) {
    const at::Tensor prompts = batches->next(step).prompts;
    for (int i = 0; i < 3; ++i) names.push_back(prompts[i].item<std::int64_t>());
    for (int i = 3; i < 6; ++i) words.push_back(prompts[i].item<std::int64_t>());
  }
  CHECK(names == std::vector<std::int64_t>{0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 3});
  CHECK(words == std::vector<std::int64_t>{1, 4, 1, 2, 1, 4, 1, 2, 1, 4, 1, 2});
}

TEST_CASE("without class pictures the batch is photos alone") {
  const train::Material pictures = batch_material(false);
  const auto batches = train::random_batches(pictures, {.batch = 2, .noise = {.beyond = 50}, .seed = 4});
  const train::Batch batch = batches->next(0);
  CHECK(batch.latents.size(0) == 2);
  CHECK(batch.prompts.sum().item<std::int64_t>() == 0);
}

TEST_CASE("a saved position goes on with the very same batches") {
  const train::Material pictures = batch_material(true);
  const train::RandomSettings settings{.batch = 2, .noise = {}, .seed = 9};
  const auto straight = train::random_batches(pictures, settings);
  for (int i = 0; i < 4; ++i) straight->next(i);
  tensor::TensorMap state;
  straight->save(state);
  const auto resumed = train::random_batches(pictures, {.batch = 2, .noise = {}, .seed = 10});
  resumed->load(state, "state.safetensors");
  for (int i = 4; i < 9; ++i) {
    const train::Batch one = straight->next(i), other = resumed->next(i);
    CHECK(at::equal(one.latents, other.latents));
    CHECK(at::equal(one.noise, other.noise));
    CHECK(at::equal(one.timesteps, other.timesteps));
  }
}
