#include "engine/diffusion/sampler.h"

#include <ATen/ATen.h>

namespace likeness::diffusion {

Plan schedule(const SamplerSettings& settings) { return make_sampler(settings)->plan(); }

at::Tensor sample(Sampler& sampler, const at::Tensor& noise, const Denoise& denoise, const DrawNoise& draw, const AfterStep& after) {
  const std::vector<double> timesteps = sampler.plan().timesteps;
  at::Tensor x = noise * sampler.plan().init_sigma;
  for (int i = 0; i < static_cast<int>(timesteps.size()); ++i) {
    at::Tensor denoised;
    const at::Tensor output = denoise(sampler.scale_input(x, i), timesteps[static_cast<std::size_t>(i)]);
    x = sampler.step(output, i, x, draw, &denoised);
    if (after) after(i, x, denoised);
  }
  return x;
}

}  // namespace likeness::diffusion
