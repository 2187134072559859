#include "engine/jobs/queue/event_queue.h"

#include <algorithm>
#include <utility>

namespace likeness::jobs {

namespace {
constexpr std::size_t kMostLogLines = 1000;
}

void EventQueue::set_wakeup(std::function<void()> wakeup) {
  std::function<void()> call;
  {
    std::lock_guard lock(mutex_);
    wakeup_ = std::move(wakeup);
    if (!events_.empty()) call = wakeup_;
  }
  if (call) call();
}

void EventQueue::push(api::Event event) {
  std::function<void()> call;
  {
    std::lock_guard lock(mutex_);
    if (events_.empty()) call = wakeup_;
    if (const auto* progress = std::get_if<api::Progress>(&event)) {
      const auto [at, added] = progress_at_.try_emplace(progress->job, events_.size());
      if (!added) {
        events_[at->second] = std::move(event);
        return;
      }
    } else if (const auto* state = std::get_if<api::JobState>(&event)) {
      progress_at_.erase(state->job);  // a Progress after this state must not be told before it
    } else if (std::holds_alternative<api::LogLine>(event) && ++log_lines_ > kMostLogLines) {
      const auto is_log = [](const api::Event& e) { return std::holds_alternative<api::LogLine>(e); };
      const auto oldest = std::find_if(events_.begin(), events_.end(), is_log);
      const auto index = static_cast<std::size_t>(oldest - events_.begin());
      events_.erase(oldest);
      --log_lines_;
      for (auto& [job, at] : progress_at_)
        if (at > index) --at;
    }
    events_.push_back(std::move(event));
  }
  if (call) call();  // outside the lock: the listener may post to another thread that drains at once
}

std::vector<api::Event> EventQueue::drain() {
  std::lock_guard lock(mutex_);
  progress_at_.clear();
  log_lines_ = 0;
  return std::exchange(events_, {});
}

}  // namespace likeness::jobs
