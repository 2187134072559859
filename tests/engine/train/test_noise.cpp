#include "engine/train/noise.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/tensor/random.h"

using namespace likeness;

namespace {

at::Tensor timesteps(const train::NoiseSettings& settings) {
  at::Generator generator = tensor::make_generator(3);
  return train::draw_timesteps(20000, settings, generator);
}

}  // namespace

TEST_CASE("by default noise and timesteps are the plain draws, number for number") {
  const train::NoiseSettings settings = train::noise_settings({}, 1000);
  at::Generator one = tensor::make_generator(5), other = tensor::make_generator(5);
  CHECK(at::equal(train::draw_noise({2, 4, 8, 8}, settings, one), tensor::randn({2, 4, 8, 8}, other)));
  CHECK(at::equal(train::draw_timesteps(7, settings, one), tensor::randint(0, 1000, {7}, other)));
}

TEST_CASE("offset noise adds one number per picture and channel") {
  at::Generator one = tensor::make_generator(5), other = tensor::make_generator(5);
  const at::Tensor extra = train::draw_noise({2, 4, 8, 8}, {.offset = 0.5}, one) - tensor::randn({2, 4, 8, 8}, other);
  CHECK(extra.flatten(2).std(-1).max().item<double>() < 1e-5);
  const at::Tensor expected = 0.5 * tensor::randn({2, 4, 1, 1}, other);
  CHECK(at::allclose(extra.mean({2, 3}, true), expected, 0, 1e-5));
}

TEST_CASE("multi-resolution noise has unit deviation and neighbours that resemble each other") {
  at::Generator generator = tensor::make_generator(5);
  const at::Tensor noise = train::draw_noise({4, 4, 32, 32}, {.multires_iterations = 6, .multires_discount = 0.8}, generator);
  CHECK(noise.std().item<double>() == doctest::Approx(1).epsilon(1e-4));
  const double alike = (noise.slice(3, 1) * noise.slice(3, 0, -1)).mean().item<double>();
  CHECK(alike > 0.1);
}

TEST_CASE("timesteps keep to their range and their distribution") {
  const at::Tensor uniform = timesteps({.lowest = 200, .beyond = 300});
  CHECK(uniform.min().item<std::int64_t>() == 200);
  CHECK(uniform.max().item<std::int64_t>() == 299);
  const at::Tensor late = timesteps({.distribution = "logit_normal", .mean = 1, .spread = 1}).to(at::kDouble);
  CHECK(late.median().item<double>() == doctest::Approx(1000 / (1 + std::exp(-1))).epsilon(0.02));
  const at::Tensor middle = timesteps({.distribution = "cosine"}).to(at::kDouble);
  CHECK(middle.mean().item<double>() == doctest::Approx(500).epsilon(0.02));
  CHECK((middle < 250).to(at::kDouble).mean().item<double>() == doctest::Approx(0.1464).epsilon(0.06));  // sin^2(pi/8)
  CHECK(middle.min().item<double>() >= 0);
  CHECK(middle.max().item<double>() <= 999);
}

TEST_CASE("a range without a timestep is refused by name") {
  api::TrainOptions options;
  options.timestep_min = 500;
  options.timestep_max = 500;
  CHECK_THROWS_AS(train::noise_settings(options, 1000), Error);
  options.timestep_max = 5000;
  CHECK(train::noise_settings(options, 1000).beyond == 1000);
}
