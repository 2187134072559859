// Events from worker threads to whoever drains: wakes only when the queue was empty, merges what may be merged, loses nothing else.
// Threads: any.
#pragma once

#include <functional>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "engine/api/events.h"

namespace likeness::jobs {

class EventQueue {
 public:
  void set_wakeup(std::function<void()> wakeup);
  void push(api::Event event);
  std::vector<api::Event> drain();

 private:
  std::mutex mutex_;
  std::vector<api::Event> events_;
  std::unordered_map<api::JobId, std::size_t> progress_at_;  // where an undelivered Progress of a job stands
  std::size_t log_lines_ = 0;
  std::function<void()> wakeup_;
};

}  // namespace likeness::jobs
