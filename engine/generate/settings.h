// What a request leaves to the model, filled in, and checks of sizes and counts that need the model.
#pragma once

#include "engine/diffusion/sampler.h"
#include "engine/generate/generate.h"

namespace likeness::generate {

/// The options with sampler, width and height filled in. Errors: bad_input naming the field, usage for an unknown name.
api::SampleOptions complete_sampling(const models::Model& model, api::SampleOptions options);

/// Error{bad_input} with the field for what cannot be, or cannot be together; `sample` is complete.
void check_picture_options(const api::PictureOptions& options, const api::SampleOptions& sample);

/// For options that complete_sampling has seen.
diffusion::SamplerSettings sampler_settings(const models::Model& model, const api::SampleOptions& options);

/// [1,c,h,w] of one picture's latent.
std::vector<std::int64_t> latent_shape(const models::Model& model, const api::SampleOptions& options);

}  // namespace likeness::generate
