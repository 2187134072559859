#include "engine/models/unet_blocks.h"

#include <ATen/ATen.h>

namespace likeness::models {
namespace {

ResnetShape resnet_shape(const LevelShape& level, std::int64_t in) {
  return {.in = in, .out = level.out, .time_channels = level.time_channels, .groups = level.groups, .eps = level.eps,
          .output_scale = level.output_scale};
}

/// attentions stand before resnets in the reference, so that both list their parameters alike.
std::shared_ptr<List<Transformer2DModel>> attention_list(torch::nn::Module& block, const LevelShape& shape, std::int64_t count) {
  if (!shape.cross_attention) return nullptr;
  auto attentions = child<List<Transformer2DModel>>(block, "attentions");
  for (std::int64_t i = 0; i < count; ++i) attentions->add(shape.out, shape.transformer);
  return attentions;
}

}  // namespace

DownBlock::DownBlock(const LevelShape& shape) : attentions(attention_list(*this, shape, shape.layers)) {
  resnets = child<List<ResnetBlock2D>>(*this, "resnets");
  for (std::int64_t i = 0; i < shape.layers; ++i) resnets->add(resnet_shape(shape, i == 0 ? shape.in : shape.out));
  if (!shape.resample) return;
  downsamplers = child<List<Downsample2D>>(*this, "downsamplers");
  downsamplers->add(shape.out, shape.downsample_padding);
}

at::Tensor DownBlock::forward(at::Tensor x, const Conditions& given, Skips& skips) const {
  for (std::size_t i = 0; i < resnets->items.size(); ++i) {
    x = resnets->items[i]->forward(x, given.time);
    if (attentions) x = attentions->items[i]->forward(x, given.context, given.attention);
    skips.push_back(x);
  }
  if (downsamplers) skips.push_back(x = downsamplers->items[0]->forward(x));
  return x;
}

MidBlock::MidBlock(const LevelShape& shape) : attentions(attention_list(*this, shape, shape.layers)) {
  resnets = child<List<ResnetBlock2D>>(*this, "resnets");
  for (std::int64_t i = 0; i <= shape.layers; ++i) resnets->add(resnet_shape(shape, shape.in));
}

at::Tensor MidBlock::forward(at::Tensor x, const Conditions& given) const {
  x = resnets->items[0]->forward(x, given.time);
  for (std::size_t i = 0; i < attentions->items.size(); ++i) {
    x = attentions->items[i]->forward(x, given.context, given.attention);
    x = resnets->items[i + 1]->forward(x, given.time);
  }
  return x;
}

UpBlock::UpBlock(const LevelShape& shape) : attentions(attention_list(*this, shape, shape.layers)) {
  resnets = child<List<ResnetBlock2D>>(*this, "resnets");
  for (std::int64_t i = 0; i < shape.layers; ++i) {
    const std::int64_t from_below = i == 0 ? shape.below : shape.out;
    const std::int64_t from_skip = i == shape.layers - 1 ? shape.in : shape.out;
    resnets->add(resnet_shape(shape, from_below + from_skip));
  }
  if (!shape.resample) return;
  upsamplers = child<List<Upsample2D>>(*this, "upsamplers");
  upsamplers->add(shape.out);
}

at::Tensor UpBlock::layer(std::size_t i, const at::Tensor& x, const Conditions& given, const at::Tensor& skip) const {
  const at::Tensor y = resnets->items[i]->forward(at::cat({x, skip}, 1), given.time);
  return attentions ? attentions->items[i]->forward(y, given.context, given.attention) : y;
}

at::Tensor UpBlock::last_layer(const at::Tensor& x, const Conditions& given, const at::Tensor& skip) const {
  return layer(resnets->items.size() - 1, x, given, skip);
}

at::Tensor UpBlock::forward(at::Tensor x, const Conditions& given, Skips& skips, at::Tensor* before_last) const {
  for (std::size_t i = 0; i < resnets->items.size(); ++i) {
    if (before_last && i + 1 == resnets->items.size()) *before_last = x;
    x = layer(i, x, given, skips.back());
    skips.pop_back();
  }
  return upsamplers ? upsamplers->items[0]->forward(x, skips.back().sizes().slice(2)) : x;
}

}  // namespace likeness::models
