// A sweep: one training request made many times with some option fields changed, a numbered run folder each, and a table of them all.
// An axis is "learning_rate=1e-5,1e-4", or "learning_rate=1e-5..1e-3" where values are drawn: evenly in the logarithm between limits above
// 0, else evenly; whole numbers where both limits are. A grid takes every combination; a random sweep `random` different ones.
// Errors: usage for an axis that is none; bad_input naming the field for a value that it cannot take, before any run begins.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/job_context.h"
#include "engine/base/json.h"

namespace likeness::jobs {

struct SweepPlan {
  std::vector<std::string> axes;     // as written
  int random = 0;                    // 0: the whole grid
  std::filesystem::path folder;      // gets 001, 002 ..., sweep.json and sweep.md
};

struct SweepRun {
  std::vector<std::pair<std::string, std::string>> settings;  // field, value as written
  api::Train request;
};

/// The requests, without run folders for dry runs. The draws come from base.options.seed.
std::vector<SweepRun> sweep_runs(const api::Train& base, const SweepPlan& plan);

/// Runs them one after the other; the table is written anew after each. A run that fails has its error in the table and the sweep goes on.
/// {"sweep": folder, "fields": [..], "runs": [{"run", "settings", "ok", "loss", "probe_loss", "probe_prior_loss", "seconds",
/// "steps_per_second", "peak_memory_bytes", "error"}]}; loss is the mean of the last tenth of the steps. A dry run writes nothing.
Json run_sweep(const api::Train& base, const SweepPlan& plan, api::JobContext& context);

/// The same table for people.
std::string sweep_markdown(const Json& table);

}  // namespace likeness::jobs
