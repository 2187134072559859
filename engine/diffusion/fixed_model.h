// The fixed test model of the samplers' public tests, for `sampler-loop` and our own tests: start sample, noise, and
// eps(x,t) = x t/(t+1), shape [4,3,8,8], float32 on the CPU.
// Source: diffusers tests/schedulers/test_schedulers.py.
#pragma once

#include "engine/diffusion/sampler.h"

namespace likeness::diffusion::fixed_model {

enum class Loop { correct, scaled_input };  // scaled_input: the public tests' loop, which overwrites x with the model's input

struct Run {
  SamplerSettings settings;
  int start_index = 0;  // in steps
  Loop loop = Loop::correct;
  std::uint64_t seed = 0;
};

at::Tensor start_sample();
at::Tensor noise();

/// Error{bad_input} when the plan has no step `start_index`.
at::Tensor end_sample(const Run& run);

}  // namespace likeness::diffusion::fixed_model
