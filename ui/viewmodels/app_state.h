// What several pages share: the bridge, the session, the settings, the queue, the models and subjects known, the device. Owned by main; pages get a reference.
// Lists are refreshed by light jobs and announced by signals; a page never asks the engine for them itself.
#pragma once

#include <optional>
#include <vector>

#include <QObject>
#include <QStringList>

#include "ui/bridge/engine_bridge.h"
#include "ui/models/session.h"
#include "ui/viewmodels/app_settings.h"
#include "ui/viewmodels/running_jobs.h"

namespace likeness::ui {

class AppState : public QObject {
  Q_OBJECT

 public:
  AppState(EngineBridge& bridge, Session& session, QObject* parent = nullptr);

  EngineBridge& bridge() { return bridge_; }
  Session& session() { return session_; }
  AppSettings& settings() { return settings_; }
  const AppSettings& settings() const { return settings_; }
  RunningJobs& jobs() { return jobs_; }

  /// The starter first, then added files and folders. Empty until the engine has answered.
  const std::vector<api::ModelInfo>& models() const { return models_; }
  const api::ModelInfo* model(const QString& path) const;
  void addModelPath(const QString& path);  // remembered in the session
  void removeModelPath(const QString& path);
  QStringList addedModelPaths() const;
  void refreshModels();

  const std::vector<api::SubjectInfo>& subjects() const { return subjects_; }
  const api::SubjectInfo* subject(const QString& id) const;
  void refreshSubjects();

  const api::DeviceStatus& device() const { return device_; }
  void refreshDevice();  // nothing while the last question is unanswered

 Q_SIGNALS:
  void modelsChanged();
  void subjectsChanged();
  void deviceChanged();

 private:
  void know(const api::SubjectInfo& subject);

  EngineBridge& bridge_;
  Session& session_;
  AppSettings settings_;
  RunningJobs jobs_;
  std::vector<api::ModelInfo> models_;
  std::vector<api::SubjectInfo> subjects_;
  api::DeviceStatus device_;
  api::JobId deviceJob_ = 0;
};

}  // namespace likeness::ui
