#include "engine/jobs/queue/queue.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <new>
#include <thread>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/jobs/queue/event_queue.h"

namespace likeness::jobs {

namespace {

struct Job {
  api::JobId id = 0;
  api::Command command;
  std::stop_source stop;
  api::Gate gate;
};

/// One thread and the jobs that wait for it.
struct Lane {
  std::deque<std::shared_ptr<Job>> waiting;
  std::condition_variable_any added;
  std::jthread thread;
};

class Queue final : public api::Engine {
 public:
  Queue(Run run, std::function<void()> on_thread_start) : run_(std::move(run)) {
    heavy_.thread = std::jthread([this, start = std::move(on_thread_start)](std::stop_token stop) {
      if (start) start();
      work(heavy_, stop);
    });
    light_.thread = std::jthread([this](std::stop_token stop) { work(light_, stop); });
  }

  ~Queue() override {
    events_.set_wakeup({});
    {
      std::lock_guard lock(mutex_);
      for (auto& [id, job] : jobs_) job->stop.request_stop();
    }
    heavy_.thread = {};  // asks to stop and joins
    light_.thread = {};
  }

  api::JobId submit(api::Command command) override {
    std::unique_lock lock(mutex_);
    const api::JobId id = ++last_id_;
    if (const auto* ask = std::get_if<api::AskRunning>(&command)) {
      const auto found = jobs_.find(ask->job);
      const std::shared_ptr<Job> job = found == jobs_.end() ? nullptr : found->second;
      lock.unlock();
      if (job) job->gate.wish(ask->wish);
      tell(id, api::State::done);
      return id;
    }
    if (const auto* move = std::get_if<api::MoveJob>(&command)) {
      put_before(*move);
      tell(id, api::State::done);
      return id;
    }
    auto job = std::make_shared<Job>();
    job->id = id;
    job->command = std::move(command);
    jobs_[id] = job;
    tell(id, api::State::queued);  // before the lane can start it
    Lane& lane = api::is_heavy(job->command) ? heavy_ : light_;
    lane.waiting.push_back(std::move(job));
    lock.unlock();
    lane.added.notify_one();
    return id;
  }

  void cancel(api::JobId id) override {
    std::lock_guard lock(mutex_);
    const auto found = jobs_.find(id);
    if (found == jobs_.end()) return;
    found->second->stop.request_stop();
    for (Lane* lane : {&heavy_, &light_})
      if (std::erase(lane->waiting, found->second) > 0) {
        tell(id, api::State::cancelled);
        jobs_.erase(found);
        return;
      }
  }

  void pause(api::JobId id, bool paused) override {
    std::lock_guard lock(mutex_);
    if (const auto found = jobs_.find(id); found != jobs_.end()) found->second->gate.pause(paused);
  }

  std::vector<api::Event> drain() override { return events_.drain(); }
  void set_wakeup(std::function<void()> wakeup) override { events_.set_wakeup(std::move(wakeup)); }

 private:
  void tell(api::JobId id, api::State state, api::ErrorText error = {}) {
    events_.push(api::JobState{.job = id, .state = state, .error = std::move(error)});
  }

  void put_before(const api::MoveJob& move) {
    auto& waiting = heavy_.waiting;
    const auto place_of = [&waiting](api::JobId id) {
      return std::find_if(waiting.begin(), waiting.end(), [id](const auto& each) { return each->id == id; });
    };
    const auto from = place_of(move.job);
    if (from == waiting.end() || move.job == move.before) return;
    if (move.before != 0 && place_of(move.before) == waiting.end()) return;
    const std::shared_ptr<Job> job = *from;
    waiting.erase(from);
    waiting.insert(place_of(move.before), job);
  }

  void work(Lane& lane, std::stop_token stop) {
    for (;;) {
      std::shared_ptr<Job> job;
      {
        std::unique_lock lock(mutex_);
        if (!lane.added.wait(lock, stop, [&] { return !lane.waiting.empty(); }) || stop.stop_requested()) return;
        job = std::move(lane.waiting.front());
        lane.waiting.pop_front();
      }
      tell(job->id, api::State::running);
      run_one(*job);
      std::lock_guard lock(mutex_);
      jobs_.erase(job->id);
    }
  }

  void run_one(Job& job) {
    const auto fail = [&](std::string_view kind, std::string message, std::string hint) {
      tell(job.id, api::State::failed, {std::string(kind), std::move(message), std::move(hint)});
    };
    api::JobContext context(job.id, [this](api::Event event) { events_.push(std::move(event)); }, job.stop.get_token(), &job.gate);
    try {
      run_(job.command, context);
      tell(job.id, api::State::done);
    } catch (const Cancelled&) {
      tell(job.id, api::State::cancelled);
    } catch (const Error& error) {
      fail(error_kind_name(error.kind()), error.what(), error.hint());
    } catch (const std::filesystem::filesystem_error& fault) {
      const Error error = error_of(fault);
      fail(error_kind_name(error.kind()), error.what(), error.hint());
    } catch (const std::bad_alloc&) {
      fail(error_kind_name(ErrorKind::out_of_memory), "The memory of this machine was not enough.",
           "Close other programs, or choose a smaller picture size or batch.");
    } catch (const std::exception& fault) {
      fail(error_kind_name(ErrorKind::internal), "Something went wrong inside Likeness: " + std::string(fault.what()),
           "This is our own defect. Copy this text into a report.");
    }
  }

  Run run_;
  EventQueue events_;
  std::mutex mutex_;
  api::JobId last_id_ = 0;
  std::map<api::JobId, std::shared_ptr<Job>> jobs_;
  Lane heavy_;
  Lane light_;
};

}  // namespace

std::unique_ptr<api::Engine> make_queue(Run run, std::function<void()> on_thread_start) {
  return std::make_unique<Queue>(std::move(run), std::move(on_thread_start));
}

}  // namespace likeness::jobs
