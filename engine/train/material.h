// What a run learns from: its photos and the model's own class pictures as latents, and the sentences they are called by.
#pragma once

#include "engine/api/job_context.h"
#include "engine/train/batches.h"
#include "engine/train/train.h"

namespace likeness::train {

/// Makes missing class pictures first (none in a dry run: the photos stand in for them, since only the time counts).
Material make_material(const Prepared& prepared, api::JobContext& context);

}  // namespace likeness::train
