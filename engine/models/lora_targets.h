// The layers of a model that an adapter can change, by the names that adapter files use for them.
// Ownership: a target shares its tensors with the model it was listed from.
#pragma once

#include <map>
#include <string>

#include "engine/models/layers.h"

namespace likeness::models {

struct LoraTarget {
  at::Tensor weight;  // [out,in] of a linear layer, [out,in,h,w] of a convolution, [C] of a norm
  at::Tensor bias;    // undefined without one
};

/// "unet.down_blocks. ..." or "text_encoder.text_model. ..." to the layer.
using LoraTargetMap = std::map<std::string, LoraTarget>;

/// Adds the linear, convolution and norm layers of `module` under "<component>.".
void list_lora_targets(torch::nn::Module& module, const std::string& component, LoraTargetMap& targets);

/// The attention projections that training adapts by default, in the diffusers trainers as here.
bool is_attention_projection(const std::string& module);

/// The convolutions of the UNet's resnets and of its way down and up, which LoCon adapts.
bool is_level_convolution(const std::string& module);

}  // namespace likeness::models
