#include "engine/train/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace likeness::train {

namespace {

constexpr double polynomial_end = 1e-7;

double cosine(double turn) { return std::max(0.0, 0.5 * (1 + std::cos(std::numbers::pi * turn))); }

double polynomial_rate(const api::TrainOptions& options, double rate, double progress) {
  if (rate <= polynomial_end) return rate;
  const double left = std::pow(1 - std::min(progress, 1.0), options.lr_power);
  return (rate - polynomial_end) * left + polynomial_end;
}

}  // namespace

double rate_at(const api::TrainOptions& options, double rate, std::int64_t step, std::int64_t steps) {
  const auto now = static_cast<double>(step), total = static_cast<double>(steps), warmup = static_cast<double>(options.warmup_steps);
  if (now < warmup) return rate * (now / warmup);
  const double progress = (now - warmup) / std::max(1.0, total - warmup);
  const double left = std::max(0.0, 1 - progress);
  if (options.lr_schedule == "linear") return rate * left;
  if (options.lr_schedule == "cosine") return rate * cosine(progress);
  if (options.lr_schedule == "cosine_restarts") return progress >= 1 ? 0 : rate * cosine(std::fmod(options.lr_cycles * progress, 1.0));
  if (options.lr_schedule == "polynomial") return polynomial_rate(options, rate, progress);
  if (options.lr_schedule == "rex") return rate * left / (0.5 + 0.5 * left);
  return rate;
}

std::vector<double> rate_curve(const api::TrainOptions& options, double rate, std::int64_t steps) {
  std::vector<double> curve;
  for (std::int64_t step = 0; step < steps; ++step) curve.push_back(rate_at(options, rate, step, steps));
  return curve;
}

}  // namespace likeness::train
