// The sampling loop from a start picture: its latent noised to the step that the strength names, and, under a mask, what stays brought
// back to its own noise level after every step. Source: diffusers pipeline_stable_diffusion_img2img.py, ..._inpaint.py (0.36).
#pragma once

#include "engine/diffusion/sampler.h"
#include "engine/generate/generate.h"

namespace likeness::generate {

/// The first step that runs: steps - int(steps * strength). Error{bad_input} when none would.
int first_step(int steps, double strength);

/// The same for a whole start: 0 where it is noise alone, as under a mask with strength 1.
int first_step(int steps, const StartLatent& start);

/// `noise` [1,c,h,w] is the picture's first draw.
at::Tensor sample_from_start(diffusion::Sampler& sampler, const StartLatent& start, const at::Tensor& noise,
                             const diffusion::Denoise& denoise, const diffusion::DrawNoise& draw, const diffusion::AfterStep& after);

}  // namespace likeness::generate
