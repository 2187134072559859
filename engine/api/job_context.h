// What a running job holds: where its events go, whether it should stop or wait, and wishes from outside.
// A job is a plain function run(request, JobContext&) in the caller's thread. Every loop calls step(), which reports, waits while
// paused and throws Cancelled when asked to stop, so that cancel and pause act within one step.
// Threads: the job's own thread uses JobContext; any thread may use Gate and the stop source.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>

#include "engine/api/events.h"

namespace likeness::api {

/// The outside's handle on a running job.
class Gate {
 public:
  void pause(bool paused);
  void wish(Wish wish);

  /// True once per wish made since the last call.
  bool take(Wish wish);

  /// Sleeps while paused; returns at once when `stop` is requested. Calls on_change(true) before sleeping, on_change(false) after.
  void wait(std::stop_token stop, const std::function<void(bool paused)>& on_change);

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool paused_ = false;
  bool wishes_[2] = {false, false};
};

class JobContext {
 public:
  using Reporter = std::function<void(Event)>;

  /// `gate` may be null (never paused, no wishes) and must outlive the context.
  JobContext(JobId job, Reporter reporter, std::stop_token stop = {}, Gate* gate = nullptr);

  JobId job() const { return job_; }

  /// A context of the same job whose events `listener` sees first, in the job's thread: how a run writes its own log.
  JobContext with_listener(std::function<void(const Event&)> listener) const;

  /// Reports that `done` of `total` steps of `phase` are done (speed and time left included), then waits while paused.
  /// Throws Cancelled when the job was asked to stop.
  void step(Phase phase, std::int64_t done, std::int64_t total);

  /// Sends an event; its job field is filled in.
  void report(Event event);
  void log(const std::string& text) { report(LogLine{.job = job_, .text = text}); }

  /// Throws Cancelled when the job was asked to stop; neither waits nor reports.
  void throw_if_cancelled() const;

  /// Pauses the job as if its user had, saying why, until the user lets it go on. False, and no wait, where nobody could (no gate).
  bool hold(const std::string& why);

  bool take(Wish wish) { return gate_ != nullptr && gate_->take(wish); }

  /// Seconds this job has spent paused, to leave out of clocks.
  double paused_seconds() const { return paused_seconds_; }

 private:
  using Clock = std::chrono::steady_clock;

  void wait_while_paused();

  JobId job_;
  Reporter reporter_;
  std::stop_token stop_;
  Gate* gate_;
  Phase phase_ = Phase::loading_model;
  std::int64_t phase_start_step_ = -1;
  Clock::time_point phase_start_;
  double paused_seconds_ = 0;
  double paused_at_phase_start_ = 0;
};

}  // namespace likeness::api
