// The part of the view model that starts, steers and remembers a run.
#include "ui/bridge/convert.h"
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
  const TeachDraft taught = draft;  // may be the run's own, which begin() replaces
  const bool goesOn = resume && run_.state() != TeachRun::State::Interrupted;
  run_.begin(app_.bridge().submit(std::move(request)), taught, folder, goesOn);
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
  forgetRun();
  rememberDraft();
  import({.subject_id = toStdString(draft_.id), .files = {}, .remove = {}});
  Q_EMIT draftChanged();
}

void TeachViewModel::teachAnother() {
  if (!offers(Action::TeachAnother)) return;
  TeachDraft next;
  next.model = run_.draft().model;
  next.preset = run_.draft().preset;
  next.method = run_.draft().method;
  draft_ = next;
  forgetRun();
  rememberDraft();
  photos_.setReports({});
  Q_EMIT draftChanged();
  Q_EMIT photosChanged();
  Q_EMIT stateChanged();
}

void TeachViewModel::rememberDraft() { app_.session().setValue(draftKey(), toJson(draft_)); }

void TeachViewModel::rememberRun() {
  QJsonObject run = toJson(run_.draft());
  run.insert(QStringLiteral("folder"), run_.folder());
  run.insert(QStringLiteral("total"), run_.total());
  app_.session().setValue(runKey(), run);
}

void TeachViewModel::forgetRun() {
  run_.reset();
  app_.session().setValue(runKey(), QJsonObject());
}

void TeachViewModel::runStateChanged() {
  if (run_.state() == TeachRun::State::Done) {
    app_.session().setValue(runKey(), QJsonObject());
  } else if (run_.state() != TeachRun::State::None) {
    rememberRun();
  }
  if (!run_.isActive()) sampleAsked_ = checkpointAsked_ = false;
  Q_EMIT stateChanged();
}

}  // namespace likeness::ui
