// Attention (Vaswani et al. 2017) and the transformer that the UNet's levels hold, named as in diffusers.
// Attention: x [N,L,C], context [N,M,D] or undefined for self-attention -> [N,L,C]. Transformer2DModel: x [N,C,h,w] -> the same shape.
// Source: diffusers src/diffusers/models/attention_processor.py, attention.py, transformers/transformer_2d.py.
// Self-attention may be told to merge tokens (token_merging.h) or to keep some rows' tokens apart; by default it does neither.
#pragma once

#include "engine/models/layers.h"

namespace likeness::models {

/// softmax(q k^T / sqrt(d)) v with q [N,H,L,d], k and v [N,H,M,d]. `upcast` computes the softmax in float32.
at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, bool causal = false, bool upcast = false);

/// [N,L,H*d] -> [N,H,L,d] and back.
at::Tensor split_heads(const at::Tensor& x, std::int64_t heads);
at::Tensor join_heads(const at::Tensor& x);

/// How self-attention departs from the plain computation.
struct SelfAttentionUse {
  double merge_ratio = 0;          // share of the tokens merged before it
  std::int64_t apart_rows = 0;     // the last rows of the batch: every token sees itself alone (the identity for a map)
};

/// A picture's tokens in rows and columns.
struct TokenGrid {
  std::int64_t height = 0;
  std::int64_t width = 0;
};

struct Attention : torch::nn::Module {
  Attention(std::int64_t channels, std::int64_t context_channels, std::int64_t heads, bool qkv_bias, bool upcast);
  at::Tensor forward(const at::Tensor& x, const at::Tensor& context) const;
  at::Tensor forward_apart(const at::Tensor& x) const;

  std::shared_ptr<Linear> to_q, to_k, to_v;
  std::shared_ptr<List<Linear>> to_out;
  std::int64_t heads;
  bool upcast;
};

/// What the transformers of one level have in common.
struct TransformerShape {
  std::int64_t heads = 8;
  std::int64_t layers = 1;
  std::int64_t context_channels = 768;
  std::int64_t norm_groups = 32;
  bool linear_projection = false;
  bool upcast = false;
};

struct GEGLU : torch::nn::Module {
  GEGLU(std::int64_t in, std::int64_t out);
  at::Tensor forward(const at::Tensor& x) const;
  std::shared_ptr<Linear> proj;
};

struct FeedForward : torch::nn::Module {
  explicit FeedForward(std::int64_t channels);
  at::Tensor forward(const at::Tensor& x) const;
  std::shared_ptr<GEGLU> gate;  // net.0
  std::shared_ptr<Linear> out;  // net.2; net.1 is dropout
};

struct BasicTransformerBlock : torch::nn::Module {
  BasicTransformerBlock(std::int64_t channels, const TransformerShape& shape);
  at::Tensor forward(const at::Tensor& x, const at::Tensor& context, const TokenGrid& grid, const SelfAttentionUse& use) const;
  at::Tensor attend_to_itself(const at::Tensor& x, const TokenGrid& grid, const SelfAttentionUse& use) const;
  std::shared_ptr<LayerNorm> norm1, norm2, norm3;
  std::shared_ptr<Attention> attn1, attn2;
  std::shared_ptr<FeedForward> ff;
};

struct Transformer2DModel : torch::nn::Module {
  Transformer2DModel(std::int64_t channels, const TransformerShape& shape);
  at::Tensor forward(const at::Tensor& x, const at::Tensor& context, const SelfAttentionUse& use = {}) const;
  std::shared_ptr<GroupNorm> norm;
  std::shared_ptr<Linear> linear_in, linear_out;  // proj_in and proj_out are either these
  std::shared_ptr<Conv2d> conv_in, conv_out;      // or 1x1 convolutions
  std::shared_ptr<List<BasicTransformerBlock>> transformer_blocks;
};

}  // namespace likeness::models
