// The queue as the window shows it: which heavy job runs, how far it is, in words, and what waits behind it, in order; and what can be
// done with each. Follows the bridge from its construction on; knows no widget. Drafts, which neither leave a file
// nor show how they come about, are no work that anybody waits for and are left out. GUI thread only.
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

  /// A job as a list shows it.
  struct Entry {
    api::JobId id = 0;
    Kind kind = Kind::make;
    api::State state = api::State::queued;
    QString title;
    QString doing;      // "step 312 of 800 · 4 min left"
    QString words;      // the prompt, for pictures
    double fraction = -1;
  };

  explicit RunningJobs(EngineBridge& bridge, QObject* parent = nullptr);

  /// The running one first, then those that wait, in the order they will be done.
  std::vector<Entry> entries() const;

  /// One place earlier or later among those that wait; nothing at the ends.
  void moveEarlier(api::JobId job);
  void moveLater(api::JobId job);
  void cancel(api::JobId job) { bridge_.cancel(job); }
  void pause(api::JobId job, bool paused) { bridge_.pause(job, paused); }

  /// What of the pictures in the queue has not been made yet, as requests that make exactly that.
  std::vector<api::Generate> unfinishedPictures() const;

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
  /// A job came, went, moved, or a picture of it was finished; no mere progress.
  void listChanged();
  void ended(likeness::ui::RunningJobs::Kind kind, const QString& title, const likeness::api::JobState& state);

 private:
  struct Job {
    api::JobId id = 0;
    Kind kind = Kind::make;
    QString title;
    api::Generate request;   // of pictures
    api::State state = api::State::queued;
    api::Progress now;
    api::Progress learning;  // newest of that phase: samples and saves between steps do not hide it
    std::int64_t pictures = 0;
    std::int64_t finished = 0;
  };

  /// Swaps two that wait; `job` comes before `before` then.
  void swap(std::size_t before, std::size_t job);
  std::vector<std::size_t> waitingPlaces() const;
  Entry entryOf(const Job& job) const;
  static double fractionOf(const Job& job);
  static QString doingText(const Job& job);
  Job* find(api::JobId id);
  const Job* current() const;
  void onSubmitted(api::JobId id, const api::Command& command);
  void onState(const api::JobState& state);
  void onProgress(const api::Progress& progress);
  void onImage(const api::ImageReady& image);
  static QString phaseText(const Job& job);

  EngineBridge& bridge_;
  std::vector<Job> jobs_;
};

}  // namespace likeness::ui
