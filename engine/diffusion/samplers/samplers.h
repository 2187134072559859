// What the samplers share, and the functions that make them; registry.cpp gives them their names.
// Scalars are float32 tensors of no dimension, so that their rounding is the reference's.
// Source: diffusers src/diffusers/schedulers, one file per class.
#pragma once

#include "engine/diffusion/sampler.h"
#include "engine/diffusion/spacing.h"

namespace likeness::diffusion {

std::unique_ptr<Sampler> make_ddim(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_euler(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_euler_ancestral(const SamplerSettings& settings);
std::unique_ptr<Sampler> make_dpmpp_2m(const SamplerSettings& settings);

/// The class's noise schedule; Error{bad_input} when it has fewer steps than are asked for.
NoiseSchedule schedule_for(const SamplerSettings& settings, const std::string& scheduler_class);

/// Values rounded to float32, as a tensor and back as numbers.
at::Tensor float_tensor(const std::vector<double>& values);
void round_to_float(std::vector<double>& values);

/// Plan of EulerDiscreteScheduler for the fields of `settings.config`.
Plan euler_plan(const SamplerSettings& settings);

/// Plan of DPMSolverMultistepScheduler.
Plan dpmpp_plan(const SamplerSettings& settings);

/// Model input and clean estimate of a latent x = x_0 + sigma noise.
at::Tensor scale_by_sigma(const at::Tensor& x, const at::Tensor& sigma);
at::Tensor clean_from_sigma(Prediction prediction, const at::Tensor& model_output, const at::Tensor& x, const at::Tensor& sigma);

/// Dynamic thresholding of each row (Saharia et al. 2022): `thresholding` and its two fields.
struct Thresholding {
  bool on = false;
  double ratio = 0.995;
  double largest = 1;

  explicit Thresholding(const Json& config);
  at::Tensor apply(const at::Tensor& clean) const;
};

}  // namespace likeness::diffusion
