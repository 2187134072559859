// Encoder and decoder of the autoencoder, named as in diffusers: DownEncoderBlock2D, UNetMidBlock2D, UpDecoderBlock2D.
// Source: diffusers src/diffusers/models/autoencoders/vae.py, models/unets/unet_2d_blocks.py.
#pragma once

#include "engine/models/resnet.h"
#include "engine/models/vae.h"

namespace likeness::models {

/// One head over all pixels, on x + out(attend(norm(x))). x [N,C,h,w].
struct PixelAttention : torch::nn::Module {
  PixelAttention(std::int64_t channels, std::int64_t groups);
  at::Tensor forward(const at::Tensor& x) const;
  std::shared_ptr<GroupNorm> group_norm;
  std::shared_ptr<Linear> to_q, to_k, to_v;
  std::shared_ptr<List<Linear>> to_out;
};

struct UNetMidBlock2D : torch::nn::Module {
  UNetMidBlock2D(std::int64_t channels, std::int64_t groups, bool add_attention);
  at::Tensor forward(at::Tensor x) const;
  std::shared_ptr<List<PixelAttention>> attentions;  // null without attention
  std::shared_ptr<List<ResnetBlock2D>> resnets;
};

struct DownEncoderBlock2D : torch::nn::Module {
  DownEncoderBlock2D(std::int64_t in, std::int64_t out, std::int64_t layers, std::int64_t groups, bool downsample);
  at::Tensor forward(at::Tensor x) const;
  std::shared_ptr<List<ResnetBlock2D>> resnets;
  std::shared_ptr<List<Downsample2D>> downsamplers;
};

struct UpDecoderBlock2D : torch::nn::Module {
  UpDecoderBlock2D(std::int64_t in, std::int64_t out, std::int64_t layers, std::int64_t groups, bool upsample);
  at::Tensor forward(at::Tensor x) const;
  std::shared_ptr<List<ResnetBlock2D>> resnets;
  std::shared_ptr<List<Upsample2D>> upsamplers;
};

/// Pixels [N,3,H,W] to moments [N,2c,h,w], before quant_conv.
struct Encoder : torch::nn::Module {
  explicit Encoder(const VaeConfig& config);
  at::Tensor forward(const at::Tensor& pixels) const;
  std::shared_ptr<Conv2d> conv_in, conv_out;
  std::shared_ptr<List<DownEncoderBlock2D>> down_blocks;
  std::shared_ptr<UNetMidBlock2D> mid_block;
  std::shared_ptr<GroupNorm> conv_norm_out;
};

/// Latent [N,c,h,w], after post_quant_conv, to pixels [N,3,H,W].
struct Decoder : torch::nn::Module {
  explicit Decoder(const VaeConfig& config);
  at::Tensor forward(const at::Tensor& latent) const;
  std::shared_ptr<Conv2d> conv_in, conv_out;
  std::shared_ptr<List<UpDecoderBlock2D>> up_blocks;
  std::shared_ptr<UNetMidBlock2D> mid_block;
  std::shared_ptr<GroupNorm> conv_norm_out;
};

}  // namespace likeness::models
