// From prompts, or complete rows of token ids, to what the UNet is conditioned on.
#pragma once

#include "engine/generate/generate.h"

namespace likeness::generate {

/// One prompt of a request.
struct Condition {
  std::string prompt;         // as written; empty when it came as ids
  std::string resolved;       // as the model read it
  std::string negative;       // likewise
  at::Tensor context;         // [1,L,d]
  at::Tensor unconditional;   // [1,L,d]; undefined when guidance is 1
};

/// In the request's order. Errors: bad_input for no prompt, for a damaged or unfitting ids file (naming file and tensor);
/// usage for ids together with prompts.
std::vector<Condition> conditions_of(const api::Generate& request, const models::Model& model, api::JobContext& context);

}  // namespace likeness::generate
