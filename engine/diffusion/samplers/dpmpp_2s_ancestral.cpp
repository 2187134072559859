// DPM-Solver++(2S) with fresh noise at each step but the last (Lu et al. 2022, algorithm 1). Source: k_diffusion/sampling.py
// sample_dpmpp_2s_ancestral with eta 1, as A1111 runs it; diffusers has no such class, so the noise levels are planned as for euler_a.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/sigma_steps.h"

namespace likeness::diffusion {
namespace {

class Dpmpp2sAncestral final : public TwoStageSampler {
 public:
  Dpmpp2sAncestral(Plan plan, const at::Tensor& middle, AncestralStep parts)
      : TwoStageSampler(std::move(plan), middle, Clipping({}, false)), parts_(std::move(parts)) {}

 protected:
  at::Tensor first(int step, const at::Tensor& x, const at::Tensor& clean, const DrawNoise&) override {
    if (last(step)) return clean;
    const at::Tensor ratio = middle_[step] / sigmas_[step];
    return ratio * x - (ratio - 1) * clean;
  }

  at::Tensor second(int step, const at::Tensor& start, const at::Tensor&, const at::Tensor& clean, const DrawNoise& draw) override {
    const at::Tensor ratio = parts_.down[step] / sigmas_[step];
    return ratio * start - (ratio - 1) * clean + draw() * parts_.up[step];
  }

 private:
  AncestralStep parts_;
};

}  // namespace

std::unique_ptr<Sampler> make_dpmpp_2s_ancestral(const SamplerSettings& settings) {
  Plan plan = sigma_plan(settings, {.scheduler_class = "EulerAncestralDiscreteScheduler"});
  const at::Tensor sigmas = float_tensor(plan.sigmas);
  AncestralStep parts = ancestral_step(sigmas.slice(0, 0, -1), sigmas.slice(0, 1));
  const at::Tensor middle = (sigmas.slice(0, 0, -1) * parts.down).sqrt();
  return std::make_unique<Dpmpp2sAncestral>(std::move(plan), middle, std::move(parts));
}

}  // namespace likeness::diffusion
