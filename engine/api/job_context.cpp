#include "engine/api/job_context.h"

#include <utility>

#include "engine/base/error.h"

namespace likeness::api {

void Gate::pause(bool paused) {
  {
    std::lock_guard lock(mutex_);
    paused_ = paused;
  }
  changed_.notify_all();
}

void Gate::wish(Wish wish) {
  std::lock_guard lock(mutex_);
  wishes_[static_cast<int>(wish)] = true;
}

bool Gate::take(Wish wish) {
  std::lock_guard lock(mutex_);
  return std::exchange(wishes_[static_cast<int>(wish)], false);
}

void Gate::wait(std::stop_token stop, const std::function<void(bool paused)>& on_change) {
  {
    std::lock_guard lock(mutex_);
    if (!paused_) return;
  }
  on_change(true);  // outside the lock: the listener may call back into the queue
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return !paused_; });
  }
  on_change(false);
}

JobContext::JobContext(JobId job, Reporter reporter, std::stop_token stop, Gate* gate)
    : job_(job), reporter_(std::move(reporter)), stop_(std::move(stop)), gate_(gate) {}

JobContext JobContext::with_listener(std::function<void(const Event&)> listener) const {
  return JobContext(
      job_,
      [listener = std::move(listener), next = reporter_](Event event) {
        listener(event);
        if (next) next(std::move(event));
      },
      stop_, gate_);
}

void JobContext::step(Phase phase, std::int64_t done, std::int64_t total) {
  const auto now = Clock::now();
  if (phase != phase_ || phase_start_step_ < 0 || done < phase_start_step_) {
    phase_ = phase;
    phase_start_step_ = done;
    phase_start_ = now;
    paused_at_phase_start_ = paused_seconds_;
  }
  Progress progress{.job = job_, .phase = phase, .step = done, .total = total};
  const double seconds =
      std::chrono::duration<double>(now - phase_start_).count() - (paused_seconds_ - paused_at_phase_start_);
  if (done > phase_start_step_ && seconds > 0) {
    progress.steps_per_second = static_cast<double>(done - phase_start_step_) / seconds;
    if (total > 0) progress.seconds_left = static_cast<double>(total - done) / progress.steps_per_second;
  }
  report(progress);
  throw_if_cancelled();
  wait_while_paused();
}

bool JobContext::hold(const std::string& why) {
  if (gate_ == nullptr) return false;
  log(why);
  gate_->pause(true);
  wait_while_paused();
  return true;
}

void JobContext::wait_while_paused() {
  if (gate_ == nullptr) return;
  Clock::time_point paused_at;
  gate_->wait(stop_, [&](bool paused) {
    if (paused) paused_at = Clock::now();
    else paused_seconds_ += std::chrono::duration<double>(Clock::now() - paused_at).count();
    report(JobState{.job = job_, .state = paused ? State::paused : State::running, .error = {}});
  });
  throw_if_cancelled();
}

void JobContext::report(Event event) {
  std::visit([this](auto& e) { e.job = job_; }, event);
  if (reporter_) reporter_(std::move(event));
}

void JobContext::throw_if_cancelled() const {
  if (stop_.stop_requested()) throw Cancelled();
}

}  // namespace likeness::api
