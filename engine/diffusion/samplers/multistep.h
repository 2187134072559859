// What DPM-Solver++, UniPC and DEIS share: latents alpha x_0 + sigma noise with alpha = 1/sqrt(s^2+1), sigma = s alpha, and rules that
// remember the estimates of earlier steps. lambda = log(alpha/sigma).
// Source: diffusers scheduling_dpmsolver_multistep.py, scheduling_unipc_multistep.py, scheduling_deis_multistep.py.
#pragma once

#include <deque>

#include "engine/diffusion/samplers/samplers.h"

namespace likeness::diffusion {

enum class LastSigma { as_stated, as_stated_last, lowest };  // as_stated_last: sigma_min of other spacings is the last sigma itself

struct MultistepPlanRules {
  const char* scheduler_class;
  bool dpmpp_fields = false;  // has lambda_min_clipped and use_lu_lambdas
  LastSigma last = LastSigma::as_stated;
};

/// Error{unsupported} for flow matching.
Plan multistep_plan(const SamplerSettings& settings, const MultistepPlanRules& rules);

struct Level {
  at::Tensor alpha;
  at::Tensor sigma;
  at::Tensor lambda;
};

class MultistepSampler : public Sampler {
 public:
  MultistepSampler(const Json& config, Plan plan)
      : plan_(std::move(plan)), sigmas_(float_tensor(plan_.sigmas)), thresholding_(config) {}
  const Plan& plan() const override { return plan_; }
  at::Tensor scale_input(const at::Tensor& x, int) const override { return x; }
  at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, int step) const override;

 protected:
  Level level(int step) const;
  at::Tensor clean_estimate(const at::Tensor& model_output, int step, const at::Tensor& x) const;
  /// Karras sigmas may end at sigma_min twice; the rules would divide by that step's length.
  bool stands_still(int step) const;
  /// True for the first step of a run; the memory is to be forgotten then.
  bool begins(int step);

  Plan plan_;
  at::Tensor sigmas_;

 private:
  Thresholding thresholding_;
  int last_step_ = -2;
};

/// DPM-Solver++ of order 1 to 3: which order a step takes, and the estimates it needs. Its two kinds give the rules.
class DpmppSampler : public MultistepSampler {
 public:
  explicit DpmppSampler(const SamplerSettings& settings);
  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw, at::Tensor* denoised) override;

 protected:
  /// h is the step's length in lambda, d1 and d2 the first differences of the estimates (undefined below order 2 and 3).
  struct Move {
    int order;
    Level from, to;
    at::Tensor h, clean, d1, d2;
  };
  virtual at::Tensor moved(const Move& move, const at::Tensor& x, const DrawNoise& draw) const = 0;
  bool heun() const { return heun_; }

 private:
  int order_at(int step) const;
  Move move_at(int step) const;

  int order_;
  bool heun_, lower_order_final_, euler_at_final_, ends_at_zero_;
  std::deque<at::Tensor> clean_;  // estimates of this step and the ones before, newest first
};

}  // namespace likeness::diffusion
