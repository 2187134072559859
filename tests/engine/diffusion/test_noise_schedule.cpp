// The forward process: known values, the identities that link noise, v and clean sample, and training's defaults.
#include <cmath>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/diffusion/noise_schedule.h"
#include "engine/tensor/random.h"

using namespace likeness;
using namespace likeness::diffusion;

TEST_CASE("alphas of the linear schedule against a sum in double") {
  const NoiseSchedule schedule = noise_schedule(Json::object());
  REQUIRE(schedule.train_steps == 1000);
  double alpha = 1;
  for (std::int64_t t = 0; t < 1000; ++t) {
    alpha *= 1 - (0.0001 + (0.02 - 0.0001) * static_cast<double>(t) / 999);
    CHECK(schedule.alphas_cumprod[t].item<double>() == doctest::Approx(alpha).epsilon(2e-5));
  }
}

TEST_CASE("the cosine schedule follows its curve and is cut at 0.999") {
  const NoiseSchedule schedule = noise_schedule({{"beta_schedule", "squaredcos_cap_v2"}});
  const auto curve = [](double t) { return std::pow(std::cos((t + 0.008) / 1.008 * M_PI / 2), 2); };
  CHECK(schedule.alphas_cumprod[499].item<double>() == doctest::Approx(curve(0.5) / curve(0)).epsilon(1e-4));
  const double last = (schedule.alphas_cumprod[999] / schedule.alphas_cumprod[998]).item<double>();
  CHECK(last == doctest::Approx(0.001).epsilon(1e-3));
}

TEST_CASE("zero terminal SNR: the last alpha is zero, or just above it where a class divides by it") {
  const Json config{{"rescale_betas_zero_snr", true}};
  CHECK(noise_schedule(config).alphas_cumprod[-1].item<double>() == 0);
  CHECK(noise_schedule(config, "DDIMScheduler").alphas_cumprod[-1].item<double>() == 0);
  CHECK(noise_schedule(config, "EulerDiscreteScheduler").alphas_cumprod[-1].item<double>() == std::ldexp(1.0, -24));
  const double first = noise_schedule(Json::object()).alphas_cumprod[0].item<double>();
  CHECK(noise_schedule(config).alphas_cumprod[0].item<double>() == doctest::Approx(first).epsilon(1e-6));
}

TEST_CASE("trained betas replace the schedule") {
  const NoiseSchedule schedule = noise_schedule({{"num_train_timesteps", 3}, {"trained_betas", {0.1, 0.2, 0.5}}});
  CHECK(schedule.alphas_cumprod[2].item<double>() == doctest::Approx(0.9 * 0.8 * 0.5));
}

TEST_CASE("noising and targets: signal and noise can be solved for again") {
  at::Generator generator = tensor::make_generator(3);
  const at::Tensor clean = tensor::randn({3, 2, 4, 4}, generator);
  const at::Tensor noise = tensor::randn({3, 2, 4, 4}, generator);
  const at::Tensor timesteps = at::tensor({0, 500, 999}, at::kLong);
  const NoiseSchedule schedule = noise_schedule({{"prediction_type", "v_prediction"}});
  const at::Tensor noisy = schedule.add_noise(clean, noise, timesteps);
  const at::Tensor v = schedule.target(clean, noise, timesteps);
  const at::Tensor alpha = schedule.alphas_cumprod.index_select(0, timesteps).view({3, 1, 1, 1});
  CHECK(at::allclose(alpha.sqrt() * noisy - (1 - alpha).sqrt() * v, clean, 1e-4, 1e-5));
  CHECK(at::allclose((1 - alpha).sqrt() * noisy + alpha.sqrt() * v, noise, 1e-4, 1e-5));
  CHECK((noisy[0] - clean[0]).abs().max().item<double>() < 0.05);
  CHECK((noisy[2] - noise[2]).abs().max().item<double>() < 0.05);
  CHECK(at::equal(noise_schedule(Json::object()).target(clean, noise, timesteps), noise));
  CHECK(at::equal(noise_schedule({{"prediction_type", "sample"}}).target(clean, noise, timesteps), clean));
}
