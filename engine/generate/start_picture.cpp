#include "engine/generate/start_picture.h"

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/generate/tiled_vae.h"
#include "engine/image/resize.h"
#include "engine/tensor/pictures.h"

namespace likeness::generate {
namespace {

/// [1,1,H,W], 1 where painted anew.
at::Tensor mask_tensor(const image::Mask& mask) {
  const at::Tensor values = at::from_blob(const_cast<std::uint8_t*>(mask.value.data()), {1, 1, mask.height, mask.width}, at::kByte);
  return (values >= 128).to(at::kFloat);
}

image::Picture sized(const image::Picture& picture, int width, int height) {
  return picture.width == width && picture.height == height ? picture : image::resize(picture, width, height);
}

/// Without a picture everything is masked, as diffusers' inpainting pipeline is used for words alone.
StartLatent blank_start(const models::Model& model, const api::SampleOptions& sample, int tile) {
  const at::Tensor grey = at::zeros({1, 3, sample.height, sample.width}, at::TensorOptions(at::kFloat).device(model.compute.device));
  StartLatent start;
  start.masked_latent = encode_tiled(model.vae, grey, tile);
  start.mask = at::ones({1, 1, start.masked_latent.size(2), start.masked_latent.size(3)}, grey.options());
  return start;
}

void check_mask_with_init(const api::PictureOptions& options) {
  if (options.mask.empty() && !options.masked_only) return;
  if (options.init.empty()) throw Error(ErrorKind::usage, "mask: a start picture is needed", "Add --init.");
  if (options.mask.empty()) throw Error(ErrorKind::usage, "masked_only: a mask is needed", "Add --mask.");
}

}  // namespace

bool paints_masks(const models::Model& model) {
  return model.unet.config().in_channels == 2 * model.vae.config().latent_channels + 1;
}

std::optional<StartPicture> read_start(const api::PictureOptions& options, const api::SampleOptions& sample, const models::Model& model) {
  const at::NoGradGuard no_grad;
  check_mask_with_init(options);
  StartPicture start;
  if (options.init.empty()) {
    if (!paints_masks(model)) return std::nullopt;
    start.latent = blank_start(model, sample, options.vae_tile);
    return start;
  }
  image::Picture picture = image::read_picture(options.init).picture;
  image::Mask mask;
  if (!options.mask.empty()) {
    if (!options.masked_only) picture = sized(picture, sample.width, sample.height);
    mask = image::mask_from(image::read_picture(options.mask).picture, picture.width, picture.height);
    const image::Area around = image::area_around(mask, options.mask_padding, sample.width, sample.height);  // refuses an empty mask
    start.area = options.masked_only ? around : image::Area{0, 0, picture.width, picture.height};
    start.whole = picture;
    start.mask = image::blurred(mask, options.mask_blur);
    picture = image::crop(picture, start.area);
    mask = image::crop(mask, start.area);
    if (mask.width != sample.width || mask.height != sample.height) {
      image::Picture grey{mask.width, mask.height, {}};
      for (const std::uint8_t value : mask.value) grey.rgb.insert(grey.rgb.end(), 3, value);
      mask = image::mask_from(grey, sample.width, sample.height);
    }
  }
  const at::Tensor pixels = tensor::pixels_from_picture(sized(picture, sample.width, sample.height)).to(model.compute.device);
  start.latent.latent = encode_tiled(model.vae, pixels, options.vae_tile);
  start.latent.strength = options.strength;
  if (!mask.value.empty()) {
    const at::Tensor white = mask_tensor(mask).to(model.compute.device);
    const std::vector<std::int64_t> size = {start.latent.latent.size(2), start.latent.latent.size(3)};
    start.latent.mask = at::upsample_nearest2d(white, size);
    if (paints_masks(model)) start.latent.masked_latent = encode_tiled(model.vae, pixels * (1 - white), options.vae_tile);
  } else if (paints_masks(model)) {
    const StartLatent blank = blank_start(model, sample, options.vae_tile);
    start.latent.mask = blank.mask;
    start.latent.masked_latent = blank.masked_latent;
  }
  return start;
}

image::Picture put_back(const StartPicture& start, const image::Picture& painted) {
  return start.mask.value.empty() ? painted : image::paste(start.whole, painted, start.area, start.mask);
}

}  // namespace likeness::generate
