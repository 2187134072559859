#include "engine/models/lora.h"

#include <cmath>
#include <optional>
#include <utility>

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

/// Training's view of a layer that can have a pair.
struct Place {
  at::Tensor weight;
  std::optional<LoraFactors>* lora;
  std::int64_t rank;  // 0: none
};

Place place_of(torch::nn::Module& module, const std::string& name, const LoraTargets& targets, std::int64_t rank) {
  if (auto* linear = dynamic_cast<Linear*>(&module)) return {linear->weight, &linear->lora, is_attention_projection(name) ? rank : 0};
  if (auto* conv = dynamic_cast<Conv2d*>(&module)) return {conv->weight, &conv->lora, is_level_convolution(name) ? targets.conv_rank : 0};
  return {{}, nullptr, 0};
}

LoraPair new_pair(const std::string& module, const at::Tensor& weight, std::int64_t rank, double alpha, at::Generator& generator) {
  const double bound = 1 / std::sqrt(static_cast<double>(weight[0].numel()));
  std::vector<std::int64_t> down = weight.sizes().vec(), up(down.size(), 1);
  down[0] = rank;
  up[0] = weight.size(0);
  up[1] = rank;
  const at::Device device = weight.device();
  return {.module = module,
          .a = at::empty(down, at::kFloat).uniform_(-bound, bound, generator).to(device).requires_grad_(),
          .b = at::zeros(up, at::TensorOptions(at::kFloat).device(device)).requires_grad_(),
          .alpha = alpha};
}

void attach_to(torch::nn::Module& module, const std::string& component, const LoraTargets& targets, std::int64_t rank, double alpha,
               at::Generator& generator, std::vector<LoraPair>& pairs) {
  for (const auto& item : module.named_modules(component, /*include_self=*/false)) {
    const Place place = place_of(*item.value(), item.key(), targets, rank);
    if (place.rank == 0 || (targets.takes && !targets.takes(item.key()))) continue;
    LoraPair pair = new_pair(item.key(), place.weight, place.rank, alpha, generator);
    LoraFactors factors{.a = pair.a, .b = pair.b, .scale = alpha / static_cast<double>(place.rank), .dropout = targets.dropout};
    if (targets.dora) {
      pair.magnitude = changed_norms(place.weight, factors).requires_grad_();
      factors.magnitude = pair.magnitude;
    }
    *place.lora = std::move(factors);
    pairs.push_back(std::move(pair));
  }
}

void detach_from(torch::nn::Module& module) {
  for (const auto& child_module : module.modules()) {
    if (auto* linear = dynamic_cast<Linear*>(child_module.get())) linear->lora.reset();
    if (auto* conv = dynamic_cast<Conv2d*>(child_module.get())) conv->lora.reset();
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
          .magnitude = pair.magnitude.defined() ? std::optional(Magnitude{.values = pair.magnitude.detach()}) : std::nullopt,
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

std::vector<LoraPair> attach_lora(Model& model, const LoraTargets& targets, std::int64_t rank, double alpha, at::Generator& generator) {
  std::vector<LoraPair> pairs;
  if (targets.unet) attach_to(model.unet.module(), "unet", targets, rank, alpha, generator, pairs);
  if (targets.text_encoder) attach_to(model.text_encoder.module(), "text_encoder", targets, rank, alpha, generator, pairs);
  return pairs;
}

void detach_lora(Model& model) {
  detach_from(model.unet.module());
  detach_from(model.text_encoder.module());
}

void set_lora_factors(Model& model, std::vector<LoraPair>& pairs, const tensor::TensorMap& factors) {
  const LoraTargetMap targets = targets_of(model);
  for (LoraPair& pair : pairs) {
    set_factor(pair.a, factors, "lora." + pair.module + ".lora_A.weight");
    set_factor(pair.b, factors, "lora." + pair.module + ".lora_B.weight");
    if (!pair.magnitude.defined()) continue;
    const std::string name = "lora." + pair.module + ".lora_magnitude_vector";
    const LoraFactors now{.a = pair.a, .b = pair.b, .scale = pair.alpha / static_cast<double>(pair.a.size(0))};
    set_factor(pair.magnitude, {{name, factors.contains(name) ? factors.at(name).flatten() : changed_norms(targets.at(pair.module).weight, now)}},
               name);
  }
}

std::vector<LayerChange> read_lora(const std::filesystem::path& file, const Model& model, std::vector<std::string>& warnings) {
  return read_changes(file, targets_of(model), warnings);
}

std::vector<LoraPair> read_lora_pairs(const std::filesystem::path& file, const Model& model, std::vector<std::string>& warnings) {
  std::vector<LoraPair> pairs;
  for (const LayerChange& layer : read_lora(file, model, warnings)) {
    const auto* low_rank = std::get_if<LowRank>(&layer.change);
    const bool by_inputs = layer.magnitude && layer.magnitude->axis == Magnitude::Axis::input;
    if (!low_rank || low_rank->mid.defined() || by_inputs || layer.bias.defined()) {
      throw Error(ErrorKind::unsupported, file.string() + ": the layer " + layer.module + " is no LoRA, LoCon or DoRA by outputs; only those are taught on.");
    }
    pairs.push_back({.module = layer.module, .a = low_rank->down, .b = low_rank->up,
                     .alpha = low_rank->scale * static_cast<double>(low_rank->down.size(0)),
                     .magnitude = layer.magnitude ? layer.magnitude->values.to(at::kFloat) : at::Tensor()});
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
