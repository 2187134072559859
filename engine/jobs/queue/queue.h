// The queue behind the door: one compute thread for heavy jobs, one after the other; one thread for light jobs beside it; one event queue.
// Knows no LibTorch: what a command does is the Run function it is given, so it is tested alone under the thread sanitizer.
// Pushing wakes the other side only when the event queue was empty; an undelivered Progress of a job is overwritten, LogLine is capped.
// Errors of a job become JobState{failed}; Cancelled becomes cancelled; anything else is an internal error with the log's path.
#pragma once

#include <functional>
#include <memory>

#include "engine/api/engine.h"
#include "engine/api/job_context.h"

namespace likeness::jobs {

/// Runs one command in the calling thread; throws Error.
using Run = std::function<void(const api::Command& command, api::JobContext& context)>;

/// `on_thread_start` runs first in the compute thread (it opens the CUDA library and the like).
std::unique_ptr<api::Engine> make_queue(Run run, std::function<void()> on_thread_start = {});

}  // namespace likeness::jobs
