// What is this file or folder? Reads headers and JSON only, never weights.
// The result's fields are cli.md's `inspect`: kind, architecture, components, tensors, dtypes, metadata, warnings.
#pragma once

#include <filesystem>

#include "engine/base/json.h"

namespace likeness::models {

Json inspect(const std::filesystem::path& path);

}  // namespace likeness::models
