// The timesteps and sigmas of DPMSolverMultistepScheduler, UniPCMultistepScheduler and DEISMultistepScheduler (set_timesteps).
#include <cmath>
#include <limits>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/samplers/multistep.h"
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

std::vector<double> multistep_timesteps(const SamplerSettings& settings, const NoiseSchedule& schedule, std::int64_t last) {
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

/// Uniform in log sigma, as Lu et al. space them.
std::vector<double> lu_sigmas(const SigmaTable& table, int count) {
  const double from = table.log_sigmas.back();
  const double to = table.log_sigmas.front();
  std::vector<double> sigmas;
  for (const double ramp : linspace(0, 1, count)) sigmas.push_back(std::exp(from + ramp * (to - from)));
  return sigmas;
}

/// Sigmas before the final one; empty where they are those of the timesteps.
std::vector<double> sigmas_before_final(const SamplerSettings& settings, const MultistepPlanRules& rules, Spacing spacing,
                                        const SigmaTable& table) {
  const bool lu = rules.dpmpp_fields && flag_field(settings.config, "use_lu_lambdas", false);
  if (lu && spacing != Spacing::karras && settings.spacing == Spacing::normal) return lu_sigmas(table, settings.steps);
  if (spacing == Spacing::normal) return {};
  return spaced_sigmas(spacing, table, {.highest = table.sigmas.back(), .lowest = table.sigmas.front()}, settings.steps);
}

/// diffusers rounds the timesteps of Karras and Lu sigmas, except on the cosine schedule, and cuts off the fractions of the others.
bool rounds_timesteps(const Json& config, const MultistepPlanRules& rules, Spacing spacing) {
  if (spacing == Spacing::exponential || spacing == Spacing::beta) return false;
  const bool cosine = choice_field(config, "beta_schedule", "linear", {"linear", "scaled_linear", "squaredcos_cap_v2"}) ==
                      "squaredcos_cap_v2";
  return !(rules.dpmpp_fields && cosine);
}

double last_sigma(const Json& config, const MultistepPlanRules& rules, const Plan& plan, const SigmaTable& table, bool spaced) {
  if (rules.last != LastSigma::lowest && choice_field(config, "final_sigmas_type", "zero", {"zero", "sigma_min"}) == "zero") return 0;
  return rules.last != LastSigma::as_stated && spaced ? plan.sigmas.back() : table.sigmas.front();
}

}  // namespace

Plan multistep_plan(const SamplerSettings& settings, const MultistepPlanRules& rules) {
  for (const char* field : {"use_flow_sigmas", "use_dynamic_shifting"}) refuse_flag(settings.config, field);
  Plan plan;
  plan.schedule = schedule_for(settings, rules.scheduler_class);
  const SigmaTable table(plan.schedule);
  const Spacing spacing = stated_spacing(settings);
  plan.timesteps = multistep_timesteps(
      settings, plan.schedule, rules.dpmpp_fields ? last_timestep(settings.config, plan.schedule) : plan.schedule.train_steps);
  plan.sigmas = sigmas_before_final(settings, rules, spacing, table);
  const bool spaced = !plan.sigmas.empty();
  if (spaced) {
    plan.timesteps.clear();
    for (const double sigma : plan.sigmas) plan.timesteps.push_back(table.timestep_of(sigma));
    if (rounds_timesteps(settings.config, rules, spacing)) round_half_even(plan.timesteps);
  } else {
    for (const double timestep : plan.timesteps) plan.sigmas.push_back(table.sigma_at(timestep));
  }
  for (double& timestep : plan.timesteps) timestep = std::trunc(timestep);
  plan.sigmas.push_back(last_sigma(settings.config, rules, plan, table, spaced));
  round_to_float(plan.sigmas);
  return plan;
}

}  // namespace likeness::diffusion
