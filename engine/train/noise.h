// The noise and the timesteps of a random batch, plain by default: standard normal noise, timesteps uniform over the schedule.
// Every extra draws only where its option is on, after the plain draw, so that the defaults' numbers stay as they are.
// noise_offset: + offset * one normal number per picture and channel (diffusers train_dreambooth.py --offset_noise).
// multires: + sum over i of discount^i * normal noise of a side 1/r^i as large, brought up bilinearly, the sum scaled back to unit
//   standard deviation (kohya-ss/sd-scripts pyramid_noise_like; r drawn from 2..4 there too).
// logit_normal: T * sigmoid(N(mean, spread)); cosine: T * (1 - 2/pi * acos(sqrt u)), most in the middle.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "engine/api/train_options.h"

namespace likeness::train {

struct NoiseSettings {
  double offset = 0;
  int multires_iterations = 0;
  double multires_discount = 0.3;
  std::string distribution = "uniform";
  double mean = 0;
  double spread = 1;
  std::int64_t lowest = 0;   // timesteps in [lowest, beyond)
  std::int64_t beyond = 1000;
};

/// Errors: bad_input naming timestep_min or timestep_max when nothing lies between them.
NoiseSettings noise_settings(const api::TrainOptions& options, std::int64_t train_steps);

/// [N,c,h,w] float32.
at::Tensor draw_noise(at::IntArrayRef shape, const NoiseSettings& settings, at::Generator& generator);

/// [N] int64.
at::Tensor draw_timesteps(std::int64_t count, const NoiseSettings& settings, at::Generator& generator);

}  // namespace likeness::train
