// The settings that stand beside the tensors of PEFT's adapters: `lora_adapter_metadata` (JSON in the file's metadata, as diffusers writes
// it, keys prefixed with the component: "unet.lora_alpha") or adapter_config.json in the folder of a raw PEFT file (no prefix).
// Errors: bad_input for damaged JSON or numbers; unsupported for kinds of adapters and patterns that Likeness does not read.
// Source: diffusers src/diffusers/utils/peft_utils.py, loaders/lora_base.py; peft LoraConfig, utils/other.py get_pattern_key.
#pragma once

#include <filesystem>
#include <string>

#include "engine/base/json.h"
#include "engine/io/tensor_index.h"

namespace likeness::models {

class LoraMetadata {
 public:
  explicit LoraMetadata(const io::TensorIndex& index);

  /// Alpha of a module named as in diffusers, such that alpha / rank is its scale; `rank` where nothing is said.
  double alpha(const std::string& component, const std::string& module, std::int64_t rank) const;

  /// Every layer of the component has magnitudes.
  bool is_dora(const std::string& component) const;

 private:
  Json setting(const std::string& component, const std::string& key) const;
  double number(const Json& value, const std::string& key) const;
  bool matches(const std::string& pattern, const std::string& path) const;

  Json json_ = Json::object();
  std::string source_;  // for messages
};

}  // namespace likeness::models
