// The names of tensors in adapter files. A dialect spells the model's layers in its way; which part of a layer a tensor is stands in its
// ending, whatever the dialect. A new dialect is one file lora_names_<dialect>.cpp and one line in lora_names.cpp.
// Sources: kohya-ss/sd-scripts networks/lora.py; diffusers loaders/lora_pipeline.py, utils/state_dict_utils.py; LyCORIS; peft;
// ComfyUI comfy/lora.py, comfy/weight_adapter.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace likeness::models {

/// A layer by all the names that the dialects build on.
struct LayerName {
  std::string component;  // "unet", "text_encoder"
  std::string path;       // inside the component, as in diffusers: "down_blocks.0.attentions.0. ..."
  std::string original;   // as in the original single file: "input_blocks.1.1. ..."; empty for the text encoder
};

using AddSpelling = std::function<void(std::string)>;

void spell_as_kohya(const LayerName& layer, const AddSpelling& add);
void spell_as_diffusers(const LayerName& layer, const AddSpelling& add);
void spell_as_peft(const LayerName& layer, const AddSpelling& add);
void spell_as_comfy(const LayerName& layer, const AddSpelling& add);

/// Every spelling of every layer to its name in the model; `modules` as "unet.down_blocks. ...", "text_encoder.text_model. ...".
std::map<std::string, std::string> lora_spellings(const std::vector<std::string>& modules);

struct LoraKey {
  std::string stem;       // the layer as the file spells it
  std::string_view part;  // "down", "up", "mid", "alpha", "hada_w1_a", "lokr_w1", "dora_scale", "magnitude", "diff", "diff_b" ...
};

/// Nothing for a name whose ending is no part of an adapter.
std::optional<LoraKey> lora_key(const std::string& name);

/// "unet" or "text_encoder" when the name's start says so, whatever follows; else empty.
std::string lora_component(const std::string& name);

/// "OFT", "a LoRA for Stable Diffusion XL" ... for a name of what we do not read; empty for every other name.
std::string refused_dialect(const std::string& name);

/// "unet.down_blocks.0.x" -> "lora_unet_down_blocks_0_x", "text_encoder.text_model.x" -> "lora_te_text_model_x".
std::string kohya_name(const std::string& module);

/// "text_model.encoder.x" -> "encoder.x", as newer writers spell it; nothing for a path without that start.
std::optional<std::string> short_text_path(const std::string& path);

/// The paths of a UNet's layers to their names in the original block notation.
std::map<std::string, std::string> original_unet_names(const std::vector<std::string>& paths);

}  // namespace likeness::models
