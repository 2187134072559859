// LoRAs that a prompt names, merged for as long as its pictures are made.
// What is taken out again is put back bit for bit from a copy, so a picture is the same whatever was made before it.
#pragma once

#include <string>
#include <vector>

#include "engine/api/job_context.h"
#include "engine/models/model.h"

namespace likeness::generate {

class PromptLoras {
 public:
  PromptLoras(const models::Model& model, api::JobContext& context) : model_(model), context_(context) {}
  ~PromptLoras() { take_out(); }
  PromptLoras(const PromptLoras&) = delete;
  PromptLoras& operator=(const PromptLoras&) = delete;

  /// Merges just these; those of the call before are taken out. False when they are the same. Errors: those of models::read_lora.
  bool use(const std::vector<api::LoraUse>& loras);

 private:
  struct Before {
    at::Tensor weight, copy;
  };

  void take_out();

  models::Model model_;  // the same layers
  api::JobContext& context_;
  std::vector<api::LoraUse> merged_;
  std::vector<Before> before_;
};

}  // namespace likeness::generate
