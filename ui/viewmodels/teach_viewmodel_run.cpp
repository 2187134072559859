// The part of the view model that starts, steers and remembers a run.
#include "ui/bridge/convert.h"
#include "ui/viewmodels/teach_end_words.h"
#include "ui/viewmodels/teach_viewmodel.h"

namespace likeness::ui {

void TeachViewModel::start() {
  if (!offers(Action::Start) || !missing().isEmpty() || isLookingAtPhotos()) return;
  submitRun(draft_, freshRunFolder(draft_.id), false);
}

void TeachViewModel::continueRun() {
  if (offers(Action::Continue)) submitRun(run_.draft(), run_.folder(), true);
}

void TeachViewModel::submitRun(const TeachDraft& draft, const QString& folder, bool resume) {
  sampleAsked_ = checkpointAsked_ = false;
  api::Train request = trainRequest(draft, folder);
  request.resume = resume;
  request.compute = app_.settings().compute();
  const TeachDraft taught = draft;  // may be the run's own, which begin() replaces
  run_.begin(app_.bridge().submit(std::move(request)), taught, folder, resume);
  app_.session().setValue(draftKey(), QJsonObject());
}

void TeachViewModel::pauseOrResume() {
  if (offers(Action::Pause)) app_.bridge().pause(run_.job(), true);
  else if (offers(Action::Resume)) app_.bridge().pause(run_.job(), false);
}

void TeachViewModel::ask(api::Wish wish) { app_.bridge().submit(api::AskRunning{.job = run_.job(), .wish = wish}); }

void TeachViewModel::sampleNow() {
  if (!offers(Action::SampleNow) || sampleAsked_) return;
  ask(api::Wish::sample_now);
  sampleAsked_ = true;
  Q_EMIT asked();
}

void TeachViewModel::checkpointNow() {
  if (!offers(Action::CheckpointNow) || checkpointAsked_) return;
  ask(api::Wish::checkpoint_now);
  checkpointAsked_ = true;
  Q_EMIT asked();
}

void TeachViewModel::stop() {
  if (!offers(Action::Stop) || run_.isStopping()) return;
  run_.setStopping();
  app_.bridge().cancel(run_.job());
}

void TeachViewModel::changeSettings() {
  if (!offers(Action::ChangeSettings)) return;
  draft_ = run_.draft();
  looking_ = false;
  forgetRun();
  rememberDraft();
  import({.subject_id = toStdString(draft_.id), .files = {}, .remove = {}});
  Q_EMIT draftChanged();
}

void TeachViewModel::discardRun() {
  if (!offers(Action::Discard)) return;
  const QString folder = run_.folder();
  const QString name = run_.draft().name;
  changeSettings();
  Q_EMIT runDiscarded(folder, name);
}

void TeachViewModel::takeBackRun(const QString& folder) {
  if (run_.state() == TeachRun::State::None) readRun(folder);
}

void TeachViewModel::showSubject(const QString& id) {
  const api::SubjectInfo* subject = app_.subject(id);
  if (subject == nullptr || subject->run_folder.empty() || run_.isActive()) return;
  readRun(toQString(subject->run_folder));
  lookJob_ = readJob_;
}

/// The interrupted run's own numbers, or those of a run that is only looked at.
void TeachViewModel::takeRun(const api::RunRead& read) {
  if (read.job != readJob_ || readJob_ == 0) return;
  readJob_ = 0;
  const QString folder = toQString(read.request.run_folder);
  if (run_.state() != TeachRun::State::None && run_.folder() == folder) {
    run_.takeHistory(read);
    if (run_.state() == TeachRun::State::Interrupted) Q_EMIT interruptedRunFound(interruptedText(run_));
    return;
  }
  if (run_.isActive()) return;
  looking_ = read.job == lookJob_;
  run_.setInterrupted(draftOf(read.request), folder, read.request.options.steps.value_or(0));
  run_.takeHistory(read);
}

void TeachViewModel::teachAnother() {
  if (!offers(Action::TeachAnother)) return;
  if (looking_) {
    looking_ = false;
    run_.reset();
    restoreRun();
    Q_EMIT stateChanged();
    return;
  }
  TeachDraft next = freshDraft();
  next.model = run_.draft().model;
  draft_ = next;
  forgetRun();
  rememberDraft();
  photos_.setReports({});
  Q_EMIT draftChanged();
  Q_EMIT photosChanged();
  Q_EMIT stateChanged();
}

/// As the settings want a new subject to begin.
TeachDraft TeachViewModel::freshDraft() const {
  TeachDraft draft;
  draft.preset = app_.settings().preset();
  draft.method = app_.settings().method();
  return draft;
}

void TeachViewModel::rememberDraft() { app_.session().setValue(draftKey(), toJson(draft_)); }

void TeachViewModel::rememberRun() {
  QJsonObject run = toJson(run_.draft());
  run.insert(QStringLiteral("folder"), run_.folder());
  run.insert(QStringLiteral("total"), run_.total());
  run.insert(QStringLiteral("done"), run_.state() == TeachRun::State::Done);
  app_.session().setValue(runKey(), run);
}

void TeachViewModel::forgetRun() {
  run_.reset();
  app_.session().setValue(runKey(), QJsonObject());
}

void TeachViewModel::runStateChanged() {
  if (run_.isActive()) looking_ = false;
  if (run_.state() != TeachRun::State::None && !looking_) rememberRun();
  if (!run_.isActive()) sampleAsked_ = checkpointAsked_ = false;
  Q_EMIT stateChanged();
}

}  // namespace likeness::ui
