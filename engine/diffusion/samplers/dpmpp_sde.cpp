// DPM-Solver++ (stochastic), two evaluations and two draws a step. Source: diffusers scheduling_dpmsolver_sde.py, k_diffusion/sampling.py
// sample_dpmpp_sde. The reference reads its noise off a Brownian path kept in torchsde's interval tree; here the path's two pieces of
// each step are drawn one after the other, which gives noise of the same law, but not the same pictures for a seed.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/sigma_steps.h"

namespace likeness::diffusion {
namespace {

class DpmppSde final : public TwoStageSampler {
 public:
  using TwoStageSampler::TwoStageSampler;

 protected:
  at::Tensor first(int step, const at::Tensor& x, const at::Tensor& clean, const DrawNoise& draw) override {
    if (last(step)) return clean;
    first_noise_ = draw();
    return moved(sigmas_[step], middle_[step], x, clean, first_noise_);
  }

  at::Tensor second(int step, const at::Tensor& start, const at::Tensor&, const at::Tensor& clean, const DrawNoise& draw) override {
    const at::Tensor before = (sigmas_[step] - middle_[step]).sqrt();
    const at::Tensor after = (middle_[step] - sigmas_[step + 1]).sqrt();
    const at::Tensor path = (before * first_noise_ + after * draw()) / (sigmas_[step] - sigmas_[step + 1]).sqrt();
    return moved(sigmas_[step], sigmas_[step + 1], start, clean, path);
  }

 private:
  static at::Tensor moved(const at::Tensor& from, const at::Tensor& to, const at::Tensor& x, const at::Tensor& clean,
                          const at::Tensor& noise) {
    const AncestralStep parts = ancestral_step(from, to);
    const at::Tensor ratio = parts.down / from;
    return ratio * x - (ratio - 1) * clean + noise * parts.up;
  }

  at::Tensor first_noise_;
};

}  // namespace

std::unique_ptr<Sampler> make_dpmpp_sde(const SamplerSettings& settings) {
  Plan plan = sigma_plan(settings, {.scheduler_class = "DPMSolverSDEScheduler"});
  const at::Tensor sigmas = float_tensor(plan.sigmas);
  const at::Tensor middle = (sigmas.slice(0, 0, -1) * sigmas.slice(0, 1)).sqrt();
  return std::make_unique<DpmppSde>(std::move(plan), middle, Clipping({}, false));
}

}  // namespace likeness::diffusion
