// LoRAs that a prompt names, merged beside the request's own for as long as its pictures are made.
// What is taken out again is put back bit for bit, so a picture is the same whatever was made before it.
#pragma once

#include <string>
#include <vector>

#include "engine/api/job_context.h"
#include "engine/models/model.h"

namespace likeness::generate {

class PromptLoras {
 public:
  /// `own`: the request's, merged already.
  PromptLoras(const models::Model& model, std::vector<api::LoraUse> own, api::JobContext& context)
      : model_(model), own_(std::move(own)), context_(context) {}
  ~PromptLoras();
  PromptLoras(const PromptLoras&) = delete;
  PromptLoras& operator=(const PromptLoras&) = delete;

  /// Merges just these beside the request's own; those of the call before are taken out. False when they are the same.
  /// Errors: those of models::read_lora.
  bool use(const std::vector<api::LoraUse>& loras);

  /// The request's own, then the prompt's.
  std::vector<api::LoraUse> all() const;

 private:
  models::Model model_;  // the same layers
  std::vector<api::LoraUse> own_;
  api::JobContext& context_;
  std::vector<api::LoraUse> merged_;
};

}  // namespace likeness::generate
