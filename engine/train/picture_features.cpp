#include "engine/train/picture_features.h"

#include <algorithm>
#include <array>

#include <ATen/ATen.h>

#include "engine/tensor/random.h"

namespace likeness::train {

namespace {

constexpr std::int64_t cells_a_side = 16;
constexpr double feature_noise = 0.15;                              // share of the schedule
constexpr std::int64_t feature_draws = 2;
constexpr std::array<double, 4> word_noises = {0.35, 0.5, 0.65, 0.8};  // where words decide most
constexpr std::int64_t word_draws = 2;
constexpr std::uint64_t noise_seed = 314159;

std::int64_t timestep_at(const Instrument& instrument, double share) {
  return static_cast<std::int64_t>(share * static_cast<double>(instrument.schedule.train_steps));
}

at::Tensor on_grid(const at::Tensor& map) {
  if (map.size(2) >= cells_a_side && map.size(3) >= cells_a_side) return at::adaptive_avg_pool2d(map, {cells_a_side, cells_a_side});
  return at::upsample_bilinear2d(map, {cells_a_side, cells_a_side}, false);
}

/// The two levels before the last; the last one sees colours and noise more than things.
std::pair<std::size_t, std::size_t> levels_looked_at(std::size_t levels) {
  if (levels < 2) return {0, levels};
  return {levels < 3 ? 0 : levels - 3, levels - 1};
}

at::Tensor noise_like(const at::Tensor& latent, std::int64_t draws, at::Generator& generator) {
  return tensor::randn({draws, latent.size(1), latent.size(2), latent.size(3)}, generator);
}

}  // namespace

Features picture_features(const Instrument& instrument, const at::Tensor& latents) {
  const at::NoGradGuard no_grad;
  at::Generator generator = tensor::make_generator(noise_seed);
  const at::Device device = instrument.no_words.device();
  const at::Tensor noise = noise_like(latents, feature_draws, generator);
  const at::Tensor timesteps = at::full({feature_draws}, timestep_at(instrument, feature_noise), at::kLong);
  const at::Tensor context = instrument.no_words.expand({feature_draws, -1, -1});
  std::vector<std::vector<at::Tensor>> maps;
  for (std::int64_t i = 0; i < latents.size(0); ++i) {
    const at::Tensor noisy = instrument.schedule.add_noise(latents.narrow(0, i, 1).expand_as(noise), noise, timesteps);
    std::vector<at::Tensor> states;
    models::UNetPass pass;
    pass.states = &states;
    instrument.unet.forward(noisy.to(device), timesteps.to(device), context, pass);
    const auto [first, end] = levels_looked_at(states.size());
    maps.resize(end - first);
    for (std::size_t level = first; level < end; ++level)
      maps[level - first].push_back(on_grid(states[level].to(at::kCPU, at::kFloat).mean(0, true)));
  }
  Features features;
  for (const std::vector<at::Tensor>& level : maps) features.push_back(at::cat(level));
  return features;
}

double words_help(const Instrument& instrument, const at::Tensor& latent, const at::Tensor& words, const at::Tensor& kind) {
  const at::NoGradGuard no_grad;
  at::Generator generator = tensor::make_generator(noise_seed);
  const at::Device device = words.device();
  double with_words = 0, with_kind = 0;
  for (const double share : word_noises) {
    const at::Tensor noise = noise_like(latent, word_draws, generator);
    const at::Tensor clean = latent.expand_as(noise);
    const at::Tensor timesteps = at::full({word_draws}, timestep_at(instrument, share), at::kLong);
    const at::Tensor noisy = instrument.schedule.add_noise(clean, noise, timesteps).to(device);
    const at::Tensor target = instrument.schedule.target(clean, noise, timesteps).to(device);
    const auto error = [&](const at::Tensor& context) {
      const at::Tensor told = context.expand({word_draws, -1, -1});
      return at::mse_loss(instrument.unet.forward(noisy, timesteps.to(device), told), target).item<double>();
    };
    with_words += error(words);
    with_kind += error(kind);
  }
  return with_kind > 0 ? 100 * (with_kind - with_words) / with_kind : 0;
}

}  // namespace likeness::train
