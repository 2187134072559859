// A LoRA file against the layers of a model: every pair that fits, checked; see lora.h for the errors.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/models/lora.h"
#include "engine/models/lora_targets.h"

namespace likeness::models {

/// Pairs of a component that `targets` does not cover are passed over.
std::vector<LoraPair> read_lora_for(const std::filesystem::path& file, const LoraTargetMap& targets, std::vector<std::string>& warnings);

/// weight += strength * alpha / rank * B A.
void merge_pairs(const LoraTargetMap& targets, const std::vector<LoraPair>& pairs, double strength);

}  // namespace likeness::models
