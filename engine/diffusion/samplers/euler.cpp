// Euler's method on the probability-flow equation (Karras et al. 2022, algorithm 2 without churn).
// Source: diffusers scheduling_euler_discrete.py.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/sigma_steps.h"

namespace likeness::diffusion {
namespace {

class Euler final : public SigmaSampler {
 public:
  using SigmaSampler::SigmaSampler;

  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) override {
    const at::Tensor sigma = sigmas_[step];
    const at::Tensor clean = clean_from_sigma(plan_.schedule.prediction, model_output, x, sigma);
    if (denoised != nullptr) *denoised = clean;
    const at::Tensor derivative = (x - clean) / sigma;
    return x + derivative * (sigmas_[step + 1] - sigma);
  }
};

}  // namespace

std::unique_ptr<Sampler> make_euler(const SamplerSettings& settings) {
  return std::make_unique<Euler>(sigma_plan(settings, {.scheduler_class = "EulerDiscreteScheduler", .euler_fields = true}));
}

}  // namespace likeness::diffusion
