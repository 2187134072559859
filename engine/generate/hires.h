// The second, larger pass over a finished latent: enlarged, noised again by the same seed and sampled from there (A1111's hires fix,
// modules/processing.py). Enlarged inside latent space (bilinear), or decoded, resized by Lanczos and encoded again.
#pragma once

#include "engine/generate/generate.h"

namespace likeness::generate {

/// The first pass's options with the second's size (rounded to the VAE's factor) and steps. Error{bad_input} when it is too large.
api::SampleOptions second_pass(const models::Model& model, const api::PictureOptions& options, const api::SampleOptions& first);

/// [1,c,h,w] of the first pass to the second's size.
at::Tensor enlarge(const models::Model& model, const api::PictureOptions& options, const api::SampleOptions& second,
                   const at::Tensor& latent);

}  // namespace likeness::generate
