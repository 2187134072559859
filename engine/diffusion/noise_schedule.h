// The forward process: betas, their cumulated products and the sigmas, from a scheduler_config.json.
// Fields and defaults are diffusers' (scheduling_ddim.py and its relatives); an absent field takes the default
// of the sampler's class, one that the class does not have is ignored.
// Tables are float32 computed as the reference does, so the figures agree to the last digits that matter.
#pragma once

#include <cstdint>
#include <string>

#include <ATen/core/Tensor.h>

#include "engine/base/json.h"

namespace likeness::diffusion {

enum class Prediction { epsilon, v_prediction, sample };

struct NoiseSchedule {
  std::int64_t train_steps = 1000;
  at::Tensor alphas_cumprod;   // [train_steps] float32, CPU
  Prediction prediction = Prediction::epsilon;

  /// x_t = sqrt(a_t) x_0 + sqrt(1-a_t) noise; timesteps [N] int64; a DDPM-type schedule.
  at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, const at::Tensor& timesteps) const;

  /// What the model should predict: noise, or v = sqrt(a) noise - sqrt(1-a) x_0.
  at::Tensor target(const at::Tensor& sample, const at::Tensor& noise, const at::Tensor& timesteps) const;
};

/// `config` is a scheduler_config.json object; training uses DDPMScheduler's defaults for what it does not state.
/// Errors: bad_input naming the field, what was expected and found; unsupported for a beta_schedule or prediction we do not run.
NoiseSchedule noise_schedule(const Json& config, const std::string& scheduler_class = "DDPMScheduler");

}  // namespace likeness::diffusion
