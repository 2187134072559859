// What the window's frame says about work in progress: which heavy job runs, how far it is, in words, and what waits behind it.
// Follows the bridge from its construction on; knows no widget. GUI thread only.
#pragma once

#include <vector>

#include <QObject>
#include <QString>

#include "ui/bridge/engine_bridge.h"

namespace likeness::ui {

class RunningJobs : public QObject {
  Q_OBJECT

 public:
  enum class Kind { teach, make, class_pictures };

  explicit RunningJobs(EngineBridge& bridge, QObject* parent = nullptr);

  bool isBusy() const { return !jobs_.empty(); }
  bool has(Kind kind) const;
  bool isPaused() const;
  Kind currentKind() const;

  /// "Teaching Biscuit"; empty when nothing runs.
  QString title() const;

  /// "Teaching Biscuit: step 312 of 800 · 4 min left · 1 more waits"; empty when nothing runs.
  QString text() const;

  /// 0 to 1 of the whole job; -1 while it cannot be known.
  double fraction() const;

 Q_SIGNALS:
  void changed();
  void ended(likeness::ui::RunningJobs::Kind kind, const QString& title, const likeness::api::JobState& state);

 private:
  struct Job {
    api::JobId id = 0;
    Kind kind = Kind::make;
    QString title;
    api::State state = api::State::queued;
    api::Progress now;
    api::Progress learning;  // newest of that phase: samples and saves between steps do not hide it
    std::int64_t pictures = 0;
    std::int64_t finished = 0;
  };

  Job* find(api::JobId id);
  const Job* current() const;
  void onSubmitted(api::JobId id, const api::Command& command);
  void onState(const api::JobState& state);
  void onProgress(const api::Progress& progress);
  void onImage(const api::ImageReady& image);
  static QString phaseText(const Job& job);

  std::vector<Job> jobs_;
};

}  // namespace likeness::ui
