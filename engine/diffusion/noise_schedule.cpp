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

/// What a class takes where its config says nothing, and what it can do beyond the rest.
struct ClassRules {
  const char* name;
  double beta_start = 0.0001;
  double beta_end = 0.02;
  const char* beta_schedule = "linear";
  const char* own_beta_schedule = nullptr;  // one that only this class knows
  bool zero_snr = false;                    // has rescale_betas_zero_snr
  bool last_alpha_positive = false;         // keeps the last alpha just above zero, because it divides by it
  bool predicts_sample = true;              // has prediction_type "sample"
};

constexpr ClassRules class_rules[] = {
    {.name = "DDPMScheduler", .own_beta_schedule = "sigmoid", .zero_snr = true},
    {.name = "DDIMScheduler", .zero_snr = true},
    {.name = "PNDMScheduler", .predicts_sample = false},
    {.name = "EulerDiscreteScheduler", .zero_snr = true, .last_alpha_positive = true},
    {.name = "EulerAncestralDiscreteScheduler", .zero_snr = true, .last_alpha_positive = true, .predicts_sample = false},
    {.name = "HeunDiscreteScheduler", .beta_start = 0.00085, .beta_end = 0.012, .own_beta_schedule = "exp"},
    {.name = "LMSDiscreteScheduler"},
    {.name = "DPMSolverMultistepScheduler", .zero_snr = true, .last_alpha_positive = true},
    {.name = "UniPCMultistepScheduler", .zero_snr = true, .last_alpha_positive = true},
    {.name = "DEISMultistepScheduler"},
    {.name = "KDPM2DiscreteScheduler", .beta_start = 0.00085, .beta_end = 0.012, .predicts_sample = false},
    {.name = "KDPM2AncestralDiscreteScheduler", .beta_start = 0.00085, .beta_end = 0.012, .predicts_sample = false},
    {.name = "DPMSolverSDEScheduler", .beta_start = 0.00085, .beta_end = 0.012, .predicts_sample = false},
    {.name = "LCMScheduler", .beta_start = 0.00085, .beta_end = 0.012, .beta_schedule = "scaled_linear", .zero_snr = true},
};

const ClassRules& rules_of(const std::string& scheduler_class) {
  for (const ClassRules& rules : class_rules)
    if (scheduler_class == rules.name) return rules;
  throw Error(ErrorKind::internal, "noise_schedule: no rules for " + scheduler_class);
}

at::Tensor float_table(const std::vector<double>& values) {
  return at::tensor(values, at::kDouble).to(at::kFloat);
}

double cosine(double t) { return std::pow(std::cos((t + 0.008) / 1.008 * std::numbers::pi / 2), 2); }
double exponential(double t) { return std::exp(t * -12.0); }

/// `betas_for_alpha_bar`.
at::Tensor betas_of_curve(std::int64_t steps, double (*alpha_bar)(double)) {
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

at::Tensor betas_of(const Json& config, const ClassRules& rules, std::int64_t steps) {
  if (config.is_object() && config.contains("trained_betas") && !config["trained_betas"].is_null())
    return trained_betas(config["trained_betas"], steps);
  const double start = number_field(config, "beta_start", rules.beta_start, 0, largest_beta);
  const double end = number_field(config, "beta_end", rules.beta_end, 0, largest_beta);
  std::vector<std::string> kinds{"linear", "scaled_linear", "squaredcos_cap_v2"};
  if (rules.own_beta_schedule != nullptr) kinds.emplace_back(rules.own_beta_schedule);
  const std::string kind = choice_field(config, "beta_schedule", rules.beta_schedule, kinds);
  if (kind == "squaredcos_cap_v2") return betas_of_curve(steps, cosine);
  if (kind == "exp") return betas_of_curve(steps, exponential);
  if (kind == "sigmoid") return at::sigmoid(at::linspace(-6, 6, steps, at::kFloat)) * (end - start) + start;
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

Prediction prediction_of(const Json& config, const ClassRules& rules) {
  std::vector<std::string> kinds{"epsilon", "v_prediction"};
  if (rules.predicts_sample) kinds.emplace_back("sample");
  const std::string name = choice_field(config, "prediction_type", "epsilon", kinds);
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
  const ClassRules& rules = rules_of(scheduler_class);
  NoiseSchedule schedule;
  schedule.train_steps = whole_field(config, "num_train_timesteps", 1000, 2, max_train_steps);
  schedule.prediction = prediction_of(config, rules);
  const bool zero_snr = rules.zero_snr && flag_field(config, "rescale_betas_zero_snr", false);
  at::Tensor betas = betas_of(config, rules, schedule.train_steps);
  if (zero_snr) betas = with_zero_terminal_snr(betas);
  schedule.alphas_cumprod = at::cumprod(1 - betas, 0);
  if (zero_snr && rules.last_alpha_positive) schedule.alphas_cumprod[-1].fill_(std::ldexp(1.0, -24));  // smallest subnormal of f16
  return schedule;
}

}  // namespace likeness::diffusion
