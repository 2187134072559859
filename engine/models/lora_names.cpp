#include "engine/models/lora_names.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace likeness::models {
namespace {

struct Dialect {
  std::string_view mark;
  bool at_start;
  std::string_view name;
};

constexpr std::array<Dialect, 20> refused{{
    {"lora_te2_", true, "a LoRA for Stable Diffusion XL"},
    {"text_encoder_2.", true, "a LoRA for Stable Diffusion XL"},
    {"lora_unet_input_blocks_", true, "a LoRA for Stable Diffusion XL"},
    {"lora_unet_middle_block_", true, "a LoRA for Stable Diffusion XL"},
    {"lora_unet_output_blocks_", true, "a LoRA for Stable Diffusion XL"},
    {"lora_unet_joint_blocks_", true, "a LoRA for Stable Diffusion 3"},
    {"lora_unet_double_blocks_", true, "a LoRA for Flux"},
    {"lora_unet_single_blocks_", true, "a LoRA for Flux"},
    {"transformer.", true, "a LoRA for Stable Diffusion 3 or Flux"},
    {"base_model.model.", true, "an adapter in PEFT's own naming"},
    {"diffusion_model.", true, "a LoRA in ComfyUI's naming"},
    {"hada_w", false, "LoHa (LyCORIS)"},
    {"lokr_w", false, "LoKr (LyCORIS)"},
    {"oft_blocks", false, "OFT"},
    {"dora_scale", false, "DoRA"},
    {"lora_magnitude_vector", false, "DoRA"},
    {"lora_mid", false, "a LoCon with a Tucker core"},
    {"_lora.", false, "a LoRA in the naming of diffusers before 0.20"},
    {".lora.", false, "a LoRA in the naming of diffusers 0.20 to 0.22"},
    {"lora_linear_layer", false, "a LoRA in the naming of diffusers before 0.23"},
}};

struct Ending {
  std::string_view text;
  LoraPart part;
  bool kohya;
};

constexpr std::array<Ending, 5> endings{{{".lora_down.weight", LoraPart::down, true},
                                         {".lora_up.weight", LoraPart::up, true},
                                         {".alpha", LoraPart::alpha, true},
                                         {".lora_A.weight", LoraPart::down, false},
                                         {".lora_B.weight", LoraPart::up, false}}};

std::string component_of(std::string_view module, bool kohya) {
  if (module.starts_with(kohya ? "lora_unet_" : "unet.")) return "unet";
  // diffusers' own exporter writes lora_te1_ for models with one text encoder too.
  if (kohya && (module.starts_with("lora_te_") || module.starts_with("lora_te1_"))) return "text_encoder";
  return !kohya && module.starts_with("text_encoder.") ? "text_encoder" : "";
}

}  // namespace

std::optional<LoraKey> lora_key(const std::string& name) {
  for (const Ending& ending : endings) {
    if (!name.ends_with(ending.text)) continue;
    const std::string module = name.substr(0, name.size() - ending.text.size());
    const std::string component = component_of(module, ending.kohya);
    if (component.empty()) return {};
    return LoraKey{component, module, ending.part};
  }
  return {};
}

std::string refused_dialect(const std::string& name) {
  const auto found = std::find_if(refused.begin(), refused.end(), [&](const Dialect& dialect) {
    return dialect.at_start ? name.starts_with(dialect.mark) : name.find(dialect.mark) != std::string::npos;
  });
  return found == refused.end() ? std::string() : std::string(found->name);
}

std::string kohya_name(const std::string& module) {
  constexpr std::string_view text_encoder = "text_encoder.";
  std::string flat = module.starts_with(text_encoder) ? "te." + module.substr(text_encoder.size()) : module;
  std::replace(flat.begin(), flat.end(), '.', '_');
  return "lora_" + flat;
}

}  // namespace likeness::models
