#include "engine/diffusion/noise_schedule.h"

#include <cmath>
#include <numbers>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

constexpr std::int64_t max_train_steps = 100'000;
constexpr double largest_beta = 0.9999999;

at::Tensor float_table(const std::vector<double>& values) {
  return at::tensor(values, at::kDouble).to(at::kFloat);
}

/// `betas_for_alpha_bar`, cosine.
at::Tensor cosine_betas(std::int64_t steps) {
  const auto alpha_bar = [](double t) { return std::pow(std::cos((t + 0.008) / 1.008 * std::numbers::pi / 2), 2); };
  std::vector<double> betas;
  for (std::int64_t i = 0; i < steps; ++i) {
    const double from = static_cast<double>(i) / static_cast<double>(steps);
    const double to = static_cast<double>(i + 1) / static_cast<double>(steps);
    betas.push_back(std::min(1 - alpha_bar(to) / alpha_bar(from), 0.999));
  }
  return float_table(betas);
}

at::Tensor trained_betas(const Json& field, std::int64_t steps) {
  const auto refuse = [&](const std::string& found) {
    throw Error(ErrorKind::bad_input, "scheduler config, trained_betas: expected " + std::to_string(steps) +
                                          " numbers between 0 and 1 (num_train_timesteps), found " + found);
  };
  if (!field.is_array()) refuse(field.dump().substr(0, 80));
  if (static_cast<std::int64_t>(field.size()) != steps) refuse(std::to_string(field.size()));
  std::vector<double> betas;
  for (const Json& value : field) {
    if (!value.is_number() || !(value.get<double>() >= 0 && value.get<double>() <= largest_beta)) refuse(value.dump());
    betas.push_back(value.get<double>());
  }
  return float_table(betas);
}

at::Tensor betas_of(const Json& config, std::int64_t steps) {
  if (config.is_object() && config.contains("trained_betas") && !config["trained_betas"].is_null())
    return trained_betas(config["trained_betas"], steps);
  const double start = number_field(config, "beta_start", 0.0001, 0, largest_beta);
  const double end = number_field(config, "beta_end", 0.02, 0, largest_beta);
  const std::string kind = choice_field(config, "beta_schedule", "linear", {"linear", "scaled_linear", "squaredcos_cap_v2"});
  if (kind == "squaredcos_cap_v2") return cosine_betas(steps);
  if (kind == "linear") return at::linspace(start, end, steps, at::kFloat);
  return at::linspace(std::sqrt(start), std::sqrt(end), steps, at::kFloat).square();
}

/// `rescale_zero_terminal_snr` (Lin et al. 2023, algorithm 1).
at::Tensor with_zero_terminal_snr(const at::Tensor& betas) {
  at::Tensor root = at::cumprod(1 - betas, 0).sqrt();
  const at::Tensor first = root[0].clone();
  const at::Tensor last = root[-1].clone();
  root = (root - last) * (first / (first - last));
  const at::Tensor product = root.square();
  const at::Tensor alphas = at::cat({product.slice(0, 0, 1), product.slice(0, 1) / product.slice(0, 0, -1)});
  return 1 - alphas;
}

/// Classes that divide by the last alpha keep it just above zero: the smallest subnormal of half precision.
bool keeps_last_alpha_positive(const std::string& scheduler_class) {
  return scheduler_class == "EulerDiscreteScheduler" || scheduler_class == "EulerAncestralDiscreteScheduler" ||
         scheduler_class == "DPMSolverMultistepScheduler";
}

Prediction prediction_of(const Json& config) {
  const std::string name = choice_field(config, "prediction_type", "epsilon", {"epsilon", "v_prediction", "sample"});
  if (name == "v_prediction") return Prediction::v_prediction;
  return name == "sample" ? Prediction::sample : Prediction::epsilon;
}

/// sqrt(a_t) and sqrt(1-a_t) of each row, shaped to multiply `like`.
std::pair<at::Tensor, at::Tensor> roots_at(const NoiseSchedule& schedule, const at::Tensor& timesteps, const at::Tensor& like) {
  std::vector<std::int64_t> shape(static_cast<std::size_t>(like.dim()), 1);
  shape[0] = -1;
  const at::Tensor alpha = schedule.alphas_cumprod.to(like.device(), like.scalar_type())
                               .index_select(0, timesteps.to(like.device()).flatten())
                               .reshape(shape);
  return {alpha.sqrt(), (1 - alpha).sqrt()};
}

}  // namespace

at::Tensor NoiseSchedule::add_noise(const at::Tensor& sample, const at::Tensor& noise, const at::Tensor& timesteps) const {
  const auto [signal, sigma] = roots_at(*this, timesteps, sample);
  return signal * sample + sigma * noise;
}

at::Tensor NoiseSchedule::target(const at::Tensor& sample, const at::Tensor& noise, const at::Tensor& timesteps) const {
  if (prediction == Prediction::epsilon) return noise;
  if (prediction == Prediction::sample) return sample;
  const auto [signal, sigma] = roots_at(*this, timesteps, sample);
  return signal * noise - sigma * sample;
}

NoiseSchedule noise_schedule(const Json& config, const std::string& scheduler_class) {
  NoiseSchedule schedule;
  schedule.train_steps = whole_field(config, "num_train_timesteps", 1000, 2, max_train_steps);
  schedule.prediction = prediction_of(config);
  const bool zero_snr = flag_field(config, "rescale_betas_zero_snr", false);
  at::Tensor betas = betas_of(config, schedule.train_steps);
  if (zero_snr) betas = with_zero_terminal_snr(betas);
  schedule.alphas_cumprod = at::cumprod(1 - betas, 0);
  if (zero_snr && keeps_last_alpha_positive(scheduler_class)) schedule.alphas_cumprod[-1].fill_(std::ldexp(1.0, -24));
  return schedule;
}

}  // namespace likeness::diffusion
