// The levels of the UNet, named as in diffusers. A level without attentions is DownBlock2D or UpBlock2D, one with them
// CrossAttnDownBlock2D or CrossAttnUpBlock2D; the middle is UNetMidBlock2DCrossAttn.
// Source: diffusers src/diffusers/models/unets/unet_2d_blocks.py.
#pragma once

#include "engine/models/attention.h"
#include "engine/models/resnet.h"

namespace likeness::models {

struct LevelShape {
  std::int64_t in = 0;            // channels that come in
  std::int64_t out = 0;
  std::int64_t below = 0;         // up only: channels of the level below, whose output comes in
  std::int64_t time_channels = 0;
  std::int64_t layers = 1;
  std::int64_t groups = 32;
  double eps = 1e-5;
  double output_scale = 1;
  bool cross_attention = false;
  bool resample = true;           // has a downsampler or upsampler
  std::int64_t downsample_padding = 1;
  TransformerShape transformer;
};

using Skips = std::vector<at::Tensor>;

struct DownBlock : torch::nn::Module {
  explicit DownBlock(const LevelShape& shape);
  /// Appends every state that the way up will need to `skips`.
  at::Tensor forward(at::Tensor x, const at::Tensor& time, const at::Tensor& context, Skips& skips) const;
  std::shared_ptr<List<Transformer2DModel>> attentions;  // null without cross attention
  std::shared_ptr<List<ResnetBlock2D>> resnets;
  std::shared_ptr<List<Downsample2D>> downsamplers;      // null at the last level
};

struct MidBlock : torch::nn::Module {
  explicit MidBlock(const LevelShape& shape);
  at::Tensor forward(at::Tensor x, const at::Tensor& time, const at::Tensor& context) const;
  std::shared_ptr<List<Transformer2DModel>> attentions;
  std::shared_ptr<List<ResnetBlock2D>> resnets;
};

struct UpBlock : torch::nn::Module {
  explicit UpBlock(const LevelShape& shape);
  /// Takes its states from the end of `skips`; the new size is that of the skip that comes next.
  at::Tensor forward(at::Tensor x, const at::Tensor& time, const at::Tensor& context, Skips& skips) const;
  std::shared_ptr<List<Transformer2DModel>> attentions;
  std::shared_ptr<List<ResnetBlock2D>> resnets;
  std::shared_ptr<List<Upsample2D>> upsamplers;
};

}  // namespace likeness::models
