// Pictures that were still in the queue when the program ended, killed or closed: remembered in the session as the queue changes, and
// offered at the next start. Take them before anything is queued anew. GUI thread only.
#pragma once

#include <vector>

#include <QObject>

#include "ui/models/session.h"
#include "ui/viewmodels/running_jobs.h"

namespace likeness::ui {

class PendingPictures : public QObject {
  Q_OBJECT

 public:
  PendingPictures(RunningJobs& jobs, Session& session, QObject* parent = nullptr);

  /// How many pictures an earlier start left unmade.
  int count() const;

  /// The requests that make them; the list is empty afterwards.
  std::vector<api::Generate> take();
  void discard() { take(); }

 private:
  void remember();

  RunningJobs& jobs_;
  Session& session_;
  std::vector<api::Generate> left_;
};

}  // namespace likeness::ui
