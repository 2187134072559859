// When the desktop is told of our work: that something has ended while nobody looks at the window, and whether the computer must stay
// awake. Rules only; who talks to the desktop listens (ui/main_window/desktop.h). GUI thread only.
#pragma once

#include <QObject>

#include "ui/viewmodels/app_settings.h"
#include "ui/viewmodels/running_jobs.h"

namespace likeness::ui {

class WorkNotices : public QObject {
  Q_OBJECT

 public:
  WorkNotices(RunningJobs& jobs, const AppSettings& settings, QObject* parent = nullptr);

  /// Whether somebody works in the window: then it tells what has ended itself.
  void setWatched(bool watched) { watched_ = watched; }

 Q_SIGNALS:
  void told(const QString& title, const QString& text);
  void awakeChanged(bool awake, const QString& why);

 private:
  void onEnded(RunningJobs::Kind kind, const QString& title, const api::JobState& state);
  void refresh();

  RunningJobs& jobs_;
  const AppSettings& settings_;
  bool watched_ = true;
  bool awake_ = false;
};

}  // namespace likeness::ui
