// DPM-Solver-2 in sigma (Karras et al. 2022, section on DPM2): the second evaluation at the geometric middle of the step.
// Source: diffusers scheduling_k_dpm_2_discrete.py.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/sigma_steps.h"

namespace likeness::diffusion {
namespace {

class Dpm2 final : public TwoStageSampler {
 public:
  Dpm2(Plan plan, const at::Tensor& middle) : TwoStageSampler(std::move(plan), middle, Clipping({}, false)) {
    plan_.sigmas.insert(plan_.sigmas.end(), 2, 0.0);  // the class's own list ends with three zeros
  }

 protected:
  at::Tensor first(int step, const at::Tensor& x, const at::Tensor& clean, const DrawNoise&) override {
    return x + (x - clean) / sigmas_[step] * (middle_[step] - sigmas_[step]);
  }

  at::Tensor second(int step, const at::Tensor& start, const at::Tensor& x, const at::Tensor& clean, const DrawNoise&) override {
    return start + (x - clean) / middle_[step] * (sigmas_[step + 1] - sigmas_[step]);
  }
};

}  // namespace

std::unique_ptr<Sampler> make_dpm2(const SamplerSettings& settings) {
  Plan plan = sigma_plan(settings, {.scheduler_class = "KDPM2DiscreteScheduler", .rounds_karras = true});
  const at::Tensor logs = float_tensor(plan.sigmas).log();
  const at::Tensor middle = logs.slice(0, 1).lerp(logs.slice(0, 0, -1), 0.5).exp();
  return std::make_unique<Dpm2>(std::move(plan), middle);
}

}  // namespace likeness::diffusion
