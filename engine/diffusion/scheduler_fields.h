// Checked reading of a scheduler_config.json object's fields, with the sampler class's default for one that is absent or null.
// Errors: bad_input naming the field, what was expected and what was found; unsupported for a value that we know and do not run.
// Fields and values: diffusers src/diffusers/schedulers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"

namespace likeness::diffusion {

double number_field(const Json& config, const char* name, double absent, double minimum, double maximum);
std::optional<double> optional_number_field(const Json& config, const char* name, double minimum, double maximum);
std::int64_t whole_field(const Json& config, const char* name, std::int64_t absent, std::int64_t minimum, std::int64_t maximum);
bool flag_field(const Json& config, const char* name, bool absent);

/// One of `choices`; anything else is Error{unsupported}.
std::string choice_field(const Json& config, const char* name, const std::string& absent, const std::vector<std::string>& choices);

/// Error{unsupported} when the yes/no field is stated as true.
void refuse_flag(const Json& config, const char* name);

}  // namespace likeness::diffusion
