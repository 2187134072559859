#include "ui/viewmodels/teach_run.h"

#include <algorithm>

#include "ui/bridge/convert.h"

namespace likeness::ui {

TeachRun::TeachRun(QObject* parent) : QObject(parent) {}

void TeachRun::begin(api::JobId job, const TeachDraft& draft, const QString& folder, bool keepHistory) {
  if (!keepHistory) reset();
  job_ = job;
  draft_ = draft;
  folder_ = folder;
  stopping_ = finished_ = false;
  error_ = {};
  result_ = {};
  progress_ = {};
  phase_ = api::Phase::loading_model;
  stage_ = Stage::Photos;
  secondsLeft_ = -1;
  setState(State::Queued);
}

void TeachRun::setInterrupted(const TeachDraft& draft, const QString& folder, qint64 total) {
  reset();
  draft_ = draft;
  folder_ = folder;
  total_ = total;
  step_ = keptStep();
  setState(State::Interrupted);
}

void TeachRun::takeHistory(const api::RunRead& read) {
  if (isActive() && !losses_.points().empty()) return;
  for (const api::Metrics& metrics : read.metrics) {
    losses_.add(metrics);
    samples_.addScores(metrics);
  }
  for (const std::int64_t step : read.checkpoints) losses_.addCheckpoint(step);
  for (const api::ImageReady& sample : read.samples) {
    samples_.add(sample);
    losses_.addSample(sample.step);
  }
  if (!read.metrics.empty()) {
    step_ = std::max<qint64>(step_, read.metrics.back().step);
    if (const double seconds = read.metrics.back().seconds; seconds > 0) secondsBefore_ = seconds;
  }
  if (total_ == 0) total_ = read.request.options.steps.value_or(0);
  if (read.finished && !isActive()) {
    result_ = read.result;
    samples_.setRecommended(result_.recommended.step);
    finished_ = true;
    setState(State::Done);
  }
  Q_EMIT lossesChanged();
  Q_EMIT sampleAdded();
}

void TeachRun::reset() {
  job_ = 0;
  kept_ = step_ = total_ = 0;
  stepsPerSecond_ = secondsBefore_ = 0;
  clock_.invalidate();
  losses_.clear();
  samples_.clear();
  classPictureCount_ = 0;
  state_ = State::None;
  Q_EMIT lossesChanged();
}

bool TeachRun::isActive() const {
  return state_ == State::Queued || state_ == State::Preparing || state_ == State::Learning || state_ == State::Paused ||
         state_ == State::Finishing;
}

void TeachRun::setState(State state) {
  state_ = state;
  holdClock(state != State::Preparing && state != State::Learning && state != State::Finishing);
  Q_EMIT stateChanged();
}

void TeachRun::holdClock(bool held) {
  if (held && clock_.isValid()) {
    secondsBefore_ += static_cast<double>(clock_.elapsed()) / 1000;
    clock_.invalidate();
  } else if (!held && !clock_.isValid()) {
    clock_.start();
  }
}

double TeachRun::elapsedSeconds() const { return secondsBefore_ + (clock_.isValid() ? static_cast<double>(clock_.elapsed()) / 1000 : 0); }

double TeachRun::secondsLeft() const { return state_ == State::Learning || state_ == State::Paused ? secondsLeft_ : -1; }

qint64 TeachRun::keptStep() const { return std::max(kept_, newestCheckpoint(folder_)); }

void TeachRun::setStopping() {
  stopping_ = true;
  Q_EMIT stateChanged();
}

void TeachRun::take(const api::JobState& event) {
  switch (event.state) {
    case api::State::queued: return;
    case api::State::running:
      if (state_ == State::Queued) setState(State::Preparing);
      if (state_ == State::Paused) setState(beforePause_);
      return;
    case api::State::paused:
      if (state_ != State::Paused) beforePause_ = state_;
      return setState(State::Paused);
    case api::State::done:
      if (!finished_) {
        error_.message = toStdString(tr("The run ended without a result."));
        return setState(State::Failed);
      }
      return setState(State::Done);
    case api::State::cancelled: return setState(State::Stopped);
    case api::State::failed: error_ = event.error; return setState(State::Failed);
  }
}

void TeachRun::take(const api::Progress& event) {
  // Every sample picture names the model it was made with: a short hashing that is no phase of the run.
  if (event.phase == api::Phase::hashing && stage_ >= Stage::Before) return;
  progress_ = event;
  phase_ = event.phase;
  switch (event.phase) {
    case api::Phase::learning:
      stage_ = Stage::Learning;
      step_ = event.step;
      total_ = event.total;
      if (event.steps_per_second > 0) stepsPerSecond_ = event.steps_per_second;
      secondsLeft_ = event.seconds_left;
      break;
    case api::Phase::making_class_pictures: stage_ = std::max(stage_, Stage::ClassPictures); break;
    case api::Phase::sampling:
    case api::Phase::decoding:
    case api::Phase::caching_latents: stage_ = std::max(stage_, Stage::Before); break;
    case api::Phase::verifying: stage_ = Stage::Checking; break;
    default: break;
  }
  const State next = stage_ == Stage::Checking ? State::Finishing : stage_ == Stage::Learning ? State::Learning : State::Preparing;
  if (state_ == State::Paused) {
    beforePause_ = next;
  } else if (isActive() && state_ != next) {
    setState(next);
  }
  Q_EMIT progressChanged();
}

void TeachRun::take(const api::Metrics& event) {
  losses_.add(event);
  samples_.addScores(event);
  step_ = event.step;
  Q_EMIT lossesChanged();
}

void TeachRun::take(const api::ImageReady& event) {
  if (event.kind == api::ImageKind::class_picture) {
    ++classPictureCount_;
    Q_EMIT classPictureAdded(toQImage(event.pixels), toQString(event.file));
  } else if (event.kind == api::ImageKind::sample) {
    samples_.add(event);
    losses_.addSample(event.step);
    Q_EMIT lossesChanged();
    Q_EMIT sampleAdded();
  }
}

void TeachRun::take(const api::CheckpointSaved& event) {
  kept_ = std::max<qint64>(kept_, event.step);
  losses_.addCheckpoint(event.step);
  Q_EMIT lossesChanged();
  Q_EMIT checkpointAdded();
}

void TeachRun::take(const api::TrainFinished& event) {
  finished_ = true;
  result_ = event;
  samples_.setRecommended(event.recommended.step);
}

}  // namespace likeness::ui
