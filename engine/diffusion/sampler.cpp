#include "engine/diffusion/sampler.h"

#include <ATen/ATen.h>

namespace likeness::diffusion {

Plan schedule(const SamplerSettings& settings) { return make_sampler(settings)->plan(); }

at::Tensor sample(Sampler& sampler, const at::Tensor& noise, const Denoise& denoise, const DrawNoise& draw, const AfterStep& after) {
  return sample_from(sampler, noise * sampler.plan().init_sigma, 0, denoise, draw, after);
}

at::Tensor sample_from(Sampler& sampler, at::Tensor x, int first_step, const Denoise& denoise, const DrawNoise& draw,
                       const AfterStep& after) {
  const Plan& plan = sampler.plan();
  for (int i = first_step * plan.order; i < plan.evaluations(); ++i) {
    at::Tensor denoised;
    const at::Tensor output = denoise(sampler.scale_input(x, i), plan.timesteps[static_cast<std::size_t>(i)]);
    x = sampler.step(output, i, x, draw, &denoised);
    if (after && plan.ends_step(i)) after(plan.step_at(i), x, denoised);
  }
  return x;
}

}  // namespace likeness::diffusion
