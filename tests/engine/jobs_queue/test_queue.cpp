// The door: order, merging, cancel, pause, wishes, errors; clean under the thread sanitizer.
#include "engine/jobs/queue/queue.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/jobs/queue/event_queue.h"

using namespace likeness;
using namespace std::chrono_literals;

namespace {

/// Drains until the job has ended or ten seconds are over; returns its events.
std::vector<api::Event> until_ended(api::Engine& engine, api::JobId job) {
  std::vector<api::Event> all;
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (std::chrono::steady_clock::now() < deadline) {
    for (api::Event& event : engine.drain()) {
      if (std::visit([](const auto& e) { return e.job; }, event) == job) all.push_back(std::move(event));
      if (all.empty()) continue;
      if (const auto* state = std::get_if<api::JobState>(&all.back()); state && state->state >= api::State::done) return all;
    }
    std::this_thread::sleep_for(1ms);
  }
  FAIL("the job did not end");
  return all;
}

std::vector<api::State> states(const std::vector<api::Event>& events) {
  std::vector<api::State> found;
  for (const api::Event& event : events)
    if (const auto* state = std::get_if<api::JobState>(&event)) found.push_back(state->state);
  return found;
}

api::Command heavy() { return api::Train{}; }
api::Command light() { return api::ListSubjects{}; }

}  // namespace

TEST_CASE("a job is queued, runs and ends, and its metrics all arrive in order") {
  auto engine = jobs::make_queue([](const api::Command&, api::JobContext& context) {
    for (int i = 1; i <= 500; ++i) {
      context.step(api::Phase::learning, i, 500);
      context.report(api::Metrics{.step = i});
    }
  });
  const auto events = until_ended(*engine, engine->submit(heavy()));
  CHECK(states(events) == std::vector{api::State::queued, api::State::running, api::State::done});
  std::int64_t expected = 1;
  for (const api::Event& event : events)
    if (const auto* metrics = std::get_if<api::Metrics>(&event)) CHECK(metrics->step == expected++);
  CHECK(expected == 501);
}

TEST_CASE("an undelivered progress is overwritten, nothing else is") {
  jobs::EventQueue queue;
  int woken = 0;
  queue.set_wakeup([&woken] { ++woken; });
  for (int i = 0; i < 10; ++i) {
    queue.push(api::Progress{.job = 1, .step = i});
    queue.push(api::Metrics{.job = 1, .step = i});
  }
  queue.push(api::Progress{.job = 2, .step = 77});
  const auto events = queue.drain();
  CHECK(woken == 1);
  REQUIRE(events.size() == 12);
  CHECK(std::get<api::Progress>(events[0]).step == 9);
  CHECK(std::get<api::Progress>(events.back()).step == 77);
  CHECK(queue.drain().empty());
}

TEST_CASE("a progress is never told before the state that came before it") {
  jobs::EventQueue queue;
  queue.push(api::Progress{.job = 1, .step = 1});
  queue.push(api::JobState{.job = 1, .state = api::State::paused});
  queue.push(api::Progress{.job = 1, .step = 2});
  const auto events = queue.drain();
  REQUIRE(events.size() == 3);
  CHECK(std::get<api::Progress>(events[0]).step == 1);
  CHECK(std::get<api::Progress>(events[2]).step == 2);
}

TEST_CASE("log lines are capped to the newest and merging still finds its place") {
  jobs::EventQueue queue;
  queue.push(api::LogLine{.job = 1, .text = "first"});
  queue.push(api::Progress{.job = 1, .step = 1});
  for (int i = 0; i < 1000; ++i) queue.push(api::LogLine{.job = 1, .text = std::to_string(i)});
  queue.push(api::Progress{.job = 1, .step = 2});
  const auto events = queue.drain();
  REQUIRE(events.size() == 1001);
  CHECK(std::get<api::Progress>(events[0]).step == 2);
  CHECK(std::get<api::LogLine>(events.back()).text == "999");
}

TEST_CASE("cancel acts within one step; a waiting job ends at once") {
  std::atomic<int> steps = 0;
  auto engine = jobs::make_queue([&](const api::Command&, api::JobContext& context) {
    for (;;) {
      context.step(api::Phase::learning, ++steps, 0);
      std::this_thread::sleep_for(1ms);
    }
  });
  const auto first = engine->submit(heavy());
  const auto second = engine->submit(heavy());
  while (steps < 3) std::this_thread::sleep_for(1ms);
  engine->cancel(second);
  engine->cancel(first);
  const int at_cancel = steps;
  std::vector<api::JobId> cancelled;
  while (cancelled.size() < 2)
    for (const api::Event& event : engine->drain())
      if (const auto* state = std::get_if<api::JobState>(&event); state && state->state == api::State::cancelled)
        cancelled.push_back(state->job);
  CHECK(cancelled == std::vector{second, first});
  CHECK(steps <= at_cancel + 2);
}

TEST_CASE("pause holds the job between steps and resume lets it go on") {
  std::atomic<int> steps = 0;
  auto engine = jobs::make_queue([&](const api::Command&, api::JobContext& context) {
    for (int i = 1; i <= 60; ++i) {
      context.step(api::Phase::learning, i, 60);
      ++steps;
      std::this_thread::sleep_for(2ms);
    }
  });
  const auto job = engine->submit(heavy());
  while (steps < 3) std::this_thread::sleep_for(1ms);
  engine->pause(job, true);
  std::this_thread::sleep_for(30ms);
  const int held = steps;
  std::this_thread::sleep_for(50ms);
  CHECK(steps == held);
  CHECK(held < 60);
  engine->pause(job, false);
  CHECK(states(until_ended(*engine, job)) == std::vector{api::State::queued, api::State::running, api::State::paused, api::State::running,
                                                         api::State::done});
  CHECK(steps == 60);
}

