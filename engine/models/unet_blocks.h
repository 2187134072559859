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

/// What every layer of a level is given beside the picture.
struct Conditions {
  at::Tensor time;                // [N,time_channels]
  at::Tensor context;             // [N,L,d]
  SelfAttentionUse attention;
};

struct DownBlock : torch::nn::Module {
  explicit DownBlock(const LevelShape& shape);
  /// Appends every state that the way up will need to `skips`.
  at::Tensor forward(at::Tensor x, const Conditions& given, Skips& skips) const;
  std::shared_ptr<List<Transformer2DModel>> attentions;  // null without cross attention
  std::shared_ptr<List<ResnetBlock2D>> resnets;
  std::shared_ptr<List<Downsample2D>> downsamplers;      // null at the last level
};

struct MidBlock : torch::nn::Module {
  explicit MidBlock(const LevelShape& shape);
  at::Tensor forward(at::Tensor x, const Conditions& given) const;
  std::shared_ptr<List<Transformer2DModel>> attentions;
  std::shared_ptr<List<ResnetBlock2D>> resnets;
};

struct UpBlock : torch::nn::Module {
  explicit UpBlock(const LevelShape& shape);
  /// Takes its states from the end of `skips`; the new size is that of the skip that comes next. `before_last` receives what goes into
  /// the last layer.
  at::Tensor forward(at::Tensor x, const Conditions& given, Skips& skips, at::Tensor* before_last = nullptr) const;
  at::Tensor last_layer(const at::Tensor& x, const Conditions& given, const at::Tensor& skip) const;
  at::Tensor layer(std::size_t i, const at::Tensor& x, const Conditions& given, const at::Tensor& skip) const;
  std::shared_ptr<List<Transformer2DModel>> attentions;
  std::shared_ptr<List<ResnetBlock2D>> resnets;
  std::shared_ptr<List<Upsample2D>> upsamplers;
};

}  // namespace likeness::models
