// The convolution blocks that UNet and VAE share, named as in diffusers.
// Source: diffusers src/diffusers/models/resnet.py, downsampling.py, upsampling.py.
#pragma once

#include "engine/models/layers.h"

namespace likeness::models {

struct ResnetShape {
  std::int64_t in = 0;
  std::int64_t out = 0;
  std::int64_t time_channels = 0;  // 0: no time embedding (VAE)
  std::int64_t groups = 32;
  double eps = 1e-5;
  double output_scale = 1;         // the sum is divided by it
};

/// x [N,in,h,w], time [N,time_channels] or undefined -> [N,out,h,w].
struct ResnetBlock2D : torch::nn::Module {
  explicit ResnetBlock2D(const ResnetShape& shape);
  at::Tensor forward(const at::Tensor& x, const at::Tensor& time = {}) const;
  std::shared_ptr<GroupNorm> norm1, norm2;
  std::shared_ptr<Conv2d> conv1, conv2, conv_shortcut;
  std::shared_ptr<Linear> time_emb_proj;
  double output_scale;
};

/// Halves height and width. Padding 0 means one row below and one column at the right, as the VAE does.
struct Downsample2D : torch::nn::Module {
  Downsample2D(std::int64_t channels, std::int64_t padding);
  at::Tensor forward(const at::Tensor& x) const;
  std::shared_ptr<Conv2d> conv;
  bool pad_right_and_below;
};

/// Nearest neighbour to `size` (twice the input's when empty), then a convolution.
struct Upsample2D : torch::nn::Module {
  explicit Upsample2D(std::int64_t channels);
  at::Tensor forward(const at::Tensor& x, at::IntArrayRef size = {}) const;
  std::shared_ptr<Conv2d> conv;
};

}  // namespace likeness::models
