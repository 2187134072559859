#include <array>
#include <string_view>
#include <utility>

#include "engine/models/weights.h"

namespace likeness::models {
namespace {

using Spelling = std::pair<std::string_view, std::string_view>;

/// The attention of autoencoders saved before diffusers 0.17 (models/modeling_utils.py, _convert_deprecated_attention_blocks).
constexpr std::array<Spelling, 4> old_vae_attention{{{".attentions.0.query.", ".attentions.0.to_q."},
                                                     {".attentions.0.key.", ".attentions.0.to_k."},
                                                     {".attentions.0.value.", ".attentions.0.to_v."},
                                                     {".attentions.0.proj_attn.", ".attentions.0.to_out.0."}}};

}  // namespace

std::string module_name(Component component, const std::string& file_name) {
  if (component == Component::text_encoder) {
    if (file_name.ends_with("position_ids")) return {};
    const bool short_form = file_name.starts_with("embeddings.") || file_name.starts_with("encoder.") ||
                            file_name.starts_with("final_layer_norm.");
    return short_form ? "text_model." + file_name : file_name;
  }
  if (component == Component::vae) {
    for (const auto& [old, current] : old_vae_attention) {
      const std::size_t at = file_name.find(old);
      if (at != std::string::npos) return std::string(file_name).replace(at, old.size(), current);
    }
  }
  return file_name;
}

}  // namespace likeness::models
