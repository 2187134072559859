#include "engine/models/unet_blocks.h"

#include <ATen/ATen.h>

#include "engine/models/recompute.h"

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

at::Tensor resnet_step(const ResnetBlock2D& resnet, const at::Tensor& x, const at::Tensor& time) {
  return run_layer([&resnet](const Tensors& in) { return resnet.forward(in[0], in[1]); }, {x, time});
}

at::Tensor attention_step(const Transformer2DModel& attention, const at::Tensor& x, const Conditions& given) {
  return run_layer([&attention, use = given.attention](const Tensors& in) { return attention.forward(in[0], in[1], use); },
                   {x, given.context});
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
    x = resnet_step(*resnets->items[i], x, given.time);
    if (attentions) x = attention_step(*attentions->items[i], x, given);
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
  x = resnet_step(*resnets->items[0], x, given.time);
  for (std::size_t i = 0; i < attentions->items.size(); ++i) {
    x = attention_step(*attentions->items[i], x, given);
    x = resnet_step(*resnets->items[i + 1], x, given.time);
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
  const ResnetBlock2D& resnet = *resnets->items[i];
  const at::Tensor y = run_layer([&resnet](const Tensors& in) { return resnet.forward(at::cat({in[0], in[1]}, 1), in[2]); },
                                 {x, skip, given.time});
  return attentions ? attention_step(*attentions->items[i], y, given) : y;
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
