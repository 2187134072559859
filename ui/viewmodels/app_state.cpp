#include "ui/viewmodels/app_state.h"

#include <algorithm>

#include <QJsonArray>

#include "ui/bridge/convert.h"

namespace likeness::ui {
namespace {

QString modelPathsKey() { return QStringLiteral("models/added"); }

bool isFinal(api::State state) { return state == api::State::done || state == api::State::cancelled || state == api::State::failed; }

}  // namespace

AppState::AppState(EngineBridge& bridge, Session& session, QObject* parent) : QObject(parent), bridge_(bridge), session_(session), settings_(session), jobs_(bridge) {
  connect(&bridge_, &EngineBridge::modelsListed, this, [this](const api::ModelsListed& answer) {
    models_ = answer.models;
    Q_EMIT modelsChanged();
  });
  connect(&bridge_, &EngineBridge::subjectsListed, this, [this](const api::SubjectsListed& answer) {
    subjects_ = answer.subjects;
    Q_EMIT subjectsChanged();
  });
  connect(&bridge_, &EngineBridge::deviceStatusChanged, this, [this](const api::DeviceStatus& status) {
    device_ = status;
    Q_EMIT deviceChanged();
  });
  connect(&bridge_, &EngineBridge::jobStateChanged, this, [this](const api::JobState& state) {
    if (state.job == deviceJob_ && isFinal(state.state)) deviceJob_ = 0;
  });
  connect(&bridge_, &EngineBridge::photosChecked, this, [this](const api::PhotosChecked& photos) {
    if (!photos.subject_id.empty()) refreshSubjects();
  });
  connect(&bridge_, &EngineBridge::trainFinished, this, [this](const api::TrainFinished& finished) {
    know(finished.subject);
    refreshSubjects();
  });
  refreshModels();
  refreshSubjects();
  refreshDevice();
}

const api::ModelInfo* AppState::model(const QString& path) const {
  const std::string wanted = toStdString(path);
  const auto entry = std::find_if(models_.begin(), models_.end(), [&](const api::ModelInfo& each) { return each.path == wanted; });
  return entry == models_.end() ? nullptr : &*entry;
}

QStringList AppState::addedModelPaths() const {
  QStringList paths;
  for (const QJsonValue& each : session_.value(modelPathsKey()).toArray()) paths.append(each.toString());
  return paths;
}

void AppState::addModelPath(const QString& path) {
  QStringList paths = addedModelPaths();
  if (path.isEmpty() || paths.contains(path)) return;
  paths.append(path);
  session_.setValue(modelPathsKey(), QJsonArray::fromStringList(paths));
  refreshModels();
}

void AppState::removeModelPath(const QString& path) {
  QStringList paths = addedModelPaths();
  if (paths.removeAll(path) == 0) return;
  session_.setValue(modelPathsKey(), QJsonArray::fromStringList(paths));
  refreshModels();
}

void AppState::refreshModels() {
  api::ListModels request;
  for (const QString& path : addedModelPaths()) request.paths.push_back(toStdString(path));
  bridge_.submit(std::move(request));
}

const api::SubjectInfo* AppState::subject(const QString& id) const {
  const std::string wanted = toStdString(id);
  const auto entry = std::find_if(subjects_.begin(), subjects_.end(), [&](const api::SubjectInfo& each) { return each.id == wanted; });
  return entry == subjects_.end() ? nullptr : &*entry;
}

/// At once: "Make pictures" may be pressed before the list has been read anew.
void AppState::know(const api::SubjectInfo& subject) {
  if (subject.id.empty()) return;
  std::erase_if(subjects_, [&](const api::SubjectInfo& each) { return each.id == subject.id; });
  subjects_.insert(subjects_.begin(), subject);
  Q_EMIT subjectsChanged();
}

void AppState::refreshSubjects() { bridge_.submit(api::ListSubjects{}); }

void AppState::refreshDevice() {
  if (deviceJob_ == 0) deviceJob_ = bridge_.submit(api::LookAtDevice{.compute = settings_.compute()});
}

}  // namespace likeness::ui
