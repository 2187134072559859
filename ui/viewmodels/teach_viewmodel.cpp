#include "ui/viewmodels/teach_viewmodel.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/teach_end_words.h"
#include "ui/viewmodels/teach_words.h"

namespace likeness::ui {

namespace {

bool isOver(api::State state) { return state == api::State::done || state == api::State::cancelled || state == api::State::failed; }

}  // namespace

TeachViewModel::TeachViewModel(AppState& state, QObject* parent) : QObject(parent), app_(state), photos_(this), run_(this) {
  connectBridge();
  connect(&run_, &TeachRun::stateChanged, this, &TeachViewModel::runStateChanged);
  connect(&run_, &TeachRun::sampleAdded, this, [this] { sampleAsked_ = false, Q_EMIT asked(); });
  connect(&run_, &TeachRun::checkpointAdded, this, [this] { checkpointAsked_ = false, Q_EMIT asked(); });
  connect(&app_, &AppState::modelsChanged, this, &TeachViewModel::draftChanged);
  connect(&app_.jobs(), &RunningJobs::listChanged, this, &TeachViewModel::draftChanged);  // Start or Add to queue
  connect(&app_.settings(), &AppSettings::changed, this, [this] {
    if (!draft_.id.isEmpty() || run_.state() != TeachRun::State::None) return;
    draft_ = freshDraft();
    Q_EMIT draftChanged();
  });
  restore();
}

void TeachViewModel::connectBridge() {
  EngineBridge& bridge = app_.bridge();
  connect(&bridge, &EngineBridge::photosChecked, this, &TeachViewModel::takePhotos);
  connect(&bridge, &EngineBridge::jobStateChanged, this, &TeachViewModel::takeState);
  const auto ours = [this](const auto& event) {
    if (event.job == run_.job() && run_.isActive()) run_.take(event);
  };
  connect(&bridge, &EngineBridge::progressed, this, ours);
  connect(&bridge, &EngineBridge::metricsAdded, this, ours);
  connect(&bridge, &EngineBridge::imageReady, this, ours);
  connect(&bridge, &EngineBridge::checkpointSaved, this, ours);
  connect(&bridge, &EngineBridge::trainFinished, this, ours);
  connect(&bridge, &EngineBridge::runRead, this, &TeachViewModel::takeRun);
}

/// The remembered run, unfinished or done; one that is done appears once its folder has been read.
bool TeachViewModel::restoreRun() {
  const QJsonObject run = app_.session().value(runKey()).toObject();
  const QString folder = run.value(QLatin1String("folder")).toString();
  if (folder.isEmpty() || !QFileInfo(folder).isDir()) return false;
  if (!run.value(QLatin1String("done")).toBool())
    run_.setInterrupted(draftFromJson(run), folder, run.value(QLatin1String("total")).toInteger());
  readRun(folder);
  return true;
}

void TeachViewModel::restore() {
  const QJsonObject run = app_.session().value(runKey()).toObject();
  const QString folder = run.value(QLatin1String("folder")).toString();
  if (restoreRun()) return;
  const QJsonObject draft = folder.isEmpty() ? app_.session().value(draftKey()).toObject() : run;
  draft_ = draft.isEmpty() ? freshDraft() : draftFromJson(draft);
  if (!draft_.id.isEmpty() && QFileInfo(photosFolder(draft_.id)).isDir())
    import({.subject_id = toStdString(draft_.id), .files = {}, .remove = {}});
}

TeachViewModel::State TeachViewModel::state() const {
  switch (run_.state()) {
    case TeachRun::State::None: return photos_.rowCount() == 0 && importJobs_.empty() ? State::Empty : State::Collecting;
    case TeachRun::State::Queued: return State::Queued;
    case TeachRun::State::Preparing: return State::Preparing;
    case TeachRun::State::Learning: return State::Learning;
    case TeachRun::State::Paused: return State::Paused;
    case TeachRun::State::Finishing: return State::Finishing;
    case TeachRun::State::Stopped: return State::Stopped;
    case TeachRun::State::Interrupted: return State::Interrupted;
    case TeachRun::State::Done: return State::Done;
    case TeachRun::State::Failed: return State::Failed;
  }
  return State::Empty;
}

bool TeachViewModel::offers(Action action) const {
  const State now = state();
  const bool ended = now == State::Stopped || now == State::Interrupted || now == State::Failed;
  switch (action) {
    case Action::AddPhotos: return now == State::Empty || now == State::Collecting;
    case Action::TrySample: return now == State::Empty;
    case Action::RemovePhotos:
    case Action::Start: return now == State::Collecting;
    case Action::Pause: return now == State::Preparing || now == State::Learning;
    case Action::Resume: return now == State::Paused;
    case Action::SampleNow:
    case Action::CheckpointNow: return now == State::Learning;
    case Action::Stop: return run_.isActive();
    case Action::Continue: return ended && run_.keptStep() > 0;
    case Action::Discard:
    case Action::ChangeSettings: return ended;
    case Action::TeachAnother: return ended || now == State::Done;
    case Action::MakePictures: return now == State::Done;
    case Action::CopyText: return now == State::Done || now == State::Failed;
  }
  return false;
}

void TeachViewModel::change(QString TeachDraft::*field, const QString& value) {
  if (draft_.*field == value) return;
  draft_.*field = value;
  rememberDraft();
  Q_EMIT draftChanged();
}

QStringList TeachViewModel::kinds() const {
  const api::ModelInfo* model = app_.model(draft_.model);
  QStringList kinds;
  if (model != nullptr) {
    for (const std::string& kind : model->kinds) kinds << toQString(kind);
  }
  return kinds;
}

QString TeachViewModel::kindAdvice() const {
  const QString kind = draft_.kind.trimmed();
  const QStringList known = kinds();
  if (kind.isEmpty() || known.isEmpty() || known.contains(kind, Qt::CaseInsensitive)) return {};
  return tr("This base model does not know \u201C%1\u201D. Choose a kind from the list, or another base model.").arg(kind);
}

void TeachViewModel::addFiles(const QStringList& files) {
  if (files.isEmpty() || !offers(Action::AddPhotos)) return;
  if (draft_.id.isEmpty()) {
    const QString hint = draft_.name.trimmed().isEmpty() ? QFileInfo(files.front()).dir().dirName() : draft_.name;
    draft_.id = freshSubjectId(hint);
    rememberDraft();
  }
  api::ImportPhotos request{.subject_id = toStdString(draft_.id), .files = {}, .remove = {}};
  for (const QString& file : files) request.files.push_back(toStdString(file));
  import(std::move(request));
}

void TeachViewModel::removeFiles(const QStringList& files) {
  api::ImportPhotos request{.subject_id = toStdString(draft_.id), .files = {}, .remove = {}};
  const QDir folder(photosFolder(draft_.id));
  for (const QString& file : files) {
    if (QFileInfo(file).dir() == folder) request.remove.push_back(toStdString(QFileInfo(file).fileName()));
    photos_.removeFile(file);
  }
  if (!request.remove.empty()) import(std::move(request));
  Q_EMIT photosChanged();
  Q_EMIT stateChanged();
}

void TeachViewModel::addPicture(const QImage& picture) {
  if (picture.isNull()) return;
  const QDir folder(homeFolder() + QStringLiteral("/pasted"));
  const QString stem = QDateTime::currentDateTime().toString(QStringLiteral("'pasted'-yyyyMMdd-hhmmss-zzz"));
  QString file = folder.filePath(stem + QStringLiteral(".png"));
  for (int number = 2; QFileInfo::exists(file); ++number) file = folder.filePath(QStringLiteral("%1-%2.png").arg(stem).arg(number));
  QSaveFile out(file);
  if (!QDir().mkpath(folder.path()) || !out.open(QIODevice::WriteOnly) || !picture.save(&out, "PNG") || !out.commit()) {
    Q_EMIT noticeRaised(tr("The pasted picture could not be saved as %1: %2").arg(file, out.errorString()));
    return;
  }
  addFiles({file});
}

void TeachViewModel::useSample(const SampleSubject& sample) {
  draft_.name = sample.name;
  draft_.kind = sample.kind;
  Q_EMIT draftChanged();
  addFiles(sample.files);
}

void TeachViewModel::readRun(const QString& folder) { readJob_ = app_.bridge().submit(api::ReadRun{.folder = toStdString(folder)}); }

void TeachViewModel::import(api::ImportPhotos request) {
  importJobs_.insert(app_.bridge().submit(std::move(request)));
  Q_EMIT photosChanged();
  Q_EMIT stateChanged();
}

void TeachViewModel::takePhotos(const api::PhotosChecked& answer) {
  if (draft_.id.isEmpty() || toQString(answer.subject_id) != draft_.id) return;
  importJobs_.erase(answer.job);
  // Later imports of this subject answer for the whole folder again; showing this one meanwhile would only flicker.
  if (importJobs_.empty()) photos_.setReports(answer.photos);
  Q_EMIT photosChanged();
  Q_EMIT stateChanged();
}

void TeachViewModel::takeState(const api::JobState& event) {
  if (event.job == run_.job() && run_.isActive()) return run_.take(event);
  if (event.job == readJob_ && isOver(event.state)) {
    readJob_ = 0;
    if (event.state != api::State::failed) return;
    if (run_.state() == TeachRun::State::Interrupted) return Q_EMIT interruptedRunFound(interruptedText(run_));  // offered all the same
    return Q_EMIT noticeRaised(errorText(event.error));
  }
  if (!isOver(event.state) || importJobs_.erase(event.job) == 0) return;
  if (event.state == api::State::failed) Q_EMIT noticeRaised(errorText(event.error));
  Q_EMIT photosChanged();
  Q_EMIT stateChanged();
}

}  // namespace likeness::ui
