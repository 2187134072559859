#include "engine/models/lora_file.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/io/safetensors.h"
#include "engine/models/lora_metadata.h"
#include "engine/models/lora_names.h"
#include "engine/models/name_list.h"

namespace likeness::models {
namespace {

/// The tensors' names of one module.
struct Parts {
  std::string component, down, up, alpha;
};

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw Error(ErrorKind::bad_input, file.string() + ": " + why, "Choose a LoRA that was made for this model.");
}

/// Every spelling of a module in LoRA files to its name in the model.
std::map<std::string, std::string> spellings(const LoraTargetMap& targets) {
  std::map<std::string, std::string> names;
  for (const auto& [module, target] : targets) {
    const std::string flat = kohya_name(module);
    names[module] = names[flat] = module;
    if (flat.starts_with("lora_te_")) names["lora_te1_" + flat.substr(8)] = module;
    constexpr std::string_view prefixed = "text_encoder.text_model.";
    if (module.starts_with(prefixed)) names["text_encoder." + module.substr(prefixed.size())] = module;
  }
  return names;
}

bool covers(const LoraTargetMap& targets, const std::string& component) {
  const auto first = targets.lower_bound(component + ".");
  return first != targets.end() && first->first.starts_with(component + ".");
}

struct Sorted {
  std::map<std::string, Parts> modules;
  std::vector<std::string> unknown;   // names that are no part of a LoRA, or of a layer that the model does not have
  bool passed_over = false;
};

Sorted sorted_by_module(const io::TensorIndex& index, const LoraTargetMap& targets) {
  const auto names = spellings(targets);
  Sorted sorted;
  for (const auto& [name, entry] : index.tensors) {
    const std::string dialect = refused_dialect(name);
    if (!dialect.empty()) {
      throw Error(ErrorKind::unsupported,
                  index.path.string() + " is " + dialect + " (it holds " + name + "), which Likeness does not read.",
                  "Convert it to kohya's or diffusers' naming for Stable Diffusion 1.x or 2.x.");
    }
    const auto key = lora_key(name);
    if (key && !covers(targets, key->component)) {
      sorted.passed_over = true;
      continue;
    }
    const auto found = key ? names.find(key->module) : names.end();
    if (found == names.end()) {
      sorted.unknown.push_back(name);
      continue;
    }
    Parts& parts = sorted.modules[found->second];
    parts.component = key->component;
    std::string& place = key->part == LoraPart::down ? parts.down : key->part == LoraPart::up ? parts.up : parts.alpha;
    if (!place.empty()) refuse(index.path, "the layer " + found->second + " is given twice: as " + place + " and as " + name + ".");
    place = name;
  }
  return sorted;
}

double alpha_of(const io::TensorIndex& index, const std::string& name) {
  const at::Tensor alpha = tensor::load(index, name, at::kDouble);
  if (alpha.numel() != 1) refuse(index.path, name + " should be one number, found the shape " + io::shape_text(alpha.sizes()) + ".");
  if (!std::isfinite(alpha.item<double>())) refuse(index.path, name + " is not a finite number.");
  return alpha.item<double>();
}

LoraPair pair_of(const io::TensorIndex& index, const LoraMetadata& metadata, const std::string& module, const Parts& parts,
                 const at::Tensor& weight) {
  if (parts.down.empty() || parts.up.empty()) {
    refuse(index.path, "the layer " + module + " has only half a pair: " + (parts.down.empty() ? "no A (down)." : "no B (up)."));
  }
  const at::Tensor down = tensor::load(index, parts.down, at::kFloat), up = tensor::load(index, parts.up, at::kFloat);
  const bool matrices = down.dim() >= 2 && up.dim() >= 2;
  const std::int64_t out = weight.size(0), in = weight.numel() / out;
  const bool fits = matrices && down.numel() == down.size(0) * in && up.numel() == out * down.size(0) && up.size(0) == out &&
                    down.size(0) > 0;
  if (!fits) {
    refuse(index.path, "the layer " + module + " has the weight " + io::shape_text(weight.sizes()) + ", which does not fit A " +
                           io::shape_text(down.sizes()) + " and B " + io::shape_text(up.sizes()) + ".");
  }
  const std::int64_t rank = down.size(0);
  const double stated = parts.alpha.empty() ? 0 : alpha_of(index, parts.alpha);
  const double alpha = stated != 0 ? stated : metadata.alpha(parts.component, module, rank);
  return {module, down.reshape({rank, in}), up.reshape({out, rank}), alpha};
}

}  // namespace

std::vector<LoraPair> read_lora_for(const std::filesystem::path& file, const LoraTargetMap& targets, std::vector<std::string>& warnings) {
  const io::TensorIndex index = io::open_safetensors(file);
  const Sorted sorted = sorted_by_module(index, targets);
  if (sorted.modules.empty() && !(sorted.passed_over && sorted.unknown.empty())) {
    refuse(file, "no layer of this model matches; the file holds " + name_list(sorted.unknown) + ".");
  }
  const LoraMetadata metadata(index.metadata, file);
  std::vector<LoraPair> pairs;
  for (const auto& [module, parts] : sorted.modules) pairs.push_back(pair_of(index, metadata, module, parts, targets.at(module).weight));
  warnings.insert(warnings.end(), index.warnings.begin(), index.warnings.end());
  if (!sorted.unknown.empty()) {
    warnings.push_back(file.string() + " holds tensors that have no place in this model: " + name_list(sorted.unknown) + ".");
  }
  return pairs;
}

void merge_pairs(const LoraTargetMap& targets, const std::vector<LoraPair>& pairs, double strength) {
  const at::NoGradGuard no_grad;
  for (const LoraPair& pair : pairs) {
    at::Tensor weight = targets.at(pair.module).weight;
    const double scale = strength * pair.alpha / static_cast<double>(pair.a.size(0));
    const at::Tensor change = at::matmul(pair.b, pair.a).to(weight.device()).reshape(weight.sizes()) * scale;
    weight.copy_(weight.to(at::kFloat) + change);
  }
}

}  // namespace likeness::models
