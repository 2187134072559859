#include "engine/diffusion/loss_weights.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

using namespace likeness;

namespace {

const Json stable_diffusion = {{"beta_start", 0.00085}, {"beta_end", 0.012}, {"beta_schedule", "scaled_linear"}};

at::Tensor weights_of(Json config, const diffusion::LossWeights& weights) {
  const diffusion::NoiseSchedule schedule = diffusion::noise_schedule(config);
  return diffusion::loss_weights(schedule, weights, at::tensor({0, 500, 999}, at::kLong));
}

}  // namespace

TEST_CASE("Min-SNR caps what little noise counts, and v-prediction divides by one more") {
  const diffusion::NoiseSchedule schedule = diffusion::noise_schedule(stable_diffusion);
  const at::Tensor timesteps = at::tensor({0, 500, 999}, at::kLong);
  const at::Tensor snr = diffusion::signal_to_noise(schedule, timesteps);
  CHECK(snr[0].item<double>() == doctest::Approx(1175.47).epsilon(1e-3));
  const at::Tensor plain = weights_of(stable_diffusion, {.min_snr_gamma = 5});
  CHECK(plain[0].item<double>() == doctest::Approx(5 / snr[0].item<double>()));
  CHECK(plain[2].item<double>() == doctest::Approx(1));
  Json v = stable_diffusion;
  v["prediction_type"] = "v_prediction";
  const at::Tensor velocity = weights_of(v, {.min_snr_gamma = 5});
  CHECK(velocity[0].item<double>() == doctest::Approx(5 / (snr[0].item<double>() + 1)));
}

TEST_CASE("at zero terminal signal v-prediction weighs 0 and epsilon stays finite") {
  Json zero = stable_diffusion;
  zero["rescale_betas_zero_snr"] = true;
  CHECK(weights_of(zero, {.min_snr_gamma = 5})[2].item<double>() == 1);
  CHECK(weights_of(zero, {.min_snr_gamma = 5, .debiased = true}).isfinite().all().item<bool>());
  zero["prediction_type"] = "v_prediction";
  CHECK(weights_of(zero, {.min_snr_gamma = 5})[2].item<double>() == 0);
}

TEST_CASE("debiased weights fall with the root of the signal") {
  const diffusion::NoiseSchedule schedule = diffusion::noise_schedule(stable_diffusion);
  const at::Tensor snr = diffusion::signal_to_noise(schedule, at::tensor({0, 500, 999}, at::kLong));
  const at::Tensor weights = weights_of(stable_diffusion, {.debiased = true});
  CHECK(weights[1].item<double>() == doctest::Approx(1 / std::sqrt(snr[1].item<double>())));
  CHECK(weights[0].item<double>() == doctest::Approx(1 / std::sqrt(1000.0)));
}
