// PEFT's own files: the module's path behind "base_model.model.", settings in adapter_config.json beside the file.
#include "engine/models/lora_names.h"

namespace likeness::models {

void spell_as_peft(const LayerName& layer, const AddSpelling& add) {
  add("base_model.model." + layer.path);
  if (layer.component == "unet") return;
  if (const auto path = short_text_path(layer.path)) add("base_model.model." + *path);
}

}  // namespace likeness::models
