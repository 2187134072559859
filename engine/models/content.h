// What a weight file holds, told from the names and shapes of its tensors alone: a whole model, one component, a LoRA, an embedding.
// Widths of the words tell the family: 768 is Stable Diffusion 1.x, 1024 is 2.x, 2048 is XL.
#pragma once

#include <string>
#include <vector>

#include "engine/io/tensor_index.h"

namespace likeness::models {

struct Content {
  std::string kind;                      // "single_file", "component", "lora", "embedding", "other"
  std::string architecture;              // "sd1", "sd2", "sdxl", "sd3", "flux", "starter"; empty when it cannot be told
  std::vector<std::string> components;   // "unet", "vae", "text_encoder" ...
  std::vector<std::string> warnings;     // copies that are not used, parts left out, a UNet for inpainting
};

Content content_of(const io::TensorIndex& index);

}  // namespace likeness::models
