// What a picture's prompt comes to: choices made by its seed, the artist's names replaced, LoRA tags found.
// Errors: bad_input for a prompt beyond 64 KiB, and those of prompt_choices.h, prompt_loras.h and prompt_files.h.
#pragma once

#include <string>
#include <vector>

#include "engine/api/requests.h"

namespace likeness::generate {

struct Wording {
  std::string prompt;           // as written; empty when it came as ids
  std::string resolved;         // choices made and names replaced; all other syntax stays, and it resolves to itself
  std::string negative;         // likewise resolved
  bool made_choices = false;
  std::vector<api::LoraUse> loras;  // of the prompt's tags
};

Wording wording_of(const api::Generate& request, const std::string& prompt, std::int64_t seed);

}  // namespace likeness::generate
