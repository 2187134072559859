// The CLIP text encoder (Radford et al. 2021), named and computed as transformers' CLIPTextModel.
// forward: ids [N,L] int64 -> last hidden state after the final norm [N,L,d]. clip_skip n (A1111's count) takes the state n-1 layers
// before the end, then the final norm; 1 is the last layer. Causal attention; positions 0..L-1, L <= max_position_embeddings.
// `taught` are vectors [n,d] that stand for the ids from vocab_size on (textual inversion); undefined: there are none.
// Errors: bad_input for ids outside the vocabulary, a longer L, or a clip skip beyond the layers.
// Source: transformers src/transformers/models/clip/modeling_clip.py.
#pragma once

#include <torch/nn/module.h>

#include "engine/models/config_shapes.h"

namespace likeness::models {

class ClipTextModelImpl;  // text_encoder.cpp's layers are registered under text_model.* as in the reference

class ClipTextModel {
 public:
  explicit ClipTextModel(const ClipTextConfig& config);
  at::Tensor forward(const at::Tensor& ids, std::int64_t clip_skip = 1, const at::Tensor& taught = {}) const;

  /// Rows [n,d] for the ids that follow the vocabulary, list after list, where `taught` is not given; not parameters of the module, but
  /// gradients reach them.
  void set_extra_tokens(std::vector<at::Tensor> rows);
  torch::nn::Module& module() const;
  const ClipTextConfig& config() const;

 private:
  std::shared_ptr<ClipTextModelImpl> impl_;
};

}  // namespace likeness::models
