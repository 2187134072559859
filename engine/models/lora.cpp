#include "engine/models/lora.h"

#include <cmath>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/models/lora_file.h"
#include "engine/models/lora_names.h"

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

/// Reads and merges for one component's module.
void merge_file(torch::nn::Module& module, const std::string& component, const std::filesystem::path& file, double strength,
                std::vector<std::string>* warnings) {
  LoraTargetMap targets;
  list_lora_targets(module, component, targets);
  std::vector<std::string> unheard;
  merge_pairs(targets, read_lora_for(file, targets, warnings ? *warnings : unheard), strength);
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

void save_lora(const std::filesystem::path& file, const std::vector<LoraPair>& pairs, LoraNaming naming,
               const std::map<std::string, std::string>& metadata) {
  tensor::TensorMap tensors;
  for (const LoraPair& pair : pairs) {
    const bool kohya = naming == LoraNaming::kohya;
    const std::string name = kohya ? kohya_name(pair.module) : pair.module;
    const double scale = pair.alpha / static_cast<double>(pair.a.size(0));
    tensors[name + (kohya ? ".lora_down.weight" : ".lora_A.weight")] = pair.a.detach();
    // Readers of diffusers' naming take the scale as 1, so it goes into B.
    tensors[name + (kohya ? ".lora_up.weight" : ".lora_B.weight")] = kohya ? pair.b.detach() : pair.b.detach() * scale;
    if (kohya) tensors[name + ".alpha"] = at::scalar_tensor(pair.alpha, at::kFloat);
  }
  tensor::write_tensors(file, tensors, metadata);
}

std::vector<LoraPair> read_lora(const std::filesystem::path& file, const Model& model, std::vector<std::string>& warnings) {
  return read_lora_for(file, targets_of(model), warnings);
}

void merge_lora(Model& model, const std::vector<LoraPair>& pairs, double strength) { merge_pairs(targets_of(model), pairs, strength); }

void merge_lora_into_unet(UNet2DConditionModel& unet, const std::filesystem::path& file, double strength,
                          std::vector<std::string>* warnings) {
  merge_file(unet.module(), "unet", file, strength, warnings);
}

void merge_lora_into_text_encoder(ClipTextModel& text_encoder, const std::filesystem::path& file, double strength,
                                  std::vector<std::string>* warnings) {
  merge_file(text_encoder.module(), "text_encoder", file, strength, warnings);
}

}  // namespace likeness::models
