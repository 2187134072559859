// What the samplers of x = x_0 + sigma noise share: the plan of EulerDiscreteScheduler and its relatives, the model's input, and the
// frame of samplers that evaluate the model a second time within each step but the last.
// Source: diffusers scheduling_euler_discrete.py, scheduling_heun_discrete.py, scheduling_k_dpm_2_discrete.py.
#pragma once

#include "engine/diffusion/samplers/samplers.h"

namespace likeness::diffusion {

struct SigmaPlanRules {
  const char* scheduler_class;
  bool euler_fields = false;   // has interpolation_type, timestep_type, sigma_min, sigma_max and final_sigmas_type
  bool rounds_karras = false;  // whole timesteps with Karras sigmas
};

/// One evaluation a step.
Plan sigma_plan(const SamplerSettings& settings, const SigmaPlanRules& rules);

/// Model input and clean estimate of a latent x = x_0 + sigma noise.
at::Tensor scale_by_sigma(const at::Tensor& x, const at::Tensor& sigma);
at::Tensor clean_from_sigma(Prediction prediction, const at::Tensor& model_output, const at::Tensor& x, const at::Tensor& sigma);

/// How much noise an ancestral step from one sigma to another adds (`up`), and how far it steps before (`down`). Tensors of any shape.
struct AncestralStep {
  at::Tensor up;
  at::Tensor down;
};
AncestralStep ancestral_step(const at::Tensor& from, const at::Tensor& to);

/// One evaluation a step.
class SigmaSampler : public Sampler {
 public:
  explicit SigmaSampler(Plan plan) : plan_(std::move(plan)), sigmas_(float_tensor(plan_.sigmas)) {}
  const Plan& plan() const override { return plan_; }
  at::Tensor scale_input(const at::Tensor& x, int evaluation) const override;
  at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, int evaluation) const override;

 protected:
  Plan plan_;
  at::Tensor sigmas_;
};

/// Step k evaluates at sigma k and then at `middle[k]`; the last step, to zero, has no second evaluation.
class TwoStageSampler : public Sampler {
 public:
  /// `plan` has one evaluation a step; `middle` [steps] float32.
  TwoStageSampler(Plan plan, const at::Tensor& middle, const Clipping& clipping);
  const Plan& plan() const override { return plan_; }
  at::Tensor scale_input(const at::Tensor& x, int evaluation) const override;
  at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, int evaluation) const override;
  at::Tensor step(const at::Tensor& model_output, int evaluation, const at::Tensor& x, const DrawNoise& draw,
                  at::Tensor* denoised) override;

 protected:
  virtual at::Tensor first(int step, const at::Tensor& x, const at::Tensor& clean, const DrawNoise& draw) = 0;
  /// `start` is the latent that the step began with, x what first() returned.
  virtual at::Tensor second(int step, const at::Tensor& start, const at::Tensor& x, const at::Tensor& clean, const DrawNoise& draw) = 0;
  bool last(int step) const { return step + 1 == plan_.steps(); }

  at::Tensor sigmas_;  // one for each step, and the final one
  at::Tensor middle_;
  Plan plan_;

 private:
  at::Tensor sigma_of(int evaluation) const { return (evaluation % 2 == 0 ? sigmas_ : middle_)[evaluation / 2]; }

  Clipping clipping_;
  at::Tensor start_;
};

}  // namespace likeness::diffusion
