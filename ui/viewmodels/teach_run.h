// One teaching run as its events tell it: where it stands, its clock, its losses and samples, and how it ended.
// Takes events, submits nothing; the view model owns it and passes on what belongs to its job. GUI thread only.
#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <QStringList>

#include "ui/models/loss_history.h"
#include "ui/models/sample_table.h"
#include "ui/viewmodels/teach_draft.h"

namespace likeness::ui {

class TeachRun : public QObject {
  Q_OBJECT

 public:
  enum class State { None, Queued, Preparing, Learning, Paused, Finishing, Stopped, Interrupted, Done, Failed };
  enum class Stage { Photos, ClassPictures, Before, Learning, Checking };

  explicit TeachRun(QObject* parent = nullptr);

  /// A new run; `keepHistory` when it goes on where an earlier one of this folder stood.
  void begin(api::JobId job, const TeachDraft& draft, const QString& folder, bool keepHistory);
  /// A run that an earlier start of the program left unfinished.
  void setInterrupted(const TeachDraft& draft, const QString& folder, qint64 total);
  /// What the run folder holds, for a run of an earlier start. One that is active by now has its own numbers already and keeps them.
  void takeHistory(const api::RunRead& read);
  void reset();

  void take(const api::JobState& event);
  void take(const api::Progress& event);
  void take(const api::Metrics& event);
  void take(const api::ImageReady& event);
  void take(const api::CheckpointSaved& event);
  void take(const api::TrainFinished& event);
  void setStopping();

  api::JobId job() const { return job_; }
  State state() const { return state_; }
  bool isActive() const;
  bool isStopping() const { return stopping_; }
  const TeachDraft& draft() const { return draft_; }
  const QString& folder() const { return folder_; }
  api::Phase phase() const { return phase_; }
  Stage stage() const { return stage_; }
  qint64 step() const { return step_; }
  qint64 total() const { return total_; }
  /// Of the phase at hand, for phases other than learning.
  const api::Progress& progress() const { return progress_; }
  double stepsPerSecond() const { return stepsPerSecond_; }
  /// Since it began running, pauses left out.
  double elapsedSeconds() const;
  double secondsLeft() const;  // -1: not known
  qint64 keptStep() const;     // newest checkpoint; 0: none
  const api::ErrorText& error() const { return error_; }
  const api::TrainFinished& result() const { return result_; }
  const LossHistory& losses() const { return losses_; }
  SampleTable& samples() { return samples_; }
  const SampleTable& samples() const { return samples_; }
  int classPictureCount() const { return classPictureCount_; }

 Q_SIGNALS:
  void stateChanged();
  void progressChanged();
  void lossesChanged();
  /// The picture may be null; then the file has it.
  void classPictureAdded(const QImage& picture, const QString& file);
  void sampleAdded();
  void checkpointAdded();

 private:
  void setState(State state);
  void holdClock(bool held);

  api::JobId job_ = 0;
  State state_ = State::None;
  bool stopping_ = false;
  bool finished_ = false;
  TeachDraft draft_;
  QString folder_;
  api::Phase phase_ = api::Phase::loading_model;
  Stage stage_ = Stage::Photos;
  State beforePause_ = State::Preparing;
  qint64 step_ = 0;
  qint64 total_ = 0;
  qint64 kept_ = 0;
  api::Progress progress_;
  double stepsPerSecond_ = 0;
  double secondsLeft_ = -1;
  QElapsedTimer clock_;
  double secondsBefore_ = 0;
  api::ErrorText error_;
  api::TrainFinished result_;
  LossHistory losses_;
  SampleTable samples_;
  int classPictureCount_ = 0;
};

}  // namespace likeness::ui
