// A run folder read back for the window: what was asked, the numbers, checkpoints, sample pictures and the verdict.
#pragma once

#include "engine/api/events.h"
#include "engine/api/job_context.h"
#include "engine/base/json.h"
#include "engine/runs/run_folder.h"

namespace likeness::jobs {

/// The request in run.json, without what is kept beside it.
Json request_json(const runs::RunFolder& folder);

/// Error{bad_input} when this is no run folder; sample pictures that cannot be read are left out.
api::RunRead read_run(const api::ReadRun& request, api::JobContext& context);

}  // namespace likeness::jobs
