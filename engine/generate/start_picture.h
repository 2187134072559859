// A picture to start from, read, cut and encoded for image to image and inpainting, and the way back: pasting what was painted anew.
// As diffusers' StableDiffusionImg2ImgPipeline and StableDiffusionInpaintPipeline with the posterior's mean (no draw), so that a seed's
// first draw is the start noise here as everywhere. The mask is binarized for the latents and blurred for the paste.
// Errors: bad_input for pictures that cannot be read or a mask without white; usage for a mask without a start picture.
#pragma once

#include "engine/generate/generate.h"
#include "engine/image/mask.h"

namespace likeness::generate {

struct StartPicture {
  StartLatent latent;
  image::Picture whole;     // what is pasted into, empty without a mask
  image::Mask mask;         // of its size, blurred
  image::Area area;         // of it, what was sampled
};

/// `sample` is complete. Nothing without --init. A model made for inpainting gets a start without a latent but with its mask and masked
/// latent: everything is painted anew where the request has no mask.
std::optional<StartPicture> read_start(const api::PictureOptions& options, const api::SampleOptions& sample, const models::Model& model);

/// The finished picture: `painted` itself without a mask.
image::Picture put_back(const StartPicture& start, const image::Picture& painted);

/// True for a UNet whose input is latent, mask and masked latent (9 channels in Stable Diffusion).
bool paints_masks(const models::Model& model);

}  // namespace likeness::generate
