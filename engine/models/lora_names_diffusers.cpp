// diffusers, three generations: attention processors (`attn1.processor.to_q` + `_lora.down.weight`), `to_q` + `.lora.down.weight` with
// `.lora_linear_layer` in the text encoder, and `.lora_A.weight`. A UNet's own save functions write its paths without "unet.".
#include <array>
#include <utility>

#include "engine/models/lora_names.h"

namespace likeness::models {
namespace {

/// Attention projections as the first generation calls them: of a UNet's processor, of a text encoder's attention.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> first_generation{{{".to_q", ".processor.to_q"},
                                                                                        {".to_k", ".processor.to_k"},
                                                                                        {".to_v", ".processor.to_v"},
                                                                                        {".to_out.0", ".processor.to_out"},
                                                                                        {".self_attn.q_proj", ".self_attn.to_q"},
                                                                                        {".self_attn.k_proj", ".self_attn.to_k"},
                                                                                        {".self_attn.v_proj", ".self_attn.to_v"},
                                                                                        {".self_attn.out_proj", ".self_attn.to_out"}}};

void spell_generations(const std::string& start, const std::string& path, const AddSpelling& add) {
  add(start + path);
  for (const auto& [now, then] : first_generation) {
    if (path.ends_with(now)) add(start + path.substr(0, path.size() - now.size()) + std::string(then));
  }
}

}  // namespace

void spell_as_diffusers(const LayerName& layer, const AddSpelling& add) {
  spell_generations(layer.component + ".", layer.path, add);
  spell_generations("", layer.path, add);
  if (layer.component == "unet") return;
  if (const auto path = short_text_path(layer.path)) spell_generations(layer.component + ".", *path, add);
}

}  // namespace likeness::models
