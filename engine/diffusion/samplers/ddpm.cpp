// Ancestral sampling as the model was trained (Ho et al. 2020, equation 7). Source: diffusers scheduling_ddpm.py.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/alpha_steps.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

class Ddpm final : public AlphaSampler {
 public:
  explicit Ddpm(const SamplerSettings& settings)
      : AlphaSampler(settings, "DDPMScheduler"),
        thresholding_(settings.config),
        clipping_(settings.config, true),
        variance_(choice_field(settings.config, "variance_type", "fixed_small", {"fixed_small", "fixed_small_log", "fixed_large"})) {
    plan_.timesteps = whole_timesteps(settings, plan_.schedule.train_steps);
  }

  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw, at::Tensor* denoised) override;

 private:
  at::Tensor deviation(const at::Tensor& beta, const at::Tensor& beta_previous, const at::Tensor& current_beta) const {
    if (variance_ == "fixed_large") return current_beta.sqrt();
    const at::Tensor variance = (beta_previous / beta * current_beta).clamp_min(1e-20);
    return variance_ == "fixed_small" ? variance.sqrt() : (0.5 * variance.log()).exp();
  }

  Thresholding thresholding_;
  Clipping clipping_;
  std::string variance_;
};

at::Tensor Ddpm::step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw, at::Tensor* denoised) {
  const at::Tensor alpha_now = alpha(timestep(step));
  const at::Tensor alpha_previous = step + 1 < plan_.evaluations() ? alpha(timestep(step + 1)) : at::ones({});
  const at::Tensor beta = 1 - alpha_now;
  const at::Tensor beta_previous = 1 - alpha_previous;
  const at::Tensor current_alpha = alpha_now / alpha_previous;
  const at::Tensor current_beta = 1 - current_alpha;

  at::Tensor clean = estimate_at(plan_.schedule.prediction, model_output, x, alpha_now).clean;
  clean = thresholding_.on ? thresholding_.apply(clean) : clipping_.apply(clean);
  if (denoised != nullptr) *denoised = clean;
  const at::Tensor next = (alpha_previous.sqrt() * current_beta / beta) * clean + (current_alpha.sqrt() * beta_previous / beta) * x;
  return timestep(step) > 0 ? next + deviation(beta, beta_previous, current_beta) * draw() : next;
}

}  // namespace

std::unique_ptr<Sampler> make_ddpm(const SamplerSettings& settings) { return std::make_unique<Ddpm>(settings); }

}  // namespace likeness::diffusion
