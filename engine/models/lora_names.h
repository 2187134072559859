// The names of tensors in LoRA files, in the two spellings we read, and the dialects that we know but refuse.
// Source: kohya-ss/sd-scripts networks/lora.py; diffusers loaders/lora_pipeline.py, utils/state_dict_utils.py; formats of LyCORIS.
#pragma once

#include <optional>
#include <string>

namespace likeness::models {

enum class LoraPart { down, up, alpha };

struct LoraKey {
  std::string component;  // "unet", "text_encoder"
  std::string module;     // as the file spells it; a kohya name is flat: lora_unet_down_blocks_0_ ...
  LoraPart part;
};

/// Nothing for a name that is no part of a LoRA in our two spellings.
std::optional<LoraKey> lora_key(const std::string& name);

/// "LoHa (LyCORIS)", "a LoRA for Stable Diffusion XL" ... for a name of a dialect we do not read; empty for every other name.
std::string refused_dialect(const std::string& name);

/// "unet.down_blocks.0.x" -> "lora_unet_down_blocks_0_x", "text_encoder.text_model.x" -> "lora_te_text_model_x".
std::string kohya_name(const std::string& module);

}  // namespace likeness::models
