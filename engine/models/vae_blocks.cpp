#include "engine/models/vae_blocks.h"

#include <ATen/ATen.h>

#include "engine/models/attention.h"

namespace likeness::models {
namespace {

constexpr double norm_eps = 1e-6;

ResnetShape resnet_shape(std::int64_t in, std::int64_t out, std::int64_t groups) {
  return {.in = in, .out = out, .groups = groups, .eps = norm_eps};
}

}  // namespace

PixelAttention::PixelAttention(std::int64_t channels, std::int64_t groups)
    : group_norm(child<GroupNorm>(*this, "group_norm", groups, channels, norm_eps)),
      to_q(child<Linear>(*this, "to_q", channels, channels)),
      to_k(child<Linear>(*this, "to_k", channels, channels)),
      to_v(child<Linear>(*this, "to_v", channels, channels)),
      to_out(child<List<Linear>>(*this, "to_out")) {
  to_out->add(channels, channels);
}

at::Tensor PixelAttention::forward(const at::Tensor& x) const {
  const at::Tensor tokens = group_norm->forward(x).flatten(2).transpose(1, 2);
  const auto one_head = [&](const Linear& linear) { return split_heads(linear.forward(tokens), 1); };
  const at::Tensor y = to_out->items[0]->forward(join_heads(attend(one_head(*to_q), one_head(*to_k), one_head(*to_v))));
  return x + y.transpose(1, 2).reshape(x.sizes());
}

UNetMidBlock2D::UNetMidBlock2D(std::int64_t channels, std::int64_t groups, bool add_attention) {
  if (add_attention) {
    attentions = child<List<PixelAttention>>(*this, "attentions");
    attentions->add(channels, groups);
  }
  resnets = child<List<ResnetBlock2D>>(*this, "resnets");
  for (int i = 0; i < 2; ++i) resnets->add(resnet_shape(channels, channels, groups));
}

at::Tensor UNetMidBlock2D::forward(at::Tensor x) const {
  x = resnets->items[0]->forward(x);
  if (attentions) x = attentions->items[0]->forward(x);
  return resnets->items[1]->forward(x);
}

DownEncoderBlock2D::DownEncoderBlock2D(std::int64_t in, std::int64_t out, std::int64_t layers, std::int64_t groups, bool downsample)
    : resnets(child<List<ResnetBlock2D>>(*this, "resnets")) {
  for (std::int64_t i = 0; i < layers; ++i) resnets->add(resnet_shape(i == 0 ? in : out, out, groups));
  if (!downsample) return;
  downsamplers = child<List<Downsample2D>>(*this, "downsamplers");
  downsamplers->add(out, 0);
}

at::Tensor DownEncoderBlock2D::forward(at::Tensor x) const {
  for (const auto& resnet : resnets->items) x = resnet->forward(x);
  return downsamplers ? downsamplers->items[0]->forward(x) : x;
}

UpDecoderBlock2D::UpDecoderBlock2D(std::int64_t in, std::int64_t out, std::int64_t layers, std::int64_t groups, bool upsample)
    : resnets(child<List<ResnetBlock2D>>(*this, "resnets")) {
  for (std::int64_t i = 0; i < layers; ++i) resnets->add(resnet_shape(i == 0 ? in : out, out, groups));
  if (!upsample) return;
  upsamplers = child<List<Upsample2D>>(*this, "upsamplers");
  upsamplers->add(out);
}

at::Tensor UpDecoderBlock2D::forward(at::Tensor x) const {
  for (const auto& resnet : resnets->items) x = resnet->forward(x);
  return upsamplers ? upsamplers->items[0]->forward(x) : x;
}

Encoder::Encoder(const VaeConfig& config) {
  const auto& channels = config.block_out_channels;
  conv_in = child<Conv2d>(*this, "conv_in", config.in_channels, channels.front(), 3, 1, 1);
  down_blocks = child<List<DownEncoderBlock2D>>(*this, "down_blocks");
  for (std::size_t i = 0; i < channels.size(); ++i) {
    down_blocks->add(channels[i == 0 ? 0 : i - 1], channels[i], config.layers_per_block, config.norm_num_groups,
                     i + 1 < channels.size());
  }
  mid_block = child<UNetMidBlock2D>(*this, "mid_block", channels.back(), config.norm_num_groups, config.mid_block_add_attention);
  conv_norm_out = child<GroupNorm>(*this, "conv_norm_out", config.norm_num_groups, channels.back(), norm_eps);
  conv_out = child<Conv2d>(*this, "conv_out", channels.back(), 2 * config.latent_channels, 3, 1, 1);
}

at::Tensor Encoder::forward(const at::Tensor& pixels) const {
  at::Tensor x = conv_in->forward(pixels);
  for (const auto& block : down_blocks->items) x = block->forward(x);
  return conv_out->forward(at::silu(conv_norm_out->forward(mid_block->forward(x))));
}

Decoder::Decoder(const VaeConfig& config) {
  const auto& channels = config.block_out_channels;
  const std::size_t levels = channels.size();
  conv_in = child<Conv2d>(*this, "conv_in", config.latent_channels, channels.back(), 3, 1, 1);
  up_blocks = child<List<UpDecoderBlock2D>>(*this, "up_blocks");
  for (std::size_t i = 0; i < levels; ++i) {
    const std::size_t level = levels - 1 - i;
    up_blocks->add(channels[i == 0 ? level : level + 1], channels[level], config.layers_per_block + 1, config.norm_num_groups,
                   level > 0);
  }
  mid_block = child<UNetMidBlock2D>(*this, "mid_block", channels.back(), config.norm_num_groups, config.mid_block_add_attention);
  conv_norm_out = child<GroupNorm>(*this, "conv_norm_out", config.norm_num_groups, channels.front(), norm_eps);
  conv_out = child<Conv2d>(*this, "conv_out", channels.front(), config.out_channels, 3, 1, 1);
}

at::Tensor Decoder::forward(const at::Tensor& latent) const {
  at::Tensor x = mid_block->forward(conv_in->forward(latent));
  for (const auto& block : up_blocks->items) x = block->forward(x);
  return conv_out->forward(at::silu(conv_norm_out->forward(x)));
}

}  // namespace likeness::models
