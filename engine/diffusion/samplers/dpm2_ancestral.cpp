// DPM-Solver-2 in sigma with fresh noise at each step but the last. Source: diffusers scheduling_k_dpm_2_ancestral_discrete.py.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/sigma_steps.h"

namespace likeness::diffusion {
namespace {

class Dpm2Ancestral final : public TwoStageSampler {
 public:
  Dpm2Ancestral(Plan plan, const at::Tensor& middle, AncestralStep parts)
      : TwoStageSampler(std::move(plan), middle, Clipping({}, false)), parts_(std::move(parts)) {
    plan_.sigmas.insert(plan_.sigmas.end(), 2, 0.0);  // the class's own list ends with three zeros
  }

 protected:
  at::Tensor first(int step, const at::Tensor& x, const at::Tensor& clean, const DrawNoise&) override {
    return x + (x - clean) / sigmas_[step] * (middle_[step] - sigmas_[step]);
  }

  at::Tensor second(int step, const at::Tensor& start, const at::Tensor& x, const at::Tensor& clean, const DrawNoise& draw) override {
    const at::Tensor next = start + (x - clean) / middle_[step] * (parts_.down[step] - sigmas_[step]);
    return next + draw() * parts_.up[step];
  }

 private:
  AncestralStep parts_;
};

}  // namespace

std::unique_ptr<Sampler> make_dpm2_ancestral(const SamplerSettings& settings) {
  Plan plan = sigma_plan(settings, {.scheduler_class = "KDPM2AncestralDiscreteScheduler", .rounds_karras = true});
  const at::Tensor sigmas = float_tensor(plan.sigmas);
  AncestralStep parts = ancestral_step(sigmas.slice(0, 0, -1), sigmas.slice(0, 1));
  at::Tensor middle = sigmas.slice(0, 0, -1).log().lerp(parts.down.log(), 0.5).exp();
  middle[-1].zero_();  // down is zero there, and lerp cannot go half the way to the logarithm of zero
  return std::make_unique<Dpm2Ancestral>(std::move(plan), middle, std::move(parts));
}

}  // namespace likeness::diffusion
