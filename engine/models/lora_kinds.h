// From the tensors that an adapter file holds for one layer to the change they make. A new kind is a struct in lora_change.h, a reader in
// lora_kinds.cpp and one line in its table.
// Errors: bad_input naming the file, the layer and the shapes: half a pair, an alpha that is not finite, shapes that do not fit the layer,
// magnitudes of another length, tensors of two kinds.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/io/tensor_index.h"
#include "engine/models/lora_change.h"
#include "engine/models/lora_metadata.h"
#include "engine/models/lora_targets.h"

namespace likeness::models {

/// What belongs to one layer in a file.
struct LayerTensors {
  std::string component, module;
  std::map<std::string, std::string, std::less<>> names;  // part ("down", "hada_w1_a" ...) to the tensor's name in the file
};

LayerChange change_of(const io::TensorIndex& index, const LoraMetadata& metadata, const LayerTensors& layer, const LoraTarget& target);

/// Error{bad_input} about the file.
[[noreturn]] void refuse_lora(const io::TensorIndex& index, const std::string& why);

}  // namespace likeness::models
