// A model from a diffusers folder, an original .safetensors or a .ckpt into either of the first two, bit by bit: without `dtype` every
// tensor keeps its number type and bytes. Weights stream from the mapped source; the target is written aside and renamed.
// A folder keeps configs, scheduler and tokenizer; from a single file they are made as for loading it. A single file carries the configs
// in its metadata, so that nothing is lost on the way back.
// Errors: those of loading; bad_input listing tensors that are missing or misshapen, or when the target is the source.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <c10/core/ScalarType.h>

#include "engine/models/weights.h"

namespace likeness::models {

enum class ModelLayout { diffusers, single };

struct Conversion {
  std::filesystem::path from;
  std::filesystem::path to;
  ModelLayout layout = ModelLayout::diffusers;
  std::optional<Component> component;    // only this one
  std::optional<c10::ScalarType> dtype;  // of every float tensor
};

struct Converted {
  std::size_t mapped = 0;            // tensors written
  std::vector<std::string> unknown;  // names of the source that were not taken over
  std::vector<std::string> missing;  // components the source lacks
  std::vector<std::string> warnings;
};

Converted convert(const Conversion& conversion);

}  // namespace likeness::models
