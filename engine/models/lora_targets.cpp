#include "engine/models/lora_targets.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace likeness::models {

void list_lora_targets(torch::nn::Module& module, const std::string& component, LoraTargetMap& targets) {
  const auto add = [&](const std::string& name, const auto* layer) {
    if (layer) targets[name] = {layer->weight, layer->bias};
  };
  for (const auto& item : module.named_modules(component, /*include_self=*/false)) {
    add(item.key(), dynamic_cast<const Linear*>(item.value().get()));
    add(item.key(), dynamic_cast<const Conv2d*>(item.value().get()));
    add(item.key(), dynamic_cast<const GroupNorm*>(item.value().get()));
    add(item.key(), dynamic_cast<const LayerNorm*>(item.value().get()));
  }
}

bool is_attention_projection(const std::string& module) {
  constexpr std::array<std::string_view, 12> endings{
      ".attn1.to_q", ".attn1.to_k", ".attn1.to_v", ".attn1.to_out.0", ".attn2.to_q", ".attn2.to_k", ".attn2.to_v", ".attn2.to_out.0",
      ".self_attn.q_proj", ".self_attn.k_proj", ".self_attn.v_proj", ".self_attn.out_proj"};
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return module.ends_with(ending); });
}

bool is_level_convolution(const std::string& module) {
  constexpr std::array<std::string_view, 3> places{".resnets.", ".downsamplers.", ".upsamplers."};
  return std::any_of(places.begin(), places.end(), [&](std::string_view place) { return module.find(place) != std::string::npos; });
}

}  // namespace likeness::models
