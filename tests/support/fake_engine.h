// A scripted api::Engine: records commands and lets a test push events, from any thread. Used by all tests of the window.
// It answers submit with JobState{queued}, cancel with cancelled and pause with paused or running; all else the test pushes.
// Its job numbers start at 1001, so that they cannot be taken for the bridge's.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "engine/api/engine.h"

namespace likeness::test {

class FakeEngine : public api::Engine {
 public:
  /// A command as it came in: the engine's number of the job, and the request.
  template <class Request>
  struct Received {
    api::JobId job = 0;
    Request request;
  };

  api::JobId submit(api::Command command) override;
  void cancel(api::JobId job) override;
  void pause(api::JobId job, bool paused) override;
  std::vector<api::Event> drain() override;
  void set_wakeup(std::function<void()> wakeup) override;

  /// Sends an event; its job must be a number of the engine (Received::job).
  void push(api::Event event);
  void setState(api::JobId job, api::State state) { push(api::JobState{.job = job, .state = state, .error = {}}); }
  void failJob(api::JobId job, api::ErrorText error);

  std::vector<api::JobId> cancelled() const;
  int drainCount() const;

  /// All commands of one kind, oldest first.
  template <class Request>
  std::vector<Received<Request>> all() const {
    const std::lock_guard lock(mutex_);
    std::vector<Received<Request>> found;
    for (const auto& [job, command] : commands_) {
      if (const auto* request = std::get_if<Request>(&command)) found.push_back({job, *request});
    }
    return found;
  }

  /// The newest command of one kind, or nothing.
  template <class Request>
  std::optional<Received<Request>> last() const {
    auto found = all<Request>();
    if (found.empty()) return std::nullopt;
    return std::move(found.back());
  }

 private:
  mutable std::mutex mutex_;
  api::JobId next_ = 1001;
  std::vector<std::pair<api::JobId, api::Command>> commands_;
  std::set<api::JobId> open_;
  std::vector<api::JobId> cancelled_;
  std::vector<api::Event> events_;
  std::function<void()> wakeup_;
  int drains_ = 0;
};

}  // namespace likeness::test
