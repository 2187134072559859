#include "engine/models/lora.h"

#include <cmath>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/models/lora_merge.h"
#include "engine/models/lora_read.h"

namespace likeness::models {
namespace {

LoraTargetMap targets_of(const Model& model) {
  LoraTargetMap targets;
  list_lora_targets(model.unet.module(), "unet", targets);
  list_lora_targets(model.text_encoder.module(), "text_encoder", targets);
  return targets;
}

void attach_to(torch::nn::Module& module, const std::string& component, std::int64_t rank, double alpha, at::Generator& generator,
               std::vector<LoraPair>& pairs) {
  for (const auto& item : module.named_modules(component, /*include_self=*/false)) {
    auto* linear = dynamic_cast<Linear*>(item.value().get());
    if (!linear || !is_attention_projection(item.key())) continue;
    const std::int64_t out = linear->weight.size(0), in = linear->weight.size(1);
    const double bound = 1 / std::sqrt(static_cast<double>(in));
    const at::Device device = linear->weight.device();
    LoraPair pair{.module = item.key(),
                  .a = at::empty({rank, in}, at::kFloat).uniform_(-bound, bound, generator).to(device).requires_grad_(),
                  .b = at::zeros({out, rank}, at::TensorOptions(at::kFloat).device(device)).requires_grad_(),
                  .alpha = alpha};
    linear->lora = LoraFactors{pair.a, pair.b, alpha / static_cast<double>(rank)};
    pairs.push_back(pair);
  }
}

void detach_from(torch::nn::Module& module) {
  for (const auto& child_module : module.modules()) {
    if (auto* linear = dynamic_cast<Linear*>(child_module.get())) linear->lora.reset();
  }
}

std::vector<WeightedChanges> read_uses(const LoraTargetMap& targets, const std::vector<api::LoraUse>& uses,
                                       std::vector<std::string>& warnings) {
  std::vector<WeightedChanges> all;
  for (const api::LoraUse& use : uses) all.push_back({read_changes(use.file, targets, warnings), use.strength});
  return all;
}

/// Reads and merges for one component's module.
void merge_into(torch::nn::Module& module, const std::string& component, const std::vector<api::LoraUse>& uses,
                std::vector<std::string>& warnings) {
  LoraTargetMap targets;
  list_lora_targets(module, component, targets);
  merge_changes(targets, read_uses(targets, uses, warnings), nullptr);
}

LayerChange change_of_pair(const LoraPair& pair) {
  const double scale = pair.alpha / static_cast<double>(pair.a.size(0));
  return {.module = pair.module,
          .change = LowRank{.down = pair.a.detach().to(at::kFloat), .up = pair.b.detach().to(at::kFloat), .mid = {}, .scale = scale},
          .magnitude = {},
          .bias = {}};
}

void set_factor(at::Tensor& factor, const tensor::TensorMap& factors, const std::string& name) {
  const auto found = factors.find(name);
  if (found == factors.end()) throw Error(ErrorKind::bad_input, "The start factors lack " + name + ".");
  if (found->second.sizes() != factor.sizes()) {
    throw Error(ErrorKind::bad_input, "The start factor " + name + " has the shape " + io::shape_text(found->second.sizes()) +
                                          "; expected " + io::shape_text(factor.sizes()) + ".");
  }
  const at::NoGradGuard no_grad;
  factor.copy_(found->second);
}

}  // namespace

std::vector<LoraPair> attach_lora(Model& model, LoraTargets targets, std::int64_t rank, double alpha, at::Generator& generator) {
  std::vector<LoraPair> pairs;
  if (targets.unet) attach_to(model.unet.module(), "unet", rank, alpha, generator, pairs);
  if (targets.text_encoder) attach_to(model.text_encoder.module(), "text_encoder", rank, alpha, generator, pairs);
  return pairs;
}

void detach_lora(Model& model) {
  detach_from(model.unet.module());
  detach_from(model.text_encoder.module());
}

void set_lora_factors(std::vector<LoraPair>& pairs, const tensor::TensorMap& factors) {
  for (LoraPair& pair : pairs) {
    set_factor(pair.a, factors, "lora." + pair.module + ".lora_A.weight");
    set_factor(pair.b, factors, "lora." + pair.module + ".lora_B.weight");
  }
}

std::vector<LayerChange> read_lora(const std::filesystem::path& file, const Model& model, std::vector<std::string>& warnings) {
  return read_changes(file, targets_of(model), warnings);
}

std::vector<LoraPair> read_lora_pairs(const std::filesystem::path& file, const Model& model, std::vector<std::string>& warnings) {
  std::vector<LoraPair> pairs;
  for (const LayerChange& layer : read_lora(file, model, warnings)) {
    const auto* low_rank = std::get_if<LowRank>(&layer.change);
    if (!low_rank || low_rank->mid.defined() || layer.magnitude || layer.bias.defined()) {
      throw Error(ErrorKind::unsupported, file.string() + ": the layer " + layer.module + " is no plain LoRA; only those are taught on.");
    }
    pairs.push_back({.module = layer.module, .a = low_rank->down, .b = low_rank->up,
                     .alpha = low_rank->scale * static_cast<double>(low_rank->down.size(0))});
  }
  return pairs;
}

void merge_lora(Model& model, const std::vector<LoraPair>& pairs, double strength) {
  std::vector<LayerChange> changes;
  for (const LoraPair& pair : pairs) changes.push_back(change_of_pair(pair));
  merge_lora(model, changes, strength);
}

void merge_lora(Model& model, const std::vector<LayerChange>& changes, double strength) {
  merge_changes(targets_of(model), {{changes, strength}}, nullptr);
}

void set_loras(Model& model, const std::vector<api::LoraUse>& uses, std::vector<std::string>& warnings) {
  const LoraTargetMap targets = targets_of(model);
  // Read before anything is touched: a refused file leaves the model as it was.
  const auto all = read_uses(targets, uses, warnings);
  for (const auto& [name, base] : model.without_loras) {
    const LoraTarget& target = targets.at(name.substr(0, name.rfind('.')));
    at::Tensor parameter = name.ends_with(".bias") ? target.bias : target.weight;
    parameter.set_data(base);
  }
  model.without_loras.clear();
  merge_changes(targets, all, &model.without_loras);
}

void merge_loras(UNet2DConditionModel& unet, const std::vector<api::LoraUse>& uses, std::vector<std::string>& warnings) {
  merge_into(unet.module(), "unet", uses, warnings);
}

void merge_loras(ClipTextModel& text_encoder, const std::vector<api::LoraUse>& uses, std::vector<std::string>& warnings) {
  merge_into(text_encoder.module(), "text_encoder", uses, warnings);
}

}  // namespace likeness::models
