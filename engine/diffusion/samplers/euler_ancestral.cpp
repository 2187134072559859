// Euler's method with fresh noise at each step. Source: diffusers scheduling_euler_ancestral_discrete.py.
// The class has no Karras sigmas of its own; asked for them, it takes EulerDiscreteScheduler's whole plan.
#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/samplers/samplers.h"

namespace likeness::diffusion {
namespace {

/// Without Karras only the fields that the class itself has count.
Plan ancestral_plan(SamplerSettings settings) {
  if (settings.spacing == Spacing::normal && settings.config.is_object()) {
    for (const char* field : {"interpolation_type", "use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas", "sigma_min",
                              "sigma_max", "timestep_type", "final_sigmas_type"})
      settings.config.erase(field);
  }
  Plan plan = euler_plan(settings);
  if (plan.schedule.prediction == Prediction::sample)
    throw Error(ErrorKind::unsupported, "scheduler config, prediction_type: euler_a cannot use \"sample\"", "Choose another sampler.");
  return plan;
}

class EulerAncestral final : public Sampler {
 public:
  explicit EulerAncestral(const SamplerSettings& settings)
      : plan_(ancestral_plan(settings)), sigmas_(float_tensor(plan_.sigmas)) {}

  const Plan& plan() const override { return plan_; }
  at::Tensor scale_input(const at::Tensor& x, int step) const override { return scale_by_sigma(x, sigmas_[step]); }

  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw,
                  at::Tensor* denoised) override {
    const at::Tensor from = sigmas_[step];
    const at::Tensor to = sigmas_[step + 1];
    const at::Tensor clean = clean_from_sigma(plan_.schedule.prediction, model_output, x, from);
    if (denoised != nullptr) *denoised = clean;
    const at::Tensor up = (to.square() * (from.square() - to.square()) / from.square()).sqrt();
    const at::Tensor down = (to.square() - up.square()).sqrt();
    const at::Tensor derivative = (x - clean) / from;
    return x + derivative * (down - from) + draw() * up;
  }

  at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, int step) const override {
    return sample + noise * sigmas_[step];
  }

 private:
  Plan plan_;
  at::Tensor sigmas_;
};

}  // namespace

std::unique_ptr<Sampler> make_euler_ancestral(const SamplerSettings& settings) {
  return std::make_unique<EulerAncestral>(settings);
}

}  // namespace likeness::diffusion
