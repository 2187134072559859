#include "ui/bridge/engine_bridge.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace likeness::ui {
namespace {

constexpr qint64 kDrainIntervalMs = 33;

bool isFinal(api::State state) { return state == api::State::done || state == api::State::cancelled || state == api::State::failed; }

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

}  // namespace

EngineBridge::EngineBridge(QObject* parent) : QObject(parent) {
  drainTimer_.setSingleShot(true);
  drainTimer_.setTimerType(Qt::PreciseTimer);
  connect(&drainTimer_, &QTimer::timeout, this, &EngineBridge::drain);
}

// The engine goes first: its destructor joins the threads that may still call the wakeup, which posts to this object.
EngineBridge::~EngineBridge() { engine_.reset(); }

void EngineBridge::attach(std::unique_ptr<api::Engine> engine) {
  engine_ = std::move(engine);
  // By name: a function pointer would travel in an object made in the worker thread, which the thread sanitizer cannot follow
  // through a Qt that is not instrumented.
  engine_->set_wakeup([this] { QMetaObject::invokeMethod(this, "wake", Qt::QueuedConnection); });
  for (auto& [ours, command] : std::exchange(waiting_, {})) send(ours, std::move(command));
  Q_EMIT engineReady();
  wake();
}

void EngineBridge::fail(const api::ErrorText& error) {
  failure_ = error;
  for (const auto& [ours, command] : std::exchange(waiting_, {})) endLater({.job = ours, .state = api::State::failed, .error = error});
  Q_EMIT engineFailed(error);
}

api::JobId EngineBridge::submit(api::Command command) {
  const api::JobId ours = next_++;
  Q_EMIT submitted(ours, command);
  if (engine_) {
    send(ours, std::move(command));
  } else if (failure_) {
    endLater({.job = ours, .state = api::State::failed, .error = *failure_});
  } else {
    waiting_.emplace_back(ours, std::move(command));
  }
  return ours;
}

void EngineBridge::cancel(api::JobId job) {
  if (const auto known = engineFromOurs_.find(job); known != engineFromOurs_.end()) {
    engine_->cancel(known->second);
    return;
  }
  const auto entry = std::find_if(waiting_.begin(), waiting_.end(), [job](const auto& each) { return each.first == job; });
  if (entry == waiting_.end()) return;
  waiting_.erase(entry);
  endLater({.job = job, .state = api::State::cancelled, .error = {}});
}

void EngineBridge::pause(api::JobId job, bool paused) {
  if (const auto known = engineFromOurs_.find(job); known != engineFromOurs_.end()) engine_->pause(known->second, paused);
}

/// 0 for a job that has ended.
api::JobId EngineBridge::theirNumber(api::JobId ours) const {
  const auto known = engineFromOurs_.find(ours);
  return known == engineFromOurs_.end() ? 0 : known->second;
}

void EngineBridge::send(api::JobId ours, api::Command command) {
  if (auto* wish = std::get_if<api::AskRunning>(&command)) wish->job = theirNumber(wish->job);
  if (auto* move = std::get_if<api::MoveJob>(&command)) *move = {.job = theirNumber(move->job), .before = theirNumber(move->before)};
  const api::JobId theirs = engine_->submit(std::move(command));
  oursFromEngine_[theirs] = ours;
  engineFromOurs_[ours] = theirs;
}

// A job that never reached the engine ends after submit has returned, as one that did.
void EngineBridge::endLater(api::JobState state) {
  QMetaObject::invokeMethod(
      this, [this, state] { Q_EMIT jobStateChanged(state); }, Qt::QueuedConnection);
}

void EngineBridge::wake() {
  if (drainTimer_.isActive()) return;
  const qint64 passed = sinceDrain_.isValid() ? sinceDrain_.elapsed() : kDrainIntervalMs;
  if (passed >= kDrainIntervalMs && !draining_) {
    drain();
  } else {
    drainTimer_.start(static_cast<int>(std::max<qint64>(1, kDrainIntervalMs - passed)));
  }
}

void EngineBridge::drain() {
  if (!engine_) return;
  if (draining_) {  // a slot runs an event loop of its own: later, so that order is kept
    drainTimer_.start(kDrainIntervalMs);
    return;
  }
  draining_ = true;
  sinceDrain_.start();
  for (api::Event& event : engine_->drain()) deliver(event);
  draining_ = false;
}

void EngineBridge::deliver(api::Event& event) {
  api::JobId theirs = 0;
  std::visit(
      [&](auto& each) {
        theirs = each.job;
        const auto known = oursFromEngine_.find(theirs);
        each.job = known == oursFromEngine_.end() ? 0 : known->second;
      },
      event);
  const auto* state = std::get_if<api::JobState>(&event);
  if (state != nullptr && isFinal(state->state)) {
    engineFromOurs_.erase(state->job);
    oursFromEngine_.erase(theirs);
  }
  emitSignal(event);
}

void EngineBridge::emitSignal(const api::Event& event) {
  std::visit(Overloaded{
                 [this](const api::JobState& each) { Q_EMIT jobStateChanged(each); },
                 [this](const api::Progress& each) { Q_EMIT progressed(each); },
                 [this](const api::Metrics& each) { Q_EMIT metricsAdded(each); },
                 [this](const api::ImageReady& each) { Q_EMIT imageReady(each); },
                 [this](const api::CheckpointSaved& each) { Q_EMIT checkpointSaved(each); },
                 [this](const api::PhotosChecked& each) { Q_EMIT photosChecked(each); },
                 [this](const api::PriorReady& each) { Q_EMIT priorReady(each); },
                 [this](const api::TrainFinished& each) { Q_EMIT trainFinished(each); },
                 [this](const api::ModelsListed& each) { Q_EMIT modelsListed(each); },
                 [this](const api::SubjectsListed& each) { Q_EMIT subjectsListed(each); },
                 [this](const api::PicturesListed& each) { Q_EMIT picturesListed(each); },
                 [this](const api::PictureRead& each) { Q_EMIT pictureRead(each); },
                 [this](const api::WeightsRead& each) { Q_EMIT weightsRead(each); },
                 [this](const api::RunRead& each) { Q_EMIT runRead(each); },
                 [this](const api::DeviceStatus& each) { Q_EMIT deviceStatusChanged(each); },
                 [this](const api::LogLine& each) { Q_EMIT logged(each); },
                 [](const api::Evaluated&) {},  // of the command line
             },
             event);
}

}  // namespace likeness::ui
