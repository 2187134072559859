#include "engine/diffusion/loss_weights.h"

#include <ATen/ATen.h>

namespace likeness::diffusion {

namespace {

constexpr double debiased_limit = 1000;

at::Tensor min_snr_weights(const at::Tensor& snr, double gamma, Prediction prediction) {
  const at::Tensor capped = snr.clamp_max(gamma);
  if (prediction == Prediction::v_prediction) return capped / (snr + 1);
  if (prediction == Prediction::sample) return capped;
  return at::where(snr > 0, capped / snr, at::ones_like(snr));
}

}  // namespace

at::Tensor signal_to_noise(const NoiseSchedule& schedule, const at::Tensor& timesteps) {
  const at::Tensor alphas = schedule.alphas_cumprod.to(timesteps.device()).index_select(0, timesteps);
  // diffusers squares the quotient of the roots, and its float32 figures are the reference
  return (alphas.sqrt() / (1 - alphas).sqrt()).square();
}

at::Tensor loss_weights(const NoiseSchedule& schedule, const LossWeights& weights, const at::Tensor& timesteps) {
  const at::Tensor snr = signal_to_noise(schedule, timesteps);
  at::Tensor result = at::ones_like(snr);
  if (weights.min_snr_gamma > 0) result = min_snr_weights(snr, weights.min_snr_gamma, schedule.prediction);
  if (!weights.debiased) return result;
  if (schedule.prediction == Prediction::v_prediction) return result / (snr + 1);
  return result / snr.clamp(1e-8, debiased_limit).sqrt();
}

}  // namespace likeness::diffusion
