#include "engine/diffusion/spacing.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/beta_quantile.h"

namespace likeness::diffusion {
namespace {

struct Named {
  const char* name;
  Spacing spacing;
};

constexpr Named names[] = {
    {"normal", Spacing::normal},           {"karras", Spacing::karras},
    {"exponential", Spacing::exponential}, {"sgm_uniform", Spacing::sgm_uniform},
    {"simple", Spacing::simple},           {"beta", Spacing::beta},
    {"ays", Spacing::ays},                 {"polyexponential", Spacing::polyexponential},
};

std::vector<double> karras_sigmas(SigmaRange range, int count) {
  constexpr double rho = 7;
  const double from = std::pow(range.highest, 1 / rho);
  const double to = std::pow(range.lowest, 1 / rho);
  std::vector<double> sigmas;
  for (const double ramp : linspace(0, 1, count)) sigmas.push_back(std::pow(from + ramp * (to - from), rho));
  return sigmas;
}

std::vector<double> exponential_sigmas(SigmaRange range, int count) {
  std::vector<double> sigmas = linspace(std::log(range.highest), std::log(range.lowest), count);
  for (double& sigma : sigmas) sigma = std::exp(sigma);
  return sigmas;
}

std::vector<double> beta_sigmas(SigmaRange range, int count) {
  constexpr double shape = 0.6;
  std::vector<double> sigmas;
  for (const double ramp : linspace(0, 1, count))
    sigmas.push_back(range.lowest + beta_quantile(1 - ramp, shape) * (range.highest - range.lowest));
  return sigmas;
}

std::vector<double> sgm_uniform_sigmas(const SigmaTable& table, int count) {
  std::vector<double> timesteps = linspace(static_cast<double>(table.sigmas.size() - 1), 0, count + 1);
  timesteps.pop_back();
  std::vector<double> sigmas;
  for (const double timestep : timesteps) sigmas.push_back(std::exp(table.log_sigma_at(timestep)));
  return sigmas;
}

std::vector<double> simple_sigmas(const SigmaTable& table, int count) {
  const double stride = static_cast<double>(table.sigmas.size()) / count;
  std::vector<double> sigmas;
  for (int i = 0; i < count; ++i) sigmas.push_back(table.sigmas[table.sigmas.size() - 1 - static_cast<std::size_t>(i * stride)]);
  return sigmas;
}

/// The published levels for SD 1, linear in log sigma between them; the last one is where the final zero stands.
std::vector<double> ays_sigmas(int count) {
  constexpr std::array levels{14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029};
  constexpr std::size_t last = levels.size() - 1;
  std::vector<double> sigmas;
  for (int i = 0; i < count; ++i) {
    const double place = static_cast<double>(i) * static_cast<double>(last) / count;
    const auto below = static_cast<std::size_t>(place);
    const double weight = place - static_cast<double>(below);
    sigmas.push_back(std::exp((1 - weight) * std::log(levels[below]) + weight * std::log(levels[below + 1])));
  }
  return sigmas;
}

/// Linear between neighbours, held at the ends.
double interpolated(const std::vector<float>& values, double place) {
  const double last = static_cast<double>(values.size() - 1);
  if (place <= 0) return values.front();
  if (place >= last) return values.back();
  const auto below = static_cast<std::size_t>(place);
  const double low = values[below];
  const double high = values[below + 1];
  return (high - low) * (place - static_cast<double>(below)) + low;
}

}  // namespace

std::vector<std::string> spacing_names() {
  std::vector<std::string> all;
  for (const Named& entry : names) all.emplace_back(entry.name);
  return all;
}

Spacing spacing_named(const std::string& name) {
  std::string listed;
  for (const Named& entry : names) {
    if (name == entry.name) return entry.spacing;
    listed += (listed.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw Error(ErrorKind::usage, "schedule: expected one of " + listed + ", found " + name);
}

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

double SigmaTable::sigma_at(double timestep) const { return interpolated(sigmas, timestep); }

double SigmaTable::log_sigma_at(double timestep) const { return interpolated(log_sigmas, timestep); }

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

std::vector<double> spaced_sigmas(Spacing spacing, const SigmaTable& table, SigmaRange range, int count) {
  switch (spacing) {
    case Spacing::karras: return karras_sigmas(range, count);
    case Spacing::exponential:
    case Spacing::polyexponential: return exponential_sigmas(range, count);  // with rho 1, k-diffusion's and A1111's default
    case Spacing::beta: return beta_sigmas(range, count);
    case Spacing::sgm_uniform: return sgm_uniform_sigmas(table, count);
    case Spacing::simple: return simple_sigmas(table, count);
    case Spacing::ays: return ays_sigmas(count);
    case Spacing::normal: break;
  }
  throw Error(ErrorKind::internal, "spaced_sigmas: normal spacing takes its sigmas from the timesteps");
}

}  // namespace likeness::diffusion
