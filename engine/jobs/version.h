// Which build this is, for --version, run.json and reports.
#pragma once

#include "engine/base/json.h"

namespace likeness::jobs {

/// {"version", "libtorch", "cuda" (null in a CPU build), "build_type", "cpu_features"}.
Json version_json();

}  // namespace likeness::jobs
