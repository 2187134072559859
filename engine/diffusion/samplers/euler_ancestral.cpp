// Euler's method with fresh noise at each step. Source: diffusers scheduling_euler_ancestral_discrete.py.
// The class spaces its sigmas in one way only; asked for another, it takes EulerDiscreteScheduler's whole plan.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/sigma_steps.h"

namespace likeness::diffusion {
namespace {

/// With the normal spacing only the fields that the class itself has count.
Plan ancestral_plan(SamplerSettings settings) {
  const bool as_euler = settings.spacing != Spacing::normal;
  if (!as_euler && settings.config.is_object()) {
    for (const char* field : {"use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas"}) settings.config.erase(field);
  }
  return sigma_plan(settings, {.scheduler_class = "EulerAncestralDiscreteScheduler", .euler_fields = as_euler});
}

class EulerAncestral final : public SigmaSampler {
 public:
  using SigmaSampler::SigmaSampler;

  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw,
                  at::Tensor* denoised) override {
    const at::Tensor from = sigmas_[step];
    const at::Tensor clean = clean_from_sigma(plan_.schedule.prediction, model_output, x, from);
    if (denoised != nullptr) *denoised = clean;
    const AncestralStep parts = ancestral_step(from, sigmas_[step + 1]);
    const at::Tensor derivative = (x - clean) / from;
    return x + derivative * (parts.down - from) + draw() * parts.up;
  }
};

}  // namespace

std::unique_ptr<Sampler> make_euler_ancestral(const SamplerSettings& settings) {
  return std::make_unique<EulerAncestral>(ancestral_plan(settings));
}

}  // namespace likeness::diffusion
