#include "engine/models/vae.h"

#include <ATen/ATen.h>

#include "engine/models/shapes.h"
#include "engine/models/vae_blocks.h"

namespace likeness::models {

class VaeImpl : public torch::nn::Module {
 public:
  explicit VaeImpl(const VaeConfig& vae_config)
      : config(vae_config), encoder(child<Encoder>(*this, "encoder", config)), decoder(child<Decoder>(*this, "decoder", config)) {
    const std::int64_t c = config.latent_channels;
    if (config.use_quant_conv) quant_conv = child<Conv2d>(*this, "quant_conv", 2 * c, 2 * c, 1);
    if (config.use_post_quant_conv) post_quant_conv = child<Conv2d>(*this, "post_quant_conv", c, c, 1);
  }

  c10::ScalarType dtype() const { return decoder->conv_in->weight.scalar_type(); }

  VaeConfig config;
  std::shared_ptr<Encoder> encoder;
  std::shared_ptr<Decoder> decoder;
  std::shared_ptr<Conv2d> quant_conv, post_quant_conv;
};

AutoencoderKL::AutoencoderKL(const VaeConfig& config) : impl_(std::make_shared<VaeImpl>(config)) {}

Posterior AutoencoderKL::encode(const at::Tensor& pixels) const {
  require_shape("pixels", pixels, {any_size, config().in_channels, any_size, any_size});
  if (std::min(pixels.size(2), pixels.size(3)) < factor()) require_shape("pixels", pixels, {any_size, 3, factor(), factor()});
  at::Tensor moments = impl_->encoder->forward(pixels.to(impl_->dtype()));
  if (impl_->quant_conv) moments = impl_->quant_conv->forward(moments);
  const auto halves = moments.to(pixels.scalar_type()).chunk(2, 1);
  return {halves[0], halves[1].clamp(-30, 20)};
}

at::Tensor AutoencoderKL::decode(const at::Tensor& latent) const {
  require_shape("latent", latent, {any_size, config().latent_channels, any_size, any_size});
  at::Tensor x = latent.to(impl_->dtype());
  if (impl_->post_quant_conv) x = impl_->post_quant_conv->forward(x);
  return impl_->decoder->forward(x).to(latent.scalar_type());
}

at::Tensor AutoencoderKL::encode_mean_scaled(const at::Tensor& pixels) const {
  return (encode(pixels).mean - config().shift_factor) * config().scaling_factor;
}

at::Tensor AutoencoderKL::decode_scaled(const at::Tensor& latent) const {
  return decode(latent / config().scaling_factor + config().shift_factor);
}

std::int64_t AutoencoderKL::factor() const { return std::int64_t{1} << (config().block_out_channels.size() - 1); }
torch::nn::Module& AutoencoderKL::module() const { return *impl_; }
const VaeConfig& AutoencoderKL::config() const { return impl_->config; }

}  // namespace likeness::models
