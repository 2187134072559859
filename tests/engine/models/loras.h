// What the adapter tests share: the tiny model, layers of it by name, and the reference's adapters (tests/golden/loras.py).
#pragma once

#include <filesystem>
#include <string>

#include "engine/models/lora.h"
#include "tests/engine/models/golden.h"

namespace likeness::models::loras {

inline constexpr const char* to_q = "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q";  // [8,8], no bias
inline constexpr const char* flat_to_q = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";
inline constexpr const char* flat_conv = "lora_unet_down_blocks_0_resnets_0_conv1";                      // [8,8,3,3]

inline std::shared_ptr<Model> tiny() { return load_model(golden::folder("tiny-sd1").string(), {}); }

inline std::filesystem::path file(const std::string& name) { return golden::folder("tiny-sd1").parent_path() / "loras" / name; }

}  // namespace likeness::models::loras
