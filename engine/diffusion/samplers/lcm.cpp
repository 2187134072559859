// Latent consistency models (Luo et al. 2023, algorithm 3): each step jumps to a clean latent and noises it again.
// Source: diffusers scheduling_lcm.py. For models and LoRAs that were distilled for it; the timesteps are those of the distillation.
#include <cmath>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/samplers/alpha_steps.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

class Lcm final : public AlphaSampler {
 public:
  explicit Lcm(const SamplerSettings& settings);
  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw, at::Tensor* denoised) override;

 private:
  Thresholding thresholding_;
  Clipping clipping_;
  double scaling_;
};

Lcm::Lcm(const SamplerSettings& settings)
    : AlphaSampler(settings, "LCMScheduler"),
      thresholding_(settings.config),
      clipping_(settings.config, false),
      scaling_(number_field(settings.config, "timestep_scaling", 10, 0, 1e9)) {
  const std::int64_t train_steps = plan_.schedule.train_steps;
  const std::int64_t trained = whole_field(settings.config, "original_inference_steps", 50, 1, train_steps);
  if (settings.steps > trained)
    throw Error(ErrorKind::bad_input, "steps: lcm takes at most " + std::to_string(trained) + " (original_inference_steps), found " +
                                          std::to_string(settings.steps), "4 to 8 steps are usual.");
  const std::int64_t stride = train_steps / trained;
  for (int i = 0; i < settings.steps; ++i) {
    const auto skipped = static_cast<std::int64_t>(std::floor(i * (static_cast<double>(trained) / settings.steps)));
    plan_.timesteps.push_back(static_cast<double>((trained - skipped) * stride - 1));
  }
}

at::Tensor Lcm::step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw, at::Tensor* denoised) {
  constexpr double data_variance = 0.25;  // sigma_data 0.5
  const double scaled = static_cast<double>(timestep(step)) * scaling_;
  const double keep = data_variance / (scaled * scaled + data_variance);
  const double take = scaled / std::sqrt(scaled * scaled + data_variance);

  const at::Tensor estimate = estimate_at(plan_.schedule.prediction, model_output, x, alpha(timestep(step))).clean;
  const at::Tensor limited = thresholding_.on ? thresholding_.apply(estimate) : clipping_.apply(estimate);
  const at::Tensor clean = take * limited + keep * x;
  if (denoised != nullptr) *denoised = clean;
  if (step + 1 == plan_.evaluations()) return clean;
  const at::Tensor next = alpha(timestep(step + 1));
  return next.sqrt() * clean + (1 - next).sqrt() * draw();
}

}  // namespace

std::unique_ptr<Sampler> make_lcm(const SamplerSettings& settings) { return std::make_unique<Lcm>(settings); }

}  // namespace likeness::diffusion
