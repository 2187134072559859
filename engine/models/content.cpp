#include "engine/models/content.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/models/lora_names.h"

namespace likeness::models {
namespace {

bool any_name(const io::TensorIndex& index, std::string_view part) {
  return std::any_of(index.tensors.begin(), index.tensors.end(),
                     [&](const auto& item) { return item.first.find(part) != std::string::npos; });
}

bool any_start(const io::TensorIndex& index, std::string_view start) {
  const auto found = index.tensors.lower_bound(std::string(start));
  return found != index.tensors.end() && found->first.starts_with(start);
}

std::string family_of_width(std::int64_t width) {
  switch (width) {
    case 768: return "sd1";
    case 1024: return "sd2";
    case 2048: return "sdxl";
    default: return {};
  }
}

/// The inner size of a matrix that reads the words: of a cross attention's key; 0 when there is none.
std::int64_t width_of_words(const io::TensorIndex& index) {
  for (const auto& [name, entry] : index.tensors) {
    const bool reads_words = name.find("attn2.to_k") != std::string::npos || name.find("attn2_to_k") != std::string::npos;
    const bool from_words = name.ends_with("to_k.weight") || name.ends_with("lora_A.weight") || name.ends_with("lora_down.weight") ||
                            name.ends_with("lora.down.weight") || name.ends_with("to_k_lora.down.weight");
    if (reads_words && from_words && entry.shape.size() >= 2) return entry.shape[1];
  }
  return 0;
}

std::string unet_architecture(const io::TensorIndex& index) {
  const auto first = index.tensors.find("conv_in.weight");
  const bool eight_channels = first != index.tensors.end() && first->second.shape.size() == 4 && first->second.shape[1] == 8;
  const std::string family = family_of_width(width_of_words(index));
  return family.empty() && eight_channels ? "starter" : family;
}

bool is_lora(const io::TensorIndex& index) {
  constexpr std::array<std::string_view, 7> marks{"lora_", ".lora.", "_lora.", "hada_w", "lokr_w", "oft_blocks", "dora_scale"};
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) { return any_name(index, mark); });
}

Content lora_content(const io::TensorIndex& index) {
  Content content{.kind = "lora", .architecture = {}, .components = {}, .warnings = {}};
  if (any_name(index, "double_blocks") || any_name(index, "single_transformer_blocks")) {
    content.architecture = "flux";
  } else if (any_name(index, "joint_blocks")) {
    content.architecture = "sd3";
  } else if (any_start(index, "lora_te2_") || any_start(index, "text_encoder_2.")) {
    content.architecture = "sdxl";
  } else {
    content.architecture = family_of_width(width_of_words(index));
  }
  for (const char* component : {"unet", "text_encoder"}) {
    const bool has = std::any_of(index.tensors.begin(), index.tensors.end(),
                                 [&](const auto& item) { return lora_component(item.first) == component; });
    if (has) content.components.push_back(component);
  }
  return content;
}

/// Told by the words' width; for other widths by how the projections around attention are made (2.x: matrices).
std::string single_file_architecture(const io::TensorIndex& index) {
  if (any_name(index, "double_blocks.")) return "flux";
  if (any_name(index, "joint_blocks.")) return "sd3";
  if (any_start(index, "conditioner.embedders.") || any_start(index, "model.diffusion_model.label_emb.")) return "sdxl";
  const auto first = index.tensors.find("model.diffusion_model.input_blocks.0.0.weight");
  if (first != index.tensors.end() && first->second.shape.size() == 4) {
    if (first->second.shape[1] == 5) return "sd_depth";
    if (first->second.shape[1] == 7) return "sd_upscaler";
    if (first->second.shape[1] == 8) return "instruct_pix2pix";
  }
  if (const std::string family = family_of_width(width_of_words(index)); !family.empty()) return family;
  const auto projection = index.tensors.find("model.diffusion_model.middle_block.1.proj_in.weight");
  return projection != index.tensors.end() && projection->second.shape.size() == 2 ? "sd2" : "sd1";
}

Content single_file_content(const io::TensorIndex& index) {
  Content content{.kind = "single_file", .architecture = single_file_architecture(index), .components = {"unet"}, .warnings = {}};
  const auto part = [&](const char* name, bool there) {
    if (there) content.components.push_back(name);
    else content.warnings.push_back("There is no " + std::string(name) + " in this file.");
  };
  part("vae", any_start(index, "first_stage_model."));
  part("text_encoder", any_start(index, "cond_stage_model.") || any_start(index, "conditioner."));
  const auto is_copy = [](const auto& item) { return item.first.starts_with("model_ema."); };
  const auto copies = std::count_if(index.tensors.begin(), index.tensors.end(), is_copy);
  if (copies > 0) content.warnings.push_back("The " + std::to_string(copies) + " averaged copies (model_ema) are not used.");
  const auto first = index.tensors.find("model.diffusion_model.input_blocks.0.0.weight");
  if (first != index.tensors.end() && first->second.shape.size() == 4 && first->second.shape[1] == 9)
    content.warnings.push_back("The UNet takes 9 channels: it is made for inpainting.");
  return content;
}

bool is_embedding(const io::TensorIndex& index) {
  constexpr std::size_t most_tensors = 4;
  return !index.tensors.empty() && index.tensors.size() <= most_tensors &&
         std::all_of(index.tensors.begin(), index.tensors.end(), [](const auto& item) { return item.second.shape.size() <= 2; });
}

}  // namespace

Content content_of(const io::TensorIndex& index) {
  if (is_lora(index)) return lora_content(index);
  if (any_start(index, "model.diffusion_model.")) return single_file_content(index);
  const bool own_file = any_start(index, "encoder.down_blocks.") || any_start(index, "encoder.down.0.block.");
  if (own_file || any_start(index, "first_stage_model.encoder."))
    return {"component", {}, {"vae"}, {}};
  if (any_start(index, "down_blocks.")) return {"component", unet_architecture(index), {"unet"}, {}};
  if (any_start(index, "text_model.") || any_name(index, "token_embedding.weight")) return {"component", {}, {"text_encoder"}, {}};
  if (any_start(index, "double_blocks.")) return {"component", "flux", {"transformer"}, {}};
  if (is_embedding(index)) return {"embedding", {}, {}, {}};
  return {"other", {}, {}, {}};
}

}  // namespace likeness::models
