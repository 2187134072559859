// Which family a diffusers folder belongs to, from model_index.json and the configs alone, and whether we run it.
// The names are those an artist knows the models by.
#pragma once

#include <filesystem>
#include <string>

#include "engine/base/json.h"

namespace likeness::models {

struct Family {
  std::string name;          // "Starter", "Stable Diffusion 1.x", "Stable Diffusion XL" ...
  std::string architecture;  // as `inspect` spells it: "starter", "sd1", "sd2", "sdxl" ...; empty when unknown
  std::string reason;        // why it cannot be used, one sentence; empty when it can
};

/// A folder with a model_index.json. Errors: bad_input when that file is missing, damaged or no pipeline's.
Family family_of(const std::filesystem::path& folder);

/// Throws Error{unsupported} with the reason, Error{bad_input} where no model is at all.
Family require_runnable_family(const std::filesystem::path& folder);

}  // namespace likeness::models
