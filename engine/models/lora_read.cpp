#include "engine/models/lora_read.h"

#include "engine/base/error.h"
#include "engine/io/checkpoint.h"
#include "engine/models/content.h"
#include "engine/models/lora.h"
#include "engine/models/lora_kinds.h"
#include "engine/models/lora_names.h"
#include "engine/models/name_list.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

struct Sorted {
  std::map<std::string, LayerTensors> layers;
  std::vector<std::string> unknown;  // names that are no part of an adapter, or of a layer that the model does not have
  bool passed_over = false;
};

[[noreturn]] void refuse_kind(const io::TensorIndex& index, const std::string& what, const std::string& found) {
  throw Error(ErrorKind::unsupported, index.path.string() + " is " + what + " (it holds " + found + "), which Likeness does not read.",
              "Use a LoRA, LoCon, LoHa, LoKr or DoRA for Stable Diffusion 1.x or 2.x.");
}

void refuse_other_families(const io::TensorIndex& index) {
  const std::string architecture = content_of(index).architecture;
  const std::string first = index.tensors.empty() ? "nothing" : index.tensors.begin()->first;
  if (architecture == "sdxl") refuse_kind(index, "a LoRA for Stable Diffusion XL", first);
  if (architecture == "sd3") refuse_kind(index, "a LoRA for Stable Diffusion 3", first);
  if (architecture == "flux") refuse_kind(index, "a LoRA for Flux", first);
}

bool covers(const LoraTargetMap& targets, const std::string& component) {
  const auto first = targets.lower_bound(component + ".");
  return first != targets.end() && first->first.starts_with(component + ".");
}

std::vector<std::string> names_of(const LoraTargetMap& targets) {
  std::vector<std::string> names;
  for (const auto& [name, target] : targets) names.push_back(name);
  return names;
}

void take(Sorted& sorted, const io::TensorIndex& index, const std::string& module, const std::string& name, std::string_view part) {
  LayerTensors& layer = sorted.layers[module];
  layer.component = module.substr(0, module.find('.'));
  layer.module = module;
  const auto [place, first] = layer.names.emplace(part, name);
  if (!first) refuse_lora(index, "the layer " + module + " is given twice: as " + place->second + " and as " + name + ".");
}

Sorted sorted_by_layer(const io::TensorIndex& index, const LoraTargetMap& targets) {
  const auto spellings = lora_spellings(names_of(targets));
  Sorted sorted;
  for (const auto& [name, entry] : index.tensors) {
    const auto key = lora_key(name);
    const auto layer = key ? spellings.find(key->stem) : spellings.end();
    if (layer != spellings.end()) {
      take(sorted, index, layer->second, name, key->part);
      continue;
    }
    if (const std::string kind = refused_dialect(name); !kind.empty()) refuse_kind(index, kind, name);
    const std::string component = lora_component(name);
    if (!component.empty() && !covers(targets, component)) {
      sorted.passed_over = true;
    } else {
      sorted.unknown.push_back(name);
    }
  }
  return sorted;
}

}  // namespace

fs::path lora_file_of(const fs::path& path) {
  if (!fs::is_directory(path)) return path;
  for (const char* name : {"pytorch_lora_weights.safetensors", "adapter_model.safetensors", "pytorch_lora_weights.bin", "adapter_model.bin"}) {
    if (fs::is_regular_file(path / name)) return path / name;
  }
  throw Error(ErrorKind::bad_input, path.string() + " is a folder without pytorch_lora_weights.safetensors or adapter_model.safetensors.",
              "Choose the LoRA's file.");
}

std::vector<LayerChange> read_changes(const fs::path& file, const LoraTargetMap& targets, std::vector<std::string>& warnings) {
  const io::TensorIndex index = io::open_tensors(lora_file_of(file));
  refuse_other_families(index);
  const Sorted sorted = sorted_by_layer(index, targets);
  if (sorted.layers.empty() && !(sorted.passed_over && sorted.unknown.empty())) {
    refuse_lora(index, "no layer of this model matches; the file holds " + name_list(sorted.unknown) + ".");
  }
  const LoraMetadata metadata(index);
  std::vector<LayerChange> changes;
  for (const auto& [module, layer] : sorted.layers) changes.push_back(change_of(index, metadata, layer, targets.at(module)));
  warnings.insert(warnings.end(), index.warnings.begin(), index.warnings.end());
  if (!sorted.unknown.empty()) {
    // Every one by name: what is left out of a picture must be found.
    std::string names;
    for (const std::string& name : sorted.unknown) names += (names.empty() ? "" : ", ") + name;
    warnings.push_back(index.path.string() + " holds tensors that have no place in this model: " + names + ".");
  }
  return changes;
}

}  // namespace likeness::models
