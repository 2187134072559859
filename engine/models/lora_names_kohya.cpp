// kohya-ss/sd-scripts and LyCORIS: flat names, diffusers' paths or (in files for ComfyUI and from older tools) the original blocks.
#include <algorithm>

#include "engine/models/lora_names.h"

namespace likeness::models {
namespace {

std::string flat(std::string path) {
  std::replace(path.begin(), path.end(), '.', '_');
  return path;
}

}  // namespace

void spell_as_kohya(const LayerName& layer, const AddSpelling& add) {
  if (layer.component == "unet") {
    add("lora_unet_" + flat(layer.path));
    if (!layer.original.empty()) add("lora_unet_" + flat(layer.original));
    return;
  }
  // diffusers' own exporter writes lora_te1_ for models with one text encoder too.
  for (const std::string start : {"lora_te_", "lora_te1_"}) {
    add(start + flat(layer.path));
    if (const auto path = short_text_path(layer.path)) add(start + flat(*path));
  }
}

std::string kohya_name(const std::string& module) {
  constexpr std::string_view text_encoder = "text_encoder.";
  return "lora_" + flat(module.starts_with(text_encoder) ? "te." + module.substr(text_encoder.size()) : module);
}

}  // namespace likeness::models
