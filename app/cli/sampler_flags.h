// What `schedule` and `sampler-loop` share: which sampler, and the fields of its scheduler config.
#pragma once

#include "engine/config/flags.h"
#include "engine/diffusion/sampler.h"

namespace likeness::cli {

config::FlagSet sampler_flags();

/// Errors: usage for an unknown sampler or schedule; bad_input for a --config that is no JSON object.
diffusion::SamplerSettings sampler_settings(const config::Flags& flags);

}  // namespace likeness::cli