TEST_CASE("a paused job can be cancelled, and the engine destroyed while one is paused") {
  auto engine = jobs::make_queue([](const api::Command&, api::JobContext& context) {
    for (;;) context.step(api::Phase::learning, 0, 0);
  });
  const auto job = engine->submit(heavy());
  engine->pause(job, true);
  engine->cancel(job);
  CHECK(states(until_ended(*engine, job)).back() == api::State::cancelled);
  engine->pause(engine->submit(heavy()), true);
  engine.reset();  // joins: a hang here fails by the test's time limit
}

TEST_CASE("light jobs run beside a heavy one") {
  std::atomic<bool> release = false;
  auto engine = jobs::make_queue([&](const api::Command& command, api::JobContext&) {
    if (api::is_heavy(command))
      while (!release) std::this_thread::sleep_for(1ms);
  });
  const auto slow = engine->submit(heavy());
  CHECK(states(until_ended(*engine, engine->submit(light()))).back() == api::State::done);
  release = true;
  CHECK(states(until_ended(*engine, slow)).back() == api::State::done);
}

TEST_CASE("a wish reaches the running job once") {
  std::atomic<int> granted = 0;
  std::atomic<bool> running = false;
  auto engine = jobs::make_queue([&](const api::Command&, api::JobContext& context) {
    for (int i = 0; i < 200; ++i) {
      running = true;
      if (context.take(api::Wish::sample_now)) ++granted;
      std::this_thread::sleep_for(1ms);
    }
  });
  const auto job = engine->submit(heavy());
  while (!running) std::this_thread::sleep_for(1ms);
  engine->submit(api::AskRunning{.job = job, .wish = api::Wish::sample_now});
  until_ended(*engine, job);
  CHECK(granted == 1);
}

TEST_CASE("jobs that wait are done in the order they were moved to") {
  std::atomic<bool> runs = false, go = false;
  std::mutex mutex;
  std::vector<std::string> done;
  auto engine = jobs::make_queue([&](const api::Command& command, api::JobContext&) {
    const std::string name = std::get<api::Train>(command).name;
    runs = true;
    if (name == "first") while (!go) std::this_thread::sleep_for(1ms);
    std::lock_guard lock(mutex);
    done.push_back(name);
  });
  const auto add = [&](const char* name) { return engine->submit(api::Train{.name = name}); };
  const auto first = add("first");
  while (!runs) std::this_thread::sleep_for(1ms);
  const auto b = add("b"), c = add("c"), d = add("d");
  engine->submit(api::MoveJob{.job = d, .before = b});       // d b c
  engine->submit(api::MoveJob{.job = b, .before = 0});       // d c b
  engine->submit(api::MoveJob{.job = first, .before = c});   // runs already: nothing to move
  engine->submit(api::MoveJob{.job = c, .before = 999});     // no such job: nothing
  engine->submit(api::MoveJob{.job = c, .before = c});
  go = true;
  until_ended(*engine, b);
  std::lock_guard lock(mutex);
  REQUIRE(done.size() == 4);
  CHECK(std::vector(done.end() - 3, done.end()) == std::vector<std::string>{"d", "c", "b"});
}

TEST_CASE("errors become failed states with their words") {
  auto engine = jobs::make_queue([](const api::Command& command, api::JobContext&) {
    if (std::holds_alternative<api::Train>(command)) throw Error(ErrorKind::bad_input, "photo.png is no picture", "Choose another.");
    if (std::holds_alternative<api::Generate>(command)) throw std::bad_alloc();
    throw std::runtime_error("oops");
  });
  const auto error_of = [&](api::Command command) {
    const auto events = until_ended(*engine, engine->submit(std::move(command)));
    const auto& state = std::get<api::JobState>(events.back());
    CHECK(state.state == api::State::failed);
    return state.error;
  };
  CHECK(error_of(api::Train{}).message == "photo.png is no picture");
  CHECK(error_of(api::Train{}).kind == "bad_input");
  CHECK(error_of(api::Generate{}).kind == "out_of_memory");
  CHECK(error_of(api::ListSubjects{}).message.find("oops") != std::string::npos);
}

TEST_CASE("many threads push while one drains: every event arrives once") {
  jobs::EventQueue queue;
  std::atomic<int> woken = 0;
  queue.set_wakeup([&woken] { ++woken; });
  constexpr int kThreads = 4, kEach = 20000;
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&queue, t] {
      for (int i = 0; i < kEach; ++i) queue.push(api::Metrics{.job = static_cast<api::JobId>(t + 1), .step = i});
    });
  std::vector<std::int64_t> next(kThreads + 1, 0);
  int received = 0, drains = 0;
  while (received < kThreads * kEach) {
    const auto events = queue.drain();
    drains += !events.empty();
    for (const api::Event& event : events) {
      const auto& metrics = std::get<api::Metrics>(event);
      REQUIRE(metrics.step == next[metrics.job]++);
      ++received;
    }
  }
  threads.clear();
  CHECK(woken >= drains);
  CHECK(woken <= drains + 1);
}
