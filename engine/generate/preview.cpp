// A latent's rough colours, without the decoder: least squares from latent channels to the decoder's pictures, fitted once per model.
#include <memory>
#include <mutex>

#include <ATen/ATen.h>

#include "engine/generate/generate.h"
#include "engine/tensor/pictures.h"
#include "engine/tensor/random.h"

namespace likeness::generate {
namespace {

/// Seeded latents [4,c,8,8] of about unit size, coarse and fine structure mixed as pictures have it.
at::Tensor typical_latents(std::int64_t channels) {
  at::Generator generator = tensor::make_generator(0);
  const at::Tensor coarse = tensor::randn({4, channels, 2, 2}, generator).repeat_interleave(4, 2).repeat_interleave(4, 3);
  return 0.8 * coarse + 0.6 * tensor::randn({4, channels, 8, 8}, generator);
}

/// [.., c+1]: channels last, with a constant one.
at::Tensor with_constant(const at::Tensor& latent) {
  const at::Tensor rows = latent.to(at::kCPU, at::kDouble).permute({0, 2, 3, 1}).flatten(0, 2);
  return at::cat({rows, at::ones({rows.size(0), 1}, rows.options())}, 1);
}

/// [c+1,3]: the map that takes a latent's channels to the mean colour of the pixels that the decoder makes of them.
at::Tensor fit_colours(const models::Model& model) {
  const at::NoGradGuard no_grad;
  const at::Tensor latents = typical_latents(model.vae.config().latent_channels);
  const at::Tensor pixels = model.vae.decode_scaled(latents.to(model.compute.device)).to(at::kCPU, at::kDouble);
  const std::int64_t factor = model.vae.factor();
  const at::Tensor means = pixels.reshape({4, 3, 8, factor, 8, factor}).mean(at::IntArrayRef{3, 5});
  const at::Tensor colours = means.permute({0, 2, 3, 1}).flatten(0, 2);
  const at::Tensor rows = with_constant(latents);
  const at::Tensor normal = rows.t().mm(rows) + 1e-3 * at::eye(rows.size(1), rows.options());
  return at::linalg_solve(normal, rows.t().mm(colours));
}

/// Fitted maps, each for as long as its decoder lives. Decoders are never trained, so a map stays right.
at::Tensor colours_of(const models::Model& model) {
  struct Fitted {
    std::weak_ptr<torch::nn::Module> decoder;
    at::Tensor colours;
  };
  static std::mutex mutex;
  static std::vector<Fitted> fitted;
  const std::lock_guard lock(mutex);
  const auto decoder = model.vae.module().shared_from_this();
  std::erase_if(fitted, [](const Fitted& entry) { return entry.decoder.expired(); });
  for (const Fitted& entry : fitted)
    if (entry.decoder.lock() == decoder) return entry.colours;
  fitted.push_back({decoder, fit_colours(model)});
  return fitted.back().colours;
}

api::SharedPixels shared(const at::Tensor& pixels) {
  const image::Picture picture = tensor::picture_from_pixels(pixels.to(at::kFloat));
  return std::make_shared<const api::Pixels>(api::Pixels{picture.width, picture.height, picture.rgb});
}

at::Tensor one_of(const at::Tensor& latent) { return latent.dim() == 3 ? latent.unsqueeze(0) : latent.slice(0, 0, 1); }

}  // namespace

api::SharedPixels preview(const models::TinyDecoder& decoder, const at::Tensor& latent) {
  const at::NoGradGuard no_grad;
  return shared(decoder.decode(one_of(latent)).to(at::kCPU));
}

api::SharedPixels preview(const models::Model& model, const at::Tensor& latent) {
  const at::Tensor one = one_of(latent);
  return shared(with_constant(one).mm(colours_of(model)).view({one.size(2), one.size(3), 3}).permute({2, 0, 1}));
}

}  // namespace likeness::generate
