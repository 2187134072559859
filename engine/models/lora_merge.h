// Changes added to the weights of layers; see lora.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/models/lora_change.h"
#include "engine/models/lora_targets.h"

namespace likeness::models {

struct WeightedChanges {
  std::vector<LayerChange> changes;
  double strength = 1;
};

/// weight += the sum of strength * change over all, worked out in float32 and rounded once. Tensors that are replaced go to `replaced`,
/// by "<module>.weight" and "<module>.bias", when it is given.
void merge_changes(const LoraTargetMap& targets, const std::vector<WeightedChanges>& all, std::map<std::string, at::Tensor>* replaced);

}  // namespace likeness::models
