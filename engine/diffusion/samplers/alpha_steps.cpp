#include "engine/diffusion/samplers/alpha_steps.h"

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {

std::vector<double> whole_timesteps(const SamplerSettings& settings, std::int64_t train_steps) {
  const std::int64_t offset = whole_field(settings.config, "steps_offset", 0, 0, train_steps);
  const std::string spacing = choice_field(settings.config, "timestep_spacing", "leading", {"linspace", "leading", "trailing"});
  if (spacing == "trailing") return trailing_timesteps(train_steps, static_cast<double>(train_steps) / settings.steps, settings.steps);
  if (spacing == "leading") {
    const auto timesteps = leading_timesteps(train_steps / settings.steps, settings.steps, offset);
    if (timesteps.front() >= static_cast<double>(train_steps))
      throw Error(ErrorKind::bad_input, "scheduler config, steps_offset: timestep " +
                                            std::to_string(static_cast<std::int64_t>(timesteps.front())) + " lies beyond the " +
                                            std::to_string(train_steps) + " training steps", "Use fewer steps.");
    return timesteps;
  }
  auto timesteps = linspace(0, static_cast<double>(train_steps - 1), settings.steps);
  round_half_even(timesteps);
  return {timesteps.rbegin(), timesteps.rend()};
}

Estimate estimate_at(Prediction prediction, const at::Tensor& model_output, const at::Tensor& x, const at::Tensor& alpha) {
  const at::Tensor beta = 1 - alpha;
  switch (prediction) {
    case Prediction::epsilon: return {(x - beta.sqrt() * model_output) / alpha.sqrt(), model_output};
    case Prediction::sample: return {model_output, (x - alpha.sqrt() * model_output) / beta.sqrt()};
    case Prediction::v_prediction: break;
  }
  return {alpha.sqrt() * x - beta.sqrt() * model_output, alpha.sqrt() * model_output + beta.sqrt() * x};
}

at::Tensor AlphaSampler::add_noise(const at::Tensor& sample, const at::Tensor& noise, int evaluation) const {
  return plan_.schedule.add_noise(sample, noise, at::full({sample.size(0)}, timestep(evaluation), at::kLong));
}

std::int64_t AlphaSampler::timestep(int evaluation) const {
  return static_cast<std::int64_t>(plan_.timesteps[static_cast<std::size_t>(evaluation)]);
}

}  // namespace likeness::diffusion
