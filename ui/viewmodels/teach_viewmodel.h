// State and rules of the Teach page: the draft with its photos, then the run, then how it ended; what can be done in each state.
// Everything goes through AppState's bridge and session; the page shows it and calls the actions. No widgets. GUI thread only.
// Session: "teach/draft" holds the draft until teaching starts, "teach/run" the run until it is done or given up.
#pragma once

#include <set>

#include <QObject>

#include "ui/models/photo_list.h"
#include "ui/viewmodels/app_state.h"
#include "ui/viewmodels/teach_draft.h"
#include "ui/viewmodels/teach_run.h"

namespace likeness::ui {

class TeachViewModel : public QObject {
  Q_OBJECT

 public:
  enum class State { Empty, Collecting, Queued, Preparing, Learning, Paused, Finishing, Stopped, Interrupted, Done, Failed };
  Q_ENUM(State)
  enum class Action {
    AddPhotos,
    TrySample,
    RemovePhotos,
    Start,
    Pause,
    Resume,
    SampleNow,
    CheckpointNow,
    Stop,
    Continue,
    Discard,
    ChangeSettings,
    TeachAnother,
    MakePictures,
    CopyText
  };

  explicit TeachViewModel(AppState& state, QObject* parent = nullptr);

  State state() const;
  /// Whether the action's button is shown in this state; a shown one may still wait for what it asked before.
  bool offers(Action action) const;

  const TeachDraft& draft() const { return draft_; }
  void change(QString TeachDraft::*field, const QString& value);
  QStringList missing() const { return missingFor(draft_, photos_.usableCount()); }
  QStringList kinds() const;
  /// A sentence when the base model lists its kinds and this is none of them.
  QString kindAdvice() const;

  PhotoList& photos() { return photos_; }
  bool isLookingAtPhotos() const { return !importJobs_.empty(); }
  void addFiles(const QStringList& files);
  void removeFiles(const QStringList& files);
  /// Saves the picture as PNG under home/pasted and adds it.
  void addPicture(const QImage& picture);
  void useSample(const SampleSubject& sample);

  /// What is started now waits for other work.
  bool mustWait() const { return app_.jobs().isBusy(); }
  void start();
  void pauseOrResume();
  void sampleNow();
  void checkpointNow();
  void stop();
  void continueRun();
  void changeSettings();
  /// Puts the unfinished run's folder into the trash; the photos and settings come back.
  void discardRun();
  /// Its folder is back: offered again as it was, where nothing else is going on.
  void takeBackRun(const QString& folder);
  /// After a look at an earlier run: back to what was being put together.
  void teachAnother();
  /// Shows how a taught subject's teaching went; nothing while teaching.
  void showSubject(const QString& id);

  TeachRun& run() { return run_; }
  bool isSampleAsked() const { return sampleAsked_; }
  bool isCheckpointAsked() const { return checkpointAsked_; }

 Q_SIGNALS:
  void stateChanged();
  void draftChanged();
  void photosChanged();
  void asked();
  void noticeRaised(const QString& text);
  /// An earlier start of the program left a run unfinished: "Biscuit stopped at step 431 of 800".
  void interruptedRunFound(const QString& text);
  void runDiscarded(const QString& folder, const QString& name);

 private:
  static QString draftKey() { return QStringLiteral("teach/draft"); }
  static QString runKey() { return QStringLiteral("teach/run"); }

  void connectBridge();
  bool restoreRun();
  void restore();
  void import(api::ImportPhotos request);
  void readRun(const QString& folder);
  void takeRun(const api::RunRead& read);
  void takePhotos(const api::PhotosChecked& answer);
  void takeState(const api::JobState& event);
  void submitRun(const TeachDraft& draft, const QString& folder, bool resume);
  void ask(api::Wish wish);
  TeachDraft freshDraft() const;
  void rememberDraft();
  void rememberRun();
  void forgetRun();
  void runStateChanged();

  AppState& app_;
  TeachDraft draft_;
  PhotoList photos_;
  TeachRun run_;
  std::set<api::JobId> importJobs_;
  api::JobId readJob_ = 0;
  api::JobId lookJob_ = 0;     // the same, when a run is only to be looked at
  bool looking_ = false;       // at an earlier run; what was being put together waits
  bool sampleAsked_ = false;
  bool checkpointAsked_ = false;
};

}  // namespace likeness::ui
