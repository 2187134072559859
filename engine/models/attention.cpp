#include "engine/models/attention.h"

#include <ATen/ATen.h>

#include "engine/models/token_merging.h"

namespace likeness::models {

at::Tensor split_heads(const at::Tensor& x, std::int64_t heads) {
  return x.view({x.size(0), x.size(1), heads, -1}).transpose(1, 2);
}

at::Tensor join_heads(const at::Tensor& x) { return x.transpose(1, 2).flatten(2); }

Attention::Attention(std::int64_t channels, std::int64_t context_channels, std::int64_t heads_, bool qkv_bias, bool upcast_)
    : to_q(child<Linear>(*this, "to_q", channels, channels, qkv_bias)),
      to_k(child<Linear>(*this, "to_k", context_channels, channels, qkv_bias)),
      to_v(child<Linear>(*this, "to_v", context_channels, channels, qkv_bias)),
      to_out(child<List<Linear>>(*this, "to_out")),
      heads(heads_),
      upcast(upcast_) {
  to_out->add(channels, channels);
}

at::Tensor Attention::forward(const at::Tensor& x, const at::Tensor& context) const {
  const at::Tensor& source = context.defined() ? context : x;
  const at::Tensor q = split_heads(to_q->forward(x), heads);
  const at::Tensor k = split_heads(to_k->forward(source), heads);
  const at::Tensor v = split_heads(to_v->forward(source), heads);
  return to_out->items[0]->forward(join_heads(attend(q, k, v, /*causal=*/false, upcast)));
}

at::Tensor Attention::forward_apart(const at::Tensor& x) const { return to_out->items[0]->forward(to_v->forward(x)); }

GEGLU::GEGLU(std::int64_t in, std::int64_t out) : proj(child<Linear>(*this, "proj", in, 2 * out)) {}

at::Tensor GEGLU::forward(const at::Tensor& x) const {
  const auto halves = proj->forward(x).chunk(2, -1);
  return halves[0] * at::gelu(halves[1]);
}

FeedForward::FeedForward(std::int64_t channels) {
  auto net = child<torch::nn::Module>(*this, "net");
  gate = child<GEGLU>(*net, "0", channels, 4 * channels);
  out = child<Linear>(*net, "2", 4 * channels, channels);
}

at::Tensor FeedForward::forward(const at::Tensor& x) const { return out->forward(gate->forward(x)); }

BasicTransformerBlock::BasicTransformerBlock(std::int64_t channels, const TransformerShape& shape)
    : norm1(child<LayerNorm>(*this, "norm1", channels, 1e-5)),
      norm2(child<LayerNorm>(*this, "norm2", channels, 1e-5)),
      norm3(child<LayerNorm>(*this, "norm3", channels, 1e-5)),
      attn1(child<Attention>(*this, "attn1", channels, channels, shape.heads, false, shape.upcast)),
      attn2(child<Attention>(*this, "attn2", channels, shape.context_channels, shape.heads, false, shape.upcast)),
      ff(child<FeedForward>(*this, "ff", channels)) {}

at::Tensor BasicTransformerBlock::attend_to_itself(const at::Tensor& x, const TokenGrid& grid, const SelfAttentionUse& use) const {
  const at::Tensor y = norm1->forward(x);
  if (use.apart_rows > 0) {
    const std::int64_t first = y.size(0) - use.apart_rows;
    return at::cat({attn1->forward(y.slice(0, 0, first), {}), attn1->forward_apart(y.slice(0, first))});
  }
  if (use.merge_ratio == 0) return attn1->forward(y, {});
  const TokenMerging merging(x, grid, use.merge_ratio);
  return merging.unmerge(attn1->forward(merging.merge(y), {}));
}

at::Tensor BasicTransformerBlock::forward(const at::Tensor& x, const at::Tensor& context, const TokenGrid& grid,
                                          const SelfAttentionUse& use) const {
  at::Tensor y = x + attend_to_itself(x, grid, use);
  y = y + attn2->forward(norm2->forward(y), context);
  return y + ff->forward(norm3->forward(y));
}

Transformer2DModel::Transformer2DModel(std::int64_t channels, const TransformerShape& shape)
    : norm(child<GroupNorm>(*this, "norm", shape.norm_groups, channels, 1e-6)) {
  if (shape.linear_projection) {
    linear_in = child<Linear>(*this, "proj_in", channels, channels);
  } else {
    conv_in = child<Conv2d>(*this, "proj_in", channels, channels, 1);
  }
  transformer_blocks = child<List<BasicTransformerBlock>>(*this, "transformer_blocks");
  for (std::int64_t i = 0; i < shape.layers; ++i) transformer_blocks->add(channels, shape);
  if (shape.linear_projection) {
    linear_out = child<Linear>(*this, "proj_out", channels, channels);
  } else {
    conv_out = child<Conv2d>(*this, "proj_out", channels, channels, 1);
  }
}

at::Tensor Transformer2DModel::forward(const at::Tensor& x, const at::Tensor& context, const SelfAttentionUse& use) const {
  const auto tokens_of = [](const at::Tensor& picture) { return picture.flatten(2).transpose(1, 2).contiguous(); };
  const auto picture_of = [&x](const at::Tensor& tokens) {
    return tokens.transpose(1, 2).reshape({x.size(0), tokens.size(2), x.size(2), x.size(3)});
  };
  at::Tensor y = norm->forward(x);
  y = conv_in ? tokens_of(conv_in->forward(y)) : linear_in->forward(tokens_of(y));
  const TokenGrid grid{x.size(2), x.size(3)};
  for (const auto& block : transformer_blocks->items) y = block->forward(y, context, grid, use);
  return x + (conv_out ? conv_out->forward(picture_of(y)) : picture_of(linear_out->forward(y)));
}

}  // namespace likeness::models
