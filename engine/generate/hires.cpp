#include "engine/generate/hires.h"

#include <cmath>

#include <ATen/ATen.h>

#include "engine/generate/finished_picture.h"
#include "engine/generate/settings.h"
#include "engine/generate/tiled_vae.h"
#include "engine/image/resize.h"
#include "engine/tensor/pictures.h"

namespace likeness::generate {

api::SampleOptions second_pass(const models::Model& model, const api::PictureOptions& options, const api::SampleOptions& first) {
  const auto factor = static_cast<double>(model.vae.factor());
  const auto larger = [&](int side) { return static_cast<int>(std::lround(side * options.hires_scale / factor) * model.vae.factor()); };
  api::SampleOptions second = first;
  second.width = larger(first.width);
  second.height = larger(first.height);
  if (options.hires_steps > 0) second.steps = options.hires_steps;
  return complete_sampling(model, second);
}

at::Tensor enlarge(const models::Model& model, const api::PictureOptions& options, const api::SampleOptions& second,
                   const at::Tensor& latent) {
  const at::NoGradGuard no_grad;
  if (options.hires_upscaler == "lanczos") {
    const image::Picture picture = tensor::picture_from_pixels(decode(model, latent, options.vae_tile));
    const image::Picture larger = image::resize(picture, second.width, second.height);
    return encode_tiled(model.vae, tensor::pixels_from_picture(larger).to(model.compute.device), options.vae_tile);
  }
  const std::vector<std::int64_t> size = {second.height / model.vae.factor(), second.width / model.vae.factor()};
  return at::upsample_bilinear2d(latent, size, /*align_corners=*/false);
}

}  // namespace likeness::generate
