// ComfyUI: the original blocks behind "diffusion_model.", the text encoder as "text_encoders.clip_l.transformer.".
#include "engine/models/lora_names.h"

namespace likeness::models {

void spell_as_comfy(const LayerName& layer, const AddSpelling& add) {
  if (layer.component != "unet") return add("text_encoders.clip_l.transformer." + layer.path);
  add("diffusion_model." + layer.path);
  if (!layer.original.empty()) add("diffusion_model." + layer.original);
}

}  // namespace likeness::models
