// What the untouched model sees in pictures: features of its UNet on the slightly noised latent, without words, on a 16 x 16 grid.
// The same for every picture (fixed noise and timestep), each picture in a pass of its own, so that its figures do not depend on others.
// Source: Tang et al. 2023, "Emergent Correspondence from Image Diffusion" (DIFT); which levels and noise: measured on the starter.
#pragma once

#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/diffusion/noise_schedule.h"
#include "engine/models/unet.h"

namespace likeness::train {

/// The untouched model, as far as measuring needs it.
struct Instrument {
  const models::UNet2DConditionModel& unet;  // must outlive it
  diffusion::NoiseSchedule schedule;
  at::Tensor no_words;                       // hidden states of the empty prompt [1,L,d], on the model's device
};

/// Of N pictures: [N,c,16,16] float32 on the CPU for each level that is looked at.
using Features = std::vector<at::Tensor>;

/// latents [N,c,h,w] float32 CPU, scaled.
Features picture_features(const Instrument& instrument, const at::Tensor& latents);

/// How much better the model removes noise from the picture when told `words` than when told `kind` (both [1,L,d]): share of the error
/// in percent. latent [1,c,h,w]. Above 0 the picture shows what the words add to the kind.
double words_help(const Instrument& instrument, const at::Tensor& latent, const at::Tensor& words, const at::Tensor& kind);

}  // namespace likeness::train
