// What the samplers share, and the functions that make them; registry.cpp gives them their names.
// Scalars are float32 tensors of no dimension, so that their rounding is the reference's.
// Source: diffusers src/diffusers/schedulers, one file per class.
#pragma once

#include "engine/diffusion/sampler.h"

namespace likeness::diffusion {

std::unique_ptr<Sampler> make_ddim(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_ddpm(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_plms(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_lcm(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_euler(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_euler_ancestral(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_heun(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_lms(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_dpm2(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_dpm2_ancestral(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_dpmpp_2s_ancestral(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_dpmpp_sde(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_dpmpp_2m(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_dpmpp_2m_sde(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_unipc(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_deis(const SamplerSettings& settings);

/// The class's noise schedule; Error{bad_input} when it has fewer steps than are asked for.
NoiseSchedule schedule_for(const SamplerSettings& settings, const std::string& scheduler_class);

/// The spacing asked for, else what use_karras_sigmas, use_exponential_sigmas or use_beta_sigmas state; Error{bad_input} for two.
Spacing stated_spacing(const SamplerSettings& settings);

/// Values rounded to float32, as a tensor and back as numbers.
at::Tensor float_tensor(const std::vector<double>& values);
void round_to_float(std::vector<double>& values);

/// What the config does to an estimate of the clean latent: dynamic thresholding of each row (Saharia et al. 2022) or clipping.
struct Thresholding {
  bool on = false;
  double ratio = 0.995;
  double largest = 1;

  explicit Thresholding(const Json& config);
  at::Tensor apply(const at::Tensor& clean) const;
};

struct Clipping {
  bool on = false;
  double range = 1;

  Clipping(const Json& config, bool clips_by_default);
  at::Tensor apply(const at::Tensor& clean) const;
};

}  // namespace likeness::diffusion
