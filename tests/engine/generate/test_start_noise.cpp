// Whose numbers, and how a variation seed leans them (A1111 modules/rng.py, rng_philox.py).
#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/generate/start_noise.h"
#include "engine/tensor/random.h"

using namespace likeness;
using namespace likeness::generate;

TEST_CASE("GPU noise is A1111's own example, seed 0") {
  const at::Tensor expected = at::tensor({-0.92466259, -0.42534415, -2.6438457, 0.14518388, -0.12086647, -0.57972564, -0.62285122,
                                          -0.32838709, -1.07454231, -0.36314407, -1.67105067, 2.26550497}).to(at::kFloat);
  const auto draw = noise_draws("gpu", 0, {3, 4});
  CHECK(at::allclose(draw().flatten(), expected, 0, 1e-6));
  const at::Tensor second = draw();
  CHECK(!at::allclose(second.flatten(), expected, 0, 0.1));
  CHECK(at::equal(noise_draws("gpu", 0, {3, 4})().flatten().slice(0, 0, 4), noise_draws("gpu", 0, {4})()));
  const at::Tensor many = noise_draws("gpu", std::int64_t{4294967295}, {4, 64, 64})();
  CHECK(std::abs(many.mean().item<double>()) < 0.03);
  CHECK(many.std().item<double>() == doctest::Approx(1).epsilon(0.03));
}

TEST_CASE("CPU noise is torch's") {
  at::Generator generator = tensor::make_generator(9);
  const auto draw = noise_draws("cpu", 9, {1, 4, 8, 8});
  CHECK(at::equal(draw(), tensor::randn({1, 4, 8, 8}, generator)));
  CHECK(at::equal(draw(), tensor::randn({1, 4, 8, 8}, generator)));
}

TEST_CASE("a variation leans from one seed's noise to the other's on the sphere") {
  const std::vector<std::int64_t> shape = {1, 4, 16, 16};
  const auto noise = [&](double strength, const std::string& kind = "cpu") {
    return start_noise({.seed = 1, .variation_seed = 2, .variation_strength = strength, .noise = kind}, 2, noise_draws(kind, 1, shape));
  };
  const at::Tensor low = noise_draws("cpu", 1, shape)(), high = noise_draws("cpu", 2, shape)();
  CHECK(at::equal(noise(0), low));
  CHECK(at::allclose(noise(1), high, 1e-5, 1e-5));
  const at::Tensor half = noise(0.5);
  CHECK(half.std().item<double>() == doctest::Approx(1).epsilon(0.05));
  CHECK(at::allclose(half, slerp(0.5, high, low), 1e-4, 1e-5));
  CHECK(!at::allclose(noise(0.5, "gpu"), half, 0.1, 0.1));
  CHECK(at::equal(slerp(0.25, low, low), low));  // parallel: mixed
  // One column by hand: two orthogonal directions.
  const at::Tensor x = at::tensor({1.0F, 0.0F}).view({1, 1, 2, 1}), y = at::tensor({0.0F, 1.0F}).view({1, 1, 2, 1});
  CHECK(at::allclose(slerp(1.0 / 3, x, y).flatten(), at::tensor({0.8660254F, 0.5F}), 1e-5, 1e-6));
}
