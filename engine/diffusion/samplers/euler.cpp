// Euler's method on the probability-flow equation (Karras et al. 2022, algorithm 2 without churn).
// Source: diffusers scheduling_euler_discrete.py.
#include <cmath>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/samplers/samplers.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

class Euler final : public Sampler {
 public:
  explicit Euler(const SamplerSettings& settings) : plan_(euler_plan(settings)), sigmas_(float_tensor(plan_.sigmas)) {}

  const Plan& plan() const override { return plan_; }
  at::Tensor scale_input(const at::Tensor& x, int step) const override { return scale_by_sigma(x, sigmas_[step]); }

  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) override {
    const at::Tensor sigma = sigmas_[step];
    const at::Tensor clean = clean_from_sigma(plan_.schedule.prediction, model_output, x, sigma);
    if (denoised != nullptr) *denoised = clean;
    const at::Tensor derivative = (x - clean) / sigma;
    return x + derivative * (sigmas_[step + 1] - sigma);
  }

  at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, int step) const override {
    return sample + noise * sigmas_[step];
  }

 private:
  Plan plan_;
  at::Tensor sigmas_;
};

enum class EulerSpacing { timesteps, karras, exponential };

EulerSpacing euler_spacing(const SamplerSettings& settings) {
  refuse_flag(settings.config, "use_beta_sigmas");
  const bool karras = settings.spacing == Spacing::karras || flag_field(settings.config, "use_karras_sigmas", false);
  const bool exponential = flag_field(settings.config, "use_exponential_sigmas", false);
  if (karras && exponential)
    throw Error(ErrorKind::bad_input, "scheduler config: use_karras_sigmas and use_exponential_sigmas exclude each other");
  return karras ? EulerSpacing::karras : exponential ? EulerSpacing::exponential : EulerSpacing::timesteps;
}

std::vector<double> euler_timesteps(const SamplerSettings& settings, std::int64_t train_steps, const std::string& spacing) {
  const std::int64_t offset = whole_field(settings.config, "steps_offset", 0, 0, train_steps);
  if (spacing == "leading") return leading_timesteps(train_steps / settings.steps, settings.steps, offset);
  if (spacing == "trailing") return trailing_timesteps(train_steps, static_cast<double>(train_steps) / settings.steps, settings.steps);
  auto timesteps = linspace(0, static_cast<double>(train_steps - 1), settings.steps);
  round_to_float(timesteps);
  return {timesteps.rbegin(), timesteps.rend()};
}

/// Sigmas before the final one. `log_linear` has one more than there are timesteps, as in the reference.
std::vector<double> euler_sigmas(const SamplerSettings& settings, const SigmaTable& table, const std::vector<double>& timesteps) {
  std::vector<double> sigmas;
  if (choice_field(settings.config, "interpolation_type", "linear", {"linear", "log_linear"}) == "linear") {
    for (const double timestep : timesteps) sigmas.push_back(table.sigma_at(timestep));
  } else {
    const at::Tensor values = at::linspace(table.log_sigmas.back(), table.log_sigmas.front(), settings.steps + 1, at::kFloat).exp();
    for (std::int64_t i = 0; i < values.numel(); ++i) sigmas.push_back(values[i].item<double>());
  }
  const double lowest = optional_number_field(settings.config, "sigma_min", 1e-10, 1e6).value_or(sigmas.back());
  const double highest = optional_number_field(settings.config, "sigma_max", 1e-10, 1e6).value_or(sigmas.front());
  switch (euler_spacing(settings)) {
    case EulerSpacing::karras: return karras_sigmas(highest, lowest, settings.steps);
    case EulerSpacing::exponential: return exponential_sigmas(highest, lowest, settings.steps);
    case EulerSpacing::timesteps: break;
  }
  return sigmas;
}

}  // namespace

Plan euler_plan(const SamplerSettings& settings) {
  const Json& config = settings.config;
  Plan plan;
  plan.schedule = schedule_for(settings, "EulerDiscreteScheduler");
  const SigmaTable table(plan.schedule);
  const std::string spacing = choice_field(config, "timestep_spacing", "linspace", {"linspace", "leading", "trailing"});
  plan.timesteps = euler_timesteps(settings, plan.schedule.train_steps, spacing);
  plan.sigmas = euler_sigmas(settings, table, plan.timesteps);

  const bool continuous = choice_field(config, "timestep_type", "discrete", {"discrete", "continuous"}) == "continuous" &&
                          plan.schedule.prediction == Prediction::v_prediction;
  for (std::size_t i = 0; i < plan.timesteps.size(); ++i) {
    if (continuous) plan.timesteps[i] = 0.25F * std::log(static_cast<float>(plan.sigmas[i]));
    else if (euler_spacing(settings) != EulerSpacing::timesteps) plan.timesteps[i] = table.timestep_of(plan.sigmas[i]);
  }
  round_to_float(plan.timesteps);

  const bool ends_at_zero = choice_field(config, "final_sigmas_type", "zero", {"zero", "sigma_min"}) == "zero";
  plan.sigmas.push_back(ends_at_zero ? 0 : table.sigmas.front());
  round_to_float(plan.sigmas);
  const at::Tensor highest = float_tensor(plan.sigmas).max();
  plan.init_sigma = (spacing == "leading" ? (highest.square() + 1).sqrt() : highest).item<double>();
  return plan;
}

std::unique_ptr<Sampler> make_euler(const SamplerSettings& settings) { return std::make_unique<Euler>(settings); }

}  // namespace likeness::diffusion
