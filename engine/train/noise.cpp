#include "engine/train/noise.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/tensor/random.h"

namespace likeness::train {

namespace {

at::Tensor with_coarser_noise(at::Tensor noise, const NoiseSettings& settings, at::Generator& generator) {
  const std::int64_t count = noise.size(0), channels = noise.size(1), height = noise.size(2), width = noise.size(3);
  double strength = 1;
  for (int i = 0; i < settings.multires_iterations; ++i) {
    const double ratio = 2 + 2 * at::rand({1}, generator, at::TensorOptions(at::kDouble)).item<double>();
    const double shrunk = std::pow(ratio, i);
    const auto h = std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(height) / shrunk));
    const auto w = std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(width) / shrunk));
    const at::Tensor coarse = tensor::randn({count, channels, h, w}, generator);
    noise = noise + strength * at::upsample_bilinear2d(coarse, {height, width}, /*align_corners=*/false);
    if (h == 1 || w == 1) break;
    strength *= settings.multires_discount;
  }
  return noise / noise.std();
}

}  // namespace

NoiseSettings noise_settings(const api::TrainOptions& options, std::int64_t train_steps) {
  NoiseSettings settings{.offset = options.noise_offset, .multires_iterations = options.multires_noise_iterations,
                         .multires_discount = options.multires_noise_discount, .distribution = options.timestep_distribution,
                         .mean = options.timestep_mean, .spread = options.timestep_spread, .lowest = options.timestep_min,
                         .beyond = train_steps};
  if (options.timestep_max > 0) settings.beyond = std::min<std::int64_t>(options.timestep_max, train_steps);
  if (settings.lowest < settings.beyond) return settings;
  throw Error(ErrorKind::bad_input, "timestep_min: expected a number under " + std::to_string(settings.beyond) + ", found " +
                                        std::to_string(settings.lowest) + ".",
              "timestep_max, or the model's own number of noise levels, is the border above.");
}

at::Tensor draw_noise(at::IntArrayRef shape, const NoiseSettings& settings, at::Generator& generator) {
  at::Tensor noise = tensor::randn(shape, generator);
  if (settings.multires_iterations > 0) noise = with_coarser_noise(noise, settings, generator);
  if (settings.offset > 0) noise = noise + settings.offset * tensor::randn({shape[0], shape[1], 1, 1}, generator);
  return noise;
}

at::Tensor draw_timesteps(std::int64_t count, const NoiseSettings& settings, at::Generator& generator) {
  if (settings.distribution == "uniform") return tensor::randint(settings.lowest, settings.beyond, {count}, generator);
  at::Tensor share;
  if (settings.distribution == "logit_normal") {
    share = at::sigmoid(tensor::randn({count}, generator) * settings.spread + settings.mean);
  } else {
    share = 1 - at::rand({count}, generator, at::TensorOptions(at::kFloat)).sqrt().acos() * (2 / std::numbers::pi);
  }
  const auto span = static_cast<double>(settings.beyond - settings.lowest);
  return (share * span).to(at::kLong).clamp(0, settings.beyond - settings.lowest - 1) + settings.lowest;
}

}  // namespace likeness::train
