// The one place where engine events become Qt signals: submits commands, drains events at most every 33 ms on the GUI thread.
// The engine is attached when its library has been opened (engine_loader.h); commands submitted before that wait here, in order.
// Threads: GUI thread only. Signals are emitted outside of any lock and never re-enter drain. The bridge outlives the engine.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "engine/api/engine.h"

namespace likeness::ui {

class EngineBridge : public QObject {
  Q_OBJECT

 public:
  explicit EngineBridge(QObject* parent = nullptr);
  ~EngineBridge() override;

  /// Takes the engine and submits what has waited.
  void attach(std::unique_ptr<api::Engine> engine);
  bool isAttached() const { return engine_ != nullptr; }

  /// Reports that the engine could not be opened; jobs waiting and all later ones end as failed with this error.
  void fail(const api::ErrorText& error);

  /// The number is the bridge's own and valid at once; every signal about this job carries it in its `job` field.
  api::JobId submit(api::Command command);
  void cancel(api::JobId job);
  void pause(api::JobId job, bool paused);

 Q_SIGNALS:
  /// Emitted by submit, before any other signal about the job.
  void submitted(likeness::api::JobId job, const likeness::api::Command& command);
  void engineReady();
  void engineFailed(const likeness::api::ErrorText& error);
  void jobStateChanged(const likeness::api::JobState& state);
  void progressed(const likeness::api::Progress& progress);
  void metricsAdded(const likeness::api::Metrics& metrics);
  void imageReady(const likeness::api::ImageReady& image);
  void checkpointSaved(const likeness::api::CheckpointSaved& checkpoint);
  void photosChecked(const likeness::api::PhotosChecked& photos);
  void priorReady(const likeness::api::PriorReady& prior);
  void trainFinished(const likeness::api::TrainFinished& result);
  void modelsListed(const likeness::api::ModelsListed& models);
  void subjectsListed(const likeness::api::SubjectsListed& subjects);
  void picturesListed(const likeness::api::PicturesListed& pictures);
  void pictureRead(const likeness::api::PictureRead& picture);
  void weightsRead(const likeness::api::WeightsRead& weights);
  void runRead(const likeness::api::RunRead& run);
  void deviceStatusChanged(const likeness::api::DeviceStatus& status);
  void logged(const likeness::api::LogLine& line);

 private:
  Q_INVOKABLE void wake();
  void drain();
  void deliver(api::Event& event);
  void emitSignal(const api::Event& event);
  void send(api::JobId ours, api::Command command);
  api::JobId theirNumber(api::JobId ours) const;
  void endLater(api::JobState state);

  std::unique_ptr<api::Engine> engine_;
  std::optional<api::ErrorText> failure_;
  api::JobId next_ = 1;
  std::vector<std::pair<api::JobId, api::Command>> waiting_;
  std::unordered_map<api::JobId, api::JobId> oursFromEngine_;
  std::unordered_map<api::JobId, api::JobId> engineFromOurs_;
  QTimer drainTimer_;
  QElapsedTimer sinceDrain_;
  bool draining_ = false;
};

}  // namespace likeness::ui
