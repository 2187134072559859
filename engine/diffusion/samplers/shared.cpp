#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/samplers/samplers.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {

NoiseSchedule schedule_for(const SamplerSettings& settings, const std::string& scheduler_class) {
  NoiseSchedule schedule = noise_schedule(settings.config, scheduler_class);
  if (settings.steps < 1 || settings.steps > schedule.train_steps)
    throw Error(ErrorKind::bad_input, "steps: expected 1 to " + std::to_string(schedule.train_steps) + ", found " +
                                          std::to_string(settings.steps));
  return schedule;
}

Spacing stated_spacing(const SamplerSettings& settings) {
  Spacing found = settings.spacing;
  const std::pair<const char*, Spacing> flags[] = {{"use_karras_sigmas", Spacing::karras},
                                                   {"use_exponential_sigmas", Spacing::exponential},
                                                   {"use_beta_sigmas", Spacing::beta}};
  for (const auto& [name, spacing] : flags) {
    if (!flag_field(settings.config, name, false) || found == spacing) continue;
    if (found != Spacing::normal)
      throw Error(ErrorKind::bad_input, std::string("scheduler config, ") + name + ": another schedule is asked for too; they exclude each other");
    found = spacing;
  }
  return found;
}

at::Tensor float_tensor(const std::vector<double>& values) { return at::tensor(values, at::kDouble).to(at::kFloat); }

void round_to_float(std::vector<double>& values) {
  for (double& value : values) value = static_cast<float>(value);
}

Thresholding::Thresholding(const Json& config)
    : on(flag_field(config, "thresholding", false)),
      ratio(number_field(config, "dynamic_thresholding_ratio", 0.995, 0, 1)),
      largest(number_field(config, "sample_max_value", 1, 0, 1e6)) {}

at::Tensor Thresholding::apply(const at::Tensor& clean) const {
  if (!on) return clean;
  const at::Tensor rows = clean.flatten(1);
  const at::Tensor limit = at::quantile(rows.abs(), ratio, 1).clamp(1, largest).unsqueeze(1);
  return (at::maximum(at::minimum(rows, limit), -limit) / limit).reshape_as(clean);
}

Clipping::Clipping(const Json& config, bool clips_by_default)
    : on(flag_field(config, "clip_sample", clips_by_default)), range(number_field(config, "clip_sample_range", 1, 0, 1e6)) {}

at::Tensor Clipping::apply(const at::Tensor& clean) const { return on ? clean.clamp(-range, range) : clean; }

}  // namespace likeness::diffusion
