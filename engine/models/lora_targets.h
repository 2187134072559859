// The layers of a model that a LoRA can change, by the names that LoRA files use for them.
// Ownership: a target points into the model it was listed from and lives no longer.
#pragma once

#include <map>
#include <string>

#include "engine/models/layers.h"

namespace likeness::models {

struct LoraTarget {
  at::Tensor weight;         // [out,in], or [out,in,h,w] of a convolution
  Linear* linear = nullptr;  // null for a convolution
};

/// "unet.down_blocks. ..." or "text_encoder.text_model. ..." to the layer.
using LoraTargetMap = std::map<std::string, LoraTarget>;

/// Adds the linear and convolution layers of `module` under "<component>.".
void list_lora_targets(torch::nn::Module& module, const std::string& component, LoraTargetMap& targets);

/// The attention projections that training adapts by default, in the diffusers trainers as here.
bool is_attention_projection(const std::string& module);

}  // namespace likeness::models
