// Which family a model belongs to, from a folder's model_index.json and configs or a single file's names and shapes alone, and whether
// we run it.
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

/// A folder with a model_index.json, or a file. Errors: bad_input when there is no model, it is damaged or something else.
Family family_of(const std::filesystem::path& model);

/// Throws Error{unsupported} with the reason, Error{bad_input} where no model is at all.
Family require_runnable_family(const std::filesystem::path& model);

}  // namespace likeness::models
