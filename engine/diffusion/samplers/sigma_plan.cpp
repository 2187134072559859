// The timesteps and sigmas of EulerDiscreteScheduler and its relatives (set_timesteps).
#include <cmath>

#include <ATen/ATen.h>

#include "engine/diffusion/samplers/sigma_steps.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

std::vector<double> sigma_timesteps(const SamplerSettings& settings, std::int64_t train_steps, const std::string& spacing) {
  const std::int64_t offset = whole_field(settings.config, "steps_offset", 0, 0, train_steps);
  if (spacing == "leading") return leading_timesteps(train_steps / settings.steps, settings.steps, offset);
  if (spacing == "trailing") return trailing_timesteps(train_steps, static_cast<double>(train_steps) / settings.steps, settings.steps);
  auto timesteps = linspace(0, static_cast<double>(train_steps - 1), settings.steps);
  round_to_float(timesteps);
  return {timesteps.rbegin(), timesteps.rend()};
}

/// Sigmas before the final one. `log_linear` has one more than there are timesteps, as in the reference.
std::vector<double> sigmas_before_final(const SamplerSettings& settings, Spacing spacing, const SigmaTable& table,
                                        const std::vector<double>& timesteps) {
  std::vector<double> sigmas;
  if (choice_field(settings.config, "interpolation_type", "linear", {"linear", "log_linear"}) == "linear") {
    for (const double timestep : timesteps) sigmas.push_back(table.sigma_at(timestep));
  } else {
    const at::Tensor values = at::linspace(table.log_sigmas.back(), table.log_sigmas.front(), settings.steps + 1, at::kFloat).exp();
    for (std::int64_t i = 0; i < values.numel(); ++i) sigmas.push_back(values[i].item<double>());
  }
  if (spacing == Spacing::normal) return sigmas;
  const SigmaRange range{.highest = optional_number_field(settings.config, "sigma_max", 1e-10, 1e6).value_or(sigmas.front()),
                         .lowest = optional_number_field(settings.config, "sigma_min", 1e-10, 1e6).value_or(sigmas.back())};
  return spaced_sigmas(spacing, table, range, settings.steps);
}

SamplerSettings with_fields_of(const SigmaPlanRules& rules, SamplerSettings settings) {
  if (!rules.euler_fields && settings.config.is_object()) {
    for (const char* field : {"interpolation_type", "sigma_min", "sigma_max", "timestep_type", "final_sigmas_type"})
      settings.config.erase(field);
  }
  return settings;
}

}  // namespace

Plan sigma_plan(const SamplerSettings& given, const SigmaPlanRules& rules) {
  const SamplerSettings settings = with_fields_of(rules, given);
  const Json& config = settings.config;
  Plan plan;
  plan.schedule = schedule_for(settings, rules.scheduler_class);
  const SigmaTable table(plan.schedule);
  const std::string spacing = choice_field(config, "timestep_spacing", "linspace", {"linspace", "leading", "trailing"});
  const Spacing levels = stated_spacing(settings);
  plan.timesteps = sigma_timesteps(settings, plan.schedule.train_steps, spacing);
  plan.sigmas = sigmas_before_final(settings, levels, table, plan.timesteps);

  const bool continuous = choice_field(config, "timestep_type", "discrete", {"discrete", "continuous"}) == "continuous" &&
                          plan.schedule.prediction == Prediction::v_prediction;
  if (levels != Spacing::normal) plan.timesteps.resize(plan.sigmas.size());
  for (std::size_t i = 0; i < plan.timesteps.size(); ++i) {
    if (continuous) plan.timesteps[i] = 0.25F * std::log(static_cast<float>(plan.sigmas[i]));
    else if (levels != Spacing::normal) plan.timesteps[i] = table.timestep_of(plan.sigmas[i]);
  }
  if (rules.rounds_karras && levels == Spacing::karras) round_half_even(plan.timesteps);
  round_to_float(plan.timesteps);

  const bool ends_at_zero = choice_field(config, "final_sigmas_type", "zero", {"zero", "sigma_min"}) == "zero";
  plan.sigmas.push_back(ends_at_zero ? 0 : table.sigmas.front());
  round_to_float(plan.sigmas);
  const at::Tensor highest = float_tensor(plan.sigmas).max();
  plan.init_sigma = (spacing == "leading" ? (highest.square() + 1).sqrt() : highest).item<double>();
  return plan;
}

}  // namespace likeness::diffusion
