#include "tests/support/fake_engine.h"

namespace likeness::test {

api::JobId FakeEngine::submit(api::Command command) {
  api::JobId job = 0;
  {
    const std::lock_guard lock(mutex_);
    job = next_++;
    commands_.emplace_back(job, std::move(command));
    open_.insert(job);
  }
  setState(job, api::State::queued);
  return job;
}

void FakeEngine::cancel(api::JobId job) {
  bool open = false;
  {
    const std::lock_guard lock(mutex_);
    cancelled_.push_back(job);
    open = open_.count(job) > 0;
  }
  if (open) setState(job, api::State::cancelled);
}

void FakeEngine::pause(api::JobId job, bool paused) { setState(job, paused ? api::State::paused : api::State::running); }

std::vector<api::Event> FakeEngine::drain() {
  const std::lock_guard lock(mutex_);
  ++drains_;
  return std::exchange(events_, {});
}

void FakeEngine::set_wakeup(std::function<void()> wakeup) {
  const std::lock_guard lock(mutex_);
  wakeup_ = std::move(wakeup);
}

void FakeEngine::push(api::Event event) {
  std::function<void()> wakeup;
  {
    const std::lock_guard lock(mutex_);
    if (const auto* state = std::get_if<api::JobState>(&event)) {
      const bool over = state->state == api::State::done || state->state == api::State::cancelled || state->state == api::State::failed;
      if (over) open_.erase(state->job);
    }
    if (events_.empty()) wakeup = wakeup_;
    events_.push_back(std::move(event));
  }
  if (wakeup) wakeup();
}

void FakeEngine::failJob(api::JobId job, api::ErrorText error) {
  push(api::JobState{.job = job, .state = api::State::failed, .error = std::move(error)});
}

std::vector<api::JobId> FakeEngine::cancelled() const {
  const std::lock_guard lock(mutex_);
  return cancelled_;
}

int FakeEngine::drainCount() const {
  const std::lock_guard lock(mutex_);
  return drains_;
}

}  // namespace likeness::test
