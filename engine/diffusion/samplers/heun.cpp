// Heun's method (Karras et al. 2022, algorithm 1 without churn): two evaluations a step. Source: diffusers scheduling_heun_discrete.py.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/sigma_steps.h"

namespace likeness::diffusion {
namespace {

class Heun final : public TwoStageSampler {
 public:
  using TwoStageSampler::TwoStageSampler;

 protected:
  at::Tensor first(int step, const at::Tensor& x, const at::Tensor& clean, const DrawNoise&) override {
    derivative_ = (x - clean) / sigmas_[step];
    return x + derivative_ * (sigmas_[step + 1] - sigmas_[step]);
  }

  at::Tensor second(int step, const at::Tensor& start, const at::Tensor& x, const at::Tensor& clean, const DrawNoise&) override {
    const at::Tensor derivative = (derivative_ + (x - clean) / sigmas_[step + 1]) / 2;
    return start + derivative * (sigmas_[step + 1] - sigmas_[step]);
  }

 private:
  at::Tensor derivative_;
};

}  // namespace

std::unique_ptr<Sampler> make_heun(const SamplerSettings& settings) {
  Plan plan = sigma_plan(settings, {.scheduler_class = "HeunDiscreteScheduler"});
  const at::Tensor ends = float_tensor(plan.sigmas).slice(0, 1);
  return std::make_unique<Heun>(std::move(plan), ends, Clipping(settings.config, false));
}

}  // namespace likeness::diffusion
