// DDIM (Song et al. 2021, equations 12 and 16). Source: diffusers scheduling_ddim.py.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/alpha_steps.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

class Ddim final : public AlphaSampler {
 public:
  explicit Ddim(const SamplerSettings& settings)
      : AlphaSampler(settings, "DDIMScheduler"),
        eta_(settings.eta),
        thresholding_(settings.config),
        clipping_(settings.config, true),
        stride_(plan_.schedule.train_steps / settings.steps) {
    plan_.timesteps = whole_timesteps(settings, plan_.schedule.train_steps);
    final_alpha_ = flag_field(settings.config, "set_alpha_to_one", true) ? at::ones({}) : alpha(0);
  }

  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw, at::Tensor* denoised) override;

 private:
  double eta_;
  Thresholding thresholding_;
  Clipping clipping_;
  std::int64_t stride_;
  at::Tensor final_alpha_;
};

at::Tensor Ddim::step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw, at::Tensor* denoised) {
  const std::int64_t previous = timestep(step) - stride_;
  const at::Tensor alpha_now = alpha(timestep(step));
  const at::Tensor alpha_previous = previous >= 0 ? alpha(previous) : final_alpha_;
  Estimate estimate = estimate_at(plan_.schedule.prediction, model_output, x, alpha_now);
  estimate.clean = thresholding_.on ? thresholding_.apply(estimate.clean) : clipping_.apply(estimate.clean);
  if (denoised != nullptr) *denoised = estimate.clean;

  const at::Tensor variance = ((1 - alpha_previous) / (1 - alpha_now)) * (1 - alpha_now / alpha_previous);
  const at::Tensor deviation = eta_ * variance.sqrt();
  const at::Tensor direction = (1 - alpha_previous - deviation.square()).sqrt() * estimate.noise;
  const at::Tensor next = alpha_previous.sqrt() * estimate.clean + direction;
  return eta_ > 0 ? next + deviation * draw() : next;
}

}  // namespace

std::unique_ptr<Sampler> make_ddim(const SamplerSettings& settings) { return std::make_unique<Ddim>(settings); }

}  // namespace likeness::diffusion
