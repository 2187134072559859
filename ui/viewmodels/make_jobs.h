// The pictures being made: which of our jobs waits, which runs, how far it is, in words; previews and finished pictures as they come.
// Only jobs started here are followed, so pictures made elsewhere never show up on the page. GUI thread only.
// A finished picture is announced only once its file is on disk; an interrupted job keeps the picture it was at (marked partial).
#pragma once

#include <vector>

#include <QImage>
#include <QObject>
#include <QSize>
#include <QString>

#include "ui/bridge/engine_bridge.h"

namespace likeness::ui {

class MakeJobs : public QObject {
  Q_OBJECT

 public:
  explicit MakeJobs(EngineBridge& bridge, QObject* parent = nullptr);

  void submit(const api::Generate& request);

  /// Stops the job that runs, or the one that would run next.
  void interrupt();

  /// Takes back everything that has not begun.
  void cancelWaiting();

  bool isBusy() const { return !jobs_.empty(); }
  int waiting() const;

  /// "1 of 4 pictures done · Step 12 of 30 · 8 s left"; empty when idle.
  QString progressText() const;

  /// 0 to 1 of the pictures being sampled together; -1 when idle or not known.
  double fraction() const;

  /// Expected size of the running job's pictures; empty when the model decides.
  QSize pictureSize() const;

 Q_SIGNALS:
  void changed();
  void ended();                            // a job, in whatever way; its pictures came before
  void previewArrived(const QImage& image);
  void pictureFinished(const likeness::api::PictureInfo& picture, const QImage& image);
  void failed(const likeness::api::ErrorText& error);

 private:
  struct Job {
    api::JobId id = 0;
    api::Generate request;
    bool running = false;
    bool stopping = false;
    int finished = 0;
    api::Progress progress;
  };

  Job* find(api::JobId id);
  const Job* current() const;
  void onState(const api::JobState& state);
  void onProgress(const api::Progress& progress);
  void onImage(const api::ImageReady& image);

  EngineBridge& bridge_;
  std::vector<Job> jobs_;
};

/// "8 s left", "3 min left"; empty for a negative time.
QString timeLeft(double seconds);

}  // namespace likeness::ui
