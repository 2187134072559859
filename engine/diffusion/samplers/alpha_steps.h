// What DDIM and its relatives share: samplers that step between cumulated alphas at whole timesteps and have no sigmas.
// Source: diffusers scheduling_ddim.py, scheduling_ddpm.py, scheduling_pndm.py, scheduling_lcm.py.
#pragma once

#include "engine/diffusion/samplers/samplers.h"

namespace likeness::diffusion {

/// `steps` timesteps from high to low by timestep_spacing (leading by default). Error{bad_input} when one lies beyond the training's.
std::vector<double> whole_timesteps(const SamplerSettings& settings, std::int64_t train_steps);

/// Both halves of a latent: its clean part and its noise.
struct Estimate {
  at::Tensor clean;
  at::Tensor noise;
};

Estimate estimate_at(Prediction prediction, const at::Tensor& model_output, const at::Tensor& x, const at::Tensor& alpha);

class AlphaSampler : public Sampler {
 public:
  AlphaSampler(const SamplerSettings& settings, const char* scheduler_class) {
    plan_.schedule = schedule_for(settings, scheduler_class);
  }

  const Plan& plan() const override { return plan_; }
  at::Tensor scale_input(const at::Tensor& x, int) const override { return x; }
  at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, int evaluation) const override;

 protected:
  std::int64_t timestep(int evaluation) const;
  at::Tensor alpha(std::int64_t timestep) const { return plan_.schedule.alphas_cumprod[timestep]; }

  Plan plan_;
};

}  // namespace likeness::diffusion
