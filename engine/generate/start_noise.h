// The noise of one picture: which generator draws it, and how a variation seed leans the start noise.
// Sources: A1111 modules/rng.py (slerp, ImageRNG), modules/rng_philox.py.
#pragma once

#include <functional>

#include "engine/generate/generate.h"

namespace likeness::generate {

/// Draws float32 CPU noise of `shape`, one after the other, from a generator of its own; kind as SampleOptions::noise.
std::function<at::Tensor()> noise_draws(const std::string& kind, std::int64_t seed, const std::vector<std::int64_t>& shape);

/// Along each column (dimension 2), as A1111 does it on [c,h,w]; nearly parallel noises are mixed with its exchanged weights.
at::Tensor slerp(double amount, const at::Tensor& low, const at::Tensor& high);

/// The first draw, leant towards the first draw of `variation_seed` where the options say so.
at::Tensor start_noise(const api::SampleOptions& options, std::int64_t variation_seed, const std::function<at::Tensor()>& draw);

}  // namespace likeness::generate
