// What classifier-free guidance (Ho and Salimans 2022) makes of a step's two predictions, and what tames it; all of that off by default.
// - rescale: Lin et al. 2023, equations 14-16 (diffusers rescale_noise_cfg)
// - interval: Kynkaanniemi et al. 2024; outside it the prediction with words stands alone. In shares of 1 - t / training steps.
// - dynamic threshold: after Saharia et al. 2022, 2.3, in latent space as mcmonkey's sd-dynamic-thresholding: the guided estimate of the
//   clean latent is clipped at a percentile and brought to the range that the lower guidance gives, channel by channel around its mean.
// - perturbed attention: Ahn et al. 2024 (diffusers pag_utils.py): away from the prediction whose tokens do not see one another.
#pragma once

#include "engine/diffusion/noise_schedule.h"
#include "engine/generate/generate.h"

namespace likeness::generate {

struct Guidance {
  api::SampleOptions options;
  diffusion::NoiseSchedule schedule;
};

/// False where only the prediction with words is needed.
bool guides_at(const Guidance& guidance, double timestep);

/// How far a step leads away from the perturbed prediction; 0 where that one is not needed.
double perturbed_weight(const Guidance& guidance, double timestep);

/// x is the model's input [N,c,h,w], the predictions are of its kind. `without` is undefined where guidance is 1, `perturbed` where its
/// weight is 0; one of them is there.
struct Predictions {
  at::Tensor x;
  double timestep = 0;
  at::Tensor with_words, without, perturbed;
};
at::Tensor guide(const Guidance& guidance, const Predictions& predictions);

}  // namespace likeness::generate
