// The timesteps and sigmas of DPMSolverMultistepScheduler (set_timesteps). Source: diffusers scheduling_dpmsolver_multistep.py.
#include <cmath>
#include <limits>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/samplers/samplers.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

/// One beyond the noisiest timestep whose lambda is not clipped (`lambda_min_clipped`, for the cosine schedule).
std::int64_t last_timestep(const Json& config, const NoiseSchedule& schedule) {
  const auto lowest = optional_number_field(config, "lambda_min_clipped", -std::numeric_limits<double>::infinity(), 1e6);
  if (!lowest) return schedule.train_steps;
  const at::Tensor alphas = schedule.alphas_cumprod;
  const at::Tensor lambda = alphas.sqrt().log() - (1 - alphas).sqrt().log();
  const std::int64_t kept = schedule.train_steps - (lambda < *lowest).sum().item<std::int64_t>();
  if (kept < 1)
    throw Error(ErrorKind::bad_input, "scheduler config, lambda_min_clipped: no timestep has so high a lambda");
  return kept;
}

std::vector<double> dpmpp_timesteps(const SamplerSettings& settings, const NoiseSchedule& schedule) {
  const std::int64_t last = last_timestep(settings.config, schedule);
  const std::int64_t offset = whole_field(settings.config, "steps_offset", 0, 0, schedule.train_steps);
  const std::string spacing = choice_field(settings.config, "timestep_spacing", "linspace", {"linspace", "leading", "trailing"});
  const int steps = settings.steps;
  if (spacing == "trailing") return trailing_timesteps(last, static_cast<double>(schedule.train_steps) / steps, steps);
  std::vector<double> timesteps;
  if (spacing == "leading") {
    if (last / (steps + 1) == 0)
      throw Error(ErrorKind::bad_input, "steps: expected at most " + std::to_string(last - 1) + " with leading spacing, found " +
                                            std::to_string(steps));
    timesteps = leading_timesteps(last / (steps + 1), steps + 1, offset);
  } else {
    const auto rising = linspace(0, static_cast<double>(last - 1), steps + 1);
    timesteps.assign(rising.rbegin(), rising.rend());
    round_half_even(timesteps);
  }
  timesteps.pop_back();  // the lowest one is where the last step arrives
  return timesteps;
}

enum class SigmaSpacing { timesteps, karras, lu, exponential };

SigmaSpacing sigma_spacing(const SamplerSettings& settings) {
  const bool karras = settings.spacing == Spacing::karras || flag_field(settings.config, "use_karras_sigmas", false);
  const bool exponential = flag_field(settings.config, "use_exponential_sigmas", false);
  if (karras && exponential)
    throw Error(ErrorKind::bad_input, "scheduler config: use_karras_sigmas and use_exponential_sigmas exclude each other");
  if (karras) return SigmaSpacing::karras;
  if (flag_field(settings.config, "use_lu_lambdas", false)) return SigmaSpacing::lu;
  return exponential ? SigmaSpacing::exponential : SigmaSpacing::timesteps;
}

/// Uniform in log sigma, as Lu et al. space them.
std::vector<double> lu_sigmas(const SigmaTable& table, int count) {
  const double from = table.log_sigmas.back();
  const double to = table.log_sigmas.front();
  std::vector<double> sigmas;
  for (const double ramp : linspace(0, 1, count)) sigmas.push_back(std::exp(from + ramp * (to - from)));
  return sigmas;
}

}  // namespace

Plan dpmpp_plan(const SamplerSettings& settings) {
  Plan plan;
  plan.schedule = schedule_for(settings, "DPMSolverMultistepScheduler");
  plan.timesteps = dpmpp_timesteps(settings, plan.schedule);
  const SigmaTable table(plan.schedule);
  const SigmaSpacing spacing = sigma_spacing(settings);
  switch (spacing) {
    case SigmaSpacing::karras: plan.sigmas = karras_sigmas(table.sigmas.back(), table.sigmas.front(), settings.steps); break;
    case SigmaSpacing::lu: plan.sigmas = lu_sigmas(table, settings.steps); break;
    case SigmaSpacing::exponential: plan.sigmas = exponential_sigmas(table.sigmas.back(), table.sigmas.front(), settings.steps); break;
    case SigmaSpacing::timesteps:
      for (const double timestep : plan.timesteps) plan.sigmas.push_back(table.sigma_at(timestep));
  }
  if (spacing != SigmaSpacing::timesteps) {
    plan.timesteps.clear();
    for (const double sigma : plan.sigmas) plan.timesteps.push_back(table.timestep_of(sigma));
    const bool cosine = choice_field(settings.config, "beta_schedule", "linear", {"linear", "scaled_linear", "squaredcos_cap_v2"}) ==
                        "squaredcos_cap_v2";
    if (spacing != SigmaSpacing::exponential && !cosine) round_half_even(plan.timesteps);
  }
  for (double& timestep : plan.timesteps) timestep = std::trunc(timestep);
  const bool ends_at_zero = choice_field(settings.config, "final_sigmas_type", "zero", {"zero", "sigma_min"}) == "zero";
  plan.sigmas.push_back(ends_at_zero ? 0 : table.sigmas.front());
  round_to_float(plan.sigmas);
  return plan;
}

}  // namespace likeness::diffusion
