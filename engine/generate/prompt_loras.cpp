#include "engine/generate/prompt_loras.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "engine/models/lora.h"
#include "engine/models/lora_targets.h"

namespace likeness::generate {

bool PromptLoras::use(const std::vector<api::LoraUse>& loras) {
  const auto same = [](const api::LoraUse& a, const api::LoraUse& b) { return a.file == b.file && a.strength == b.strength; };
  if (std::equal(loras.begin(), loras.end(), merged_.begin(), merged_.end(), same)) return false;
  take_out();
  models::LoraTargetMap targets;
  models::list_lora_targets(model_.unet.module(), "unet", targets);
  models::list_lora_targets(model_.text_encoder.module(), "text_encoder", targets);
  std::vector<std::string> warnings;
  std::vector<std::vector<models::LoraPair>> read;
  for (const api::LoraUse& lora : loras) read.push_back(models::read_lora(lora.file, model_, warnings));
  for (std::size_t i = 0; i < loras.size(); ++i) {
    for (const models::LoraPair& pair : read[i]) {
      const at::Tensor weight = targets.at(pair.module).weight;
      const bool kept = std::any_of(before_.begin(), before_.end(), [&](const Before& one) { return one.weight.is_same(weight); });
      if (!kept) before_.push_back({weight, weight.detach().clone()});
    }
    models::merge_lora(model_, read[i], loras[i].strength);
  }
  for (const std::string& warning : warnings) context_.log(warning);
  merged_ = loras;
  return true;
}

void PromptLoras::take_out() {
  const at::NoGradGuard no_grad;
  for (const Before& one : before_) at::Tensor(one.weight).copy_(one.copy);
  before_.clear();
  merged_.clear();
}

}  // namespace likeness::generate
