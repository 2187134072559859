// An adapter file against the layers of a model: every layer that it changes, checked; see lora.h for the errors.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/models/lora_change.h"
#include "engine/models/lora_targets.h"

namespace likeness::models {

/// Layers of a component that `targets` does not cover are passed over. `file` may be the folder that diffusers or PEFT wrote.
std::vector<LayerChange> read_changes(const std::filesystem::path& file, const LoraTargetMap& targets, std::vector<std::string>& warnings);

}  // namespace likeness::models
