// The alphas that diffusers writes beside a LoRA without alpha tensors: `lora_adapter_metadata`, JSON in the file's metadata.
// Keys are prefixed with the component: "unet.r", "unet.lora_alpha", "unet.alpha_pattern", "unet.use_dora" ...
// Errors: bad_input for damaged JSON or numbers; unsupported for DoRA.
// Source: diffusers src/diffusers/utils/peft_utils.py, loaders/lora_base.py; peft LoraConfig.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "engine/base/json.h"

namespace likeness::models {

class LoraMetadata {
 public:
  LoraMetadata(const std::map<std::string, std::string>& metadata, const std::filesystem::path& file);

  /// Alpha of a module named as in diffusers; `rank` where nothing is said, so that its scale is 1.
  double alpha(const std::string& component, const std::string& module, std::int64_t rank) const;

 private:
  double number(const Json& value, const std::string& key) const;

  Json json_ = Json::object();
  std::filesystem::path file_;
};

}  // namespace likeness::models
