#include "engine/diffusion/spacing.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

namespace likeness::diffusion {

std::vector<double> linspace(double from, double to, int count) {
  std::vector<double> values;
  const double step = count > 1 ? (to - from) / (count - 1) : 0;
  for (int i = 0; i < count; ++i) values.push_back(i * step + from);
  if (count > 1) values.back() = to;
  return values;
}

std::vector<double> leading_timesteps(std::int64_t ratio, int steps, std::int64_t offset) {
  std::vector<double> values;
  for (int i = steps - 1; i >= 0; --i) values.push_back(static_cast<double>(i * ratio + offset));
  return values;
}

std::vector<double> trailing_timesteps(std::int64_t from, double ratio, int steps) {
  const double start = static_cast<double>(from);
  const double delta = (start - ratio) - start;  // numpy.arange steps by the rounded difference of its first two values
  // numpy's count can be one too many by rounding; that one would be timestep -1
  const int count = std::min(steps, static_cast<int>(std::ceil(start / ratio)));
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(start + i * delta);
  round_half_even(values);
  for (double& value : values) value -= 1;
  return values;
}

void round_half_even(std::vector<double>& values) {
  for (double& value : values) value = std::nearbyint(value);
}

SigmaTable::SigmaTable(const NoiseSchedule& schedule) {
  const at::Tensor& alphas = schedule.alphas_cumprod;
  const at::Tensor values = ((1 - alphas) / alphas).sqrt().contiguous();
  sigmas.assign(values.data_ptr<float>(), values.data_ptr<float>() + values.numel());
  for (const float sigma : sigmas) log_sigmas.push_back(std::log(sigma));
}

double SigmaTable::sigma_at(double timestep) const {
  const double last = static_cast<double>(sigmas.size() - 1);
  if (timestep <= 0) return sigmas.front();
  if (timestep >= last) return sigmas.back();
  const auto below = static_cast<std::size_t>(timestep);
  const double low = sigmas[below];
  const double high = sigmas[below + 1];
  return (high - low) * (timestep - static_cast<double>(below)) + low;
}

double SigmaTable::timestep_of(double sigma) const {
  const double log_sigma = std::log(std::max(sigma, 1e-10));
  const auto above = std::upper_bound(log_sigmas.begin(), log_sigmas.end(), log_sigma,
                                      [](double value, float entry) { return value < static_cast<double>(entry); });
  const auto last = static_cast<std::ptrdiff_t>(log_sigmas.size()) - 2;
  const auto index = std::clamp<std::ptrdiff_t>(above - log_sigmas.begin() - 1, 0, last);
  const float low = log_sigmas[static_cast<std::size_t>(index)];
  const float high = log_sigmas[static_cast<std::size_t>(index) + 1];
  const double weight = std::clamp((low - log_sigma) / (low - high), 0.0, 1.0);
  return (1 - weight) * static_cast<double>(index) + weight * static_cast<double>(index + 1);
}

std::vector<double> karras_sigmas(double highest, double lowest, int count) {
  constexpr double rho = 7;
  const double from = std::pow(highest, 1 / rho);
  const double to = std::pow(lowest, 1 / rho);
  std::vector<double> sigmas;
  for (const double ramp : linspace(0, 1, count)) sigmas.push_back(std::pow(from + ramp * (to - from), rho));
  return sigmas;
}

std::vector<double> exponential_sigmas(double highest, double lowest, int count) {
  std::vector<double> sigmas = linspace(std::log(highest), std::log(lowest), count);
  for (double& sigma : sigmas) sigma = std::exp(sigma);
  return sigmas;
}

}  // namespace likeness::diffusion
