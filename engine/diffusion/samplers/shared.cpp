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

at::Tensor float_tensor(const std::vector<double>& values) { return at::tensor(values, at::kDouble).to(at::kFloat); }

void round_to_float(std::vector<double>& values) {
  for (double& value : values) value = static_cast<float>(value);
}

at::Tensor scale_by_sigma(const at::Tensor& x, const at::Tensor& sigma) { return x / (sigma.square() + 1).sqrt(); }

at::Tensor clean_from_sigma(Prediction prediction, const at::Tensor& model_output, const at::Tensor& x, const at::Tensor& sigma) {
  if (prediction == Prediction::sample) return model_output;
  if (prediction == Prediction::epsilon) return x - sigma * model_output;
  const at::Tensor variance = sigma.square() + 1;
  return model_output * (-sigma / variance.sqrt()) + x / variance;
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

}  // namespace likeness::diffusion
