// The door between the window and the engine: commands in, events out, nothing blocks, no getters of engine state.
// Two implementations: jobs::make_engine (the real one, in liblikeness_engine.so) and the tests' scripted fake.
// Threads: every function may be called from any thread. The destructor asks all jobs to stop and joins.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/api/events.h"
#include "engine/api/requests.h"

namespace likeness::api {

/// Folders the engine works in; empty ones take base/places.h.
struct EngineFolders {
  std::string home;
  std::string pictures;
  std::string resources;
};

class Engine {
 public:
  virtual ~Engine() = default;

  /// Queues the command; its first event is JobState{queued}. AskRunning and MoveJob are acted on at once.
  virtual JobId submit(Command command) = 0;

  /// A queued job ends as cancelled at once, a running one within one step. Unknown or ended jobs: nothing happens.
  virtual void cancel(JobId job) = 0;
  virtual void pause(JobId job, bool paused) = 0;

  /// All events since the last call, oldest first.
  virtual std::vector<Event> drain() = 0;

  /// Called from a worker thread when events wait where none waited before. It must not call the engine and must not block.
  virtual void set_wakeup(std::function<void()> wakeup) = 0;
};

}  // namespace likeness::api

extern "C" {
/// The one function that liblikeness_engine.so exports: makes the engine; the caller owns it and deletes it before unloading.
/// Returns null when it cannot be made; `error` (may be null) then holds why.
likeness::api::Engine* likeness_engine_create(const likeness::api::EngineFolders* folders, likeness::api::ErrorText* error);
}
