#include "engine/models/lora_names.h"

#include <algorithm>
#include <array>
#include <span>

namespace likeness::models {
namespace {

struct Mark {
  std::string_view text;
  std::string_view meaning;
};

/// No ending is the end of another. The last four are whole differences as LyCORIS writes them.
constexpr std::array<Mark, 36> endings{{
    {".lora_down.weight", "down"},
    {".lora_up.weight", "up"},
    {".lora_mid.weight", "mid"},
    {".alpha", "alpha"},
    {".lora_A.weight", "down"},
    {".lora_B.weight", "up"},
    {".lora_B.bias", "up_bias"},
    {".lora_A.default.weight", "down"},
    {".lora_B.default.weight", "up"},
    {".lora_linear_layer.down.weight", "down"},
    {".lora_linear_layer.up.weight", "up"},
    {".lora.down.weight", "down"},
    {".lora.up.weight", "up"},
    {"_lora.down.weight", "down"},
    {"_lora.up.weight", "up"},
    {".lora_magnitude_vector", "magnitude"},
    {".lora_magnitude_vector.weight", "magnitude"},
    {".lora_magnitude_vector.default.weight", "magnitude"},
    {".dora_scale", "dora_scale"},
    {".hada_w1_a", "hada_w1_a"},
    {".hada_w1_b", "hada_w1_b"},
    {".hada_w2_a", "hada_w2_a"},
    {".hada_w2_b", "hada_w2_b"},
    {".hada_t1", "hada_t1"},
    {".hada_t2", "hada_t2"},
    {".lokr_w1", "lokr_w1"},
    {".lokr_w1_a", "lokr_w1_a"},
    {".lokr_w1_b", "lokr_w1_b"},
    {".lokr_w2", "lokr_w2"},
    {".lokr_w2_a", "lokr_w2_a"},
    {".lokr_w2_b", "lokr_w2_b"},
    {".lokr_t2", "lokr_t2"},
    {".diff", "diff"},
    {".diff_b", "diff_b"},
    {".w_norm", "diff"},
    {".b_norm", "diff_b"},
}};

constexpr std::array<Mark, 14> component_starts{{{"lora_unet_", "unet"},
                                                 {"unet.", "unet"},
                                                 {"diffusion_model.", "unet"},
                                                 {"lora_te_", "text_encoder"},
                                                 {"lora_te1_", "text_encoder"},
                                                 {"text_encoder.", "text_encoder"},
                                                 {"text_encoders.clip_l.", "text_encoder"},
                                                 {"base_model.model.text_model.", "text_encoder"},
                                                 {"base_model.model.encoder.", "text_encoder"},
                                                 {"base_model.model.", "unet"},
                                                 {"down_blocks.", "unet"},
                                                 {"mid_block.", "unet"},
                                                 {"up_blocks.", "unet"},
                                                 {"text_model.", "text_encoder"}}};

constexpr std::array<Mark, 9> refused_starts{{
    {"lora_te2_", "a LoRA for Stable Diffusion XL"},
    {"text_encoder_2.", "a LoRA for Stable Diffusion XL"},
    {"text_encoders.clip_g.", "a LoRA for Stable Diffusion XL"},
    {"lora_te3_", "a LoRA for Stable Diffusion 3 or Flux"},
    {"lora_unet_joint_blocks_", "a LoRA for Stable Diffusion 3"},
    {"lora_unet_double_blocks_", "a LoRA for Flux"},
    {"lora_unet_single_blocks_", "a LoRA for Flux"},
    {"transformer.", "a LoRA for Stable Diffusion 3 or Flux"},
    {"lora_transformer_", "a LoRA for Stable Diffusion 3 or Flux"},
}};

/// Stable Diffusion 1.x and 2.x have one transformer block at every level, so a second one names XL.
constexpr std::array<Mark, 14> refused_parts{{
    {"transformer_blocks_1_", "a LoRA for Stable Diffusion XL"},
    {"transformer_blocks.1.", "a LoRA for Stable Diffusion XL"},
    {".joint_blocks.", "a LoRA for Stable Diffusion 3"},
    {".double_blocks.", "a LoRA for Flux"},
    {".single_blocks.", "a LoRA for Flux"},
    {"boft_", "BOFT"},
    {"oft_", "OFT"},
    {".a1.weight", "GLoRA"},
    {".b1.weight", "GLoRA"},
    {"lora_embedding_", "a LoRA of the word table"},
    {".on_input", "IA3"},
    {"ia3_l", "IA3"},
    {"vera_lambda", "VeRA"},
    {"lokr_t1", "LoKr of an early LyCORIS"},
}};

std::string_view meaning_of_start(std::span<const Mark> marks, const std::string& name) {
  const auto found = std::find_if(marks.begin(), marks.end(), [&](const Mark& mark) { return name.starts_with(mark.text); });
  return found == marks.end() ? std::string_view() : found->meaning;
}

constexpr std::array dialects{spell_as_kohya, spell_as_diffusers, spell_as_peft, spell_as_comfy};

}  // namespace

std::map<std::string, std::string> lora_spellings(const std::vector<std::string>& modules) {
  std::vector<std::string> unet_paths;
  for (const std::string& module : modules) {
    if (module.starts_with("unet.")) unet_paths.push_back(module.substr(5));
  }
  const auto originals = original_unet_names(unet_paths);
  std::map<std::string, std::string> spellings;
  for (const std::string& module : modules) {
    const std::size_t dot = module.find('.');
    LayerName layer{.component = module.substr(0, dot), .path = module.substr(dot + 1), .original = {}};
    const auto original = originals.find(layer.path);
    if (layer.component == "unet" && original != originals.end()) layer.original = original->second;
    for (const auto spell : dialects) {
      spell(layer, [&](std::string spelling) { spellings.emplace(std::move(spelling), module); });
    }
  }
  return spellings;
}

std::optional<LoraKey> lora_key(const std::string& name) {
  const auto found = std::find_if(endings.begin(), endings.end(), [&](const Mark& mark) { return name.ends_with(mark.text); });
  if (found == endings.end()) return {};
  return LoraKey{name.substr(0, name.size() - found->text.size()), found->meaning};
}

std::string lora_component(const std::string& name) { return std::string(meaning_of_start(component_starts, name)); }

std::string refused_dialect(const std::string& name) {
  if (const auto meaning = meaning_of_start(refused_starts, name); !meaning.empty()) return std::string(meaning);
  const auto found = std::find_if(refused_parts.begin(), refused_parts.end(),
                                  [&](const Mark& mark) { return name.find(mark.text) != std::string::npos; });
  return found == refused_parts.end() ? std::string() : std::string(found->meaning);
}

std::optional<std::string> short_text_path(const std::string& path) {
  constexpr std::string_view start = "text_model.";
  return path.starts_with(start) ? std::optional(path.substr(start.size())) : std::nullopt;
}

}  // namespace likeness::models
