#include "engine/models/lora_merge.h"

#include <ATen/ATen.h>

namespace likeness::models {
namespace {

using OfLayer = std::vector<std::pair<const LayerChange*, double>>;

/// Layer by layer, so that no more than one layer's changes are in memory.
std::map<std::string, OfLayer> by_layer(const std::vector<WeightedChanges>& all) {
  std::map<std::string, OfLayer> layers;
  for (const auto& [changes, strength] : all) {
    for (const LayerChange& change : changes) layers[change.module].emplace_back(&change, strength);
  }
  return layers;
}

void add_to(at::Tensor& sum, const at::Tensor& change, double strength) {
  sum = sum.defined() ? sum + change * strength : change * strength;
}

/// New memory takes the old one's place: that may be a mapped file, and stays as it is.
void replace_weight(at::Tensor parameter, const std::string& name, const at::Tensor& change, std::map<std::string, at::Tensor>* replaced) {
  const at::Tensor old = parameter.detach();
  const at::Tensor sum = old.to(at::kFloat) + change.to(old.device()).reshape(old.sizes());
  parameter.set_data(sum.to(old.scalar_type()));
  if (replaced) replaced->emplace(name, old);
}

}  // namespace

void merge_changes(const LoraTargetMap& targets, const std::vector<WeightedChanges>& all, std::map<std::string, at::Tensor>* replaced) {
  const at::NoGradGuard no_grad;
  for (const auto& [module, changes] : by_layer(all)) {
    const LoraTarget& target = targets.at(module);
    at::Tensor weight, bias;
    for (const auto& [change, strength] : changes) {
      add_to(weight, change->delta(target.weight.detach()), strength);
      if (change->bias.defined()) add_to(bias, change->bias, strength);
    }
    replace_weight(target.weight, module + ".weight", weight, replaced);
    if (bias.defined()) replace_weight(target.bias, module + ".bias", bias, replaced);
  }
}

}  // namespace likeness::models
