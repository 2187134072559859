#include "engine/generate/prompt_loras.h"

#include <algorithm>

#include "engine/models/lora.h"

namespace likeness::generate {

PromptLoras::~PromptLoras() {
  try {
    use({});
  } catch (const std::exception& error) {
    context_.log(error.what());  // a file of the request's own has vanished meanwhile; whoever loads the model next will say so
  }
}

bool PromptLoras::use(const std::vector<api::LoraUse>& loras) {
  const auto same = [](const api::LoraUse& a, const api::LoraUse& b) { return a.file == b.file && a.strength == b.strength; };
  if (std::equal(loras.begin(), loras.end(), merged_.begin(), merged_.end(), same)) return false;
  merged_ = loras;
  std::vector<std::string> warnings;
  models::set_loras(model_, all(), warnings);
  for (const std::string& warning : warnings) context_.log(warning);
  return true;
}

std::vector<api::LoraUse> PromptLoras::all() const {
  std::vector<api::LoraUse> together = own_;
  together.insert(together.end(), merged_.begin(), merged_.end());
  return together;
}

}  // namespace likeness::generate
