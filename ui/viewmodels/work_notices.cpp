#include "ui/viewmodels/work_notices.h"

#include "ui/bridge/convert.h"

namespace likeness::ui {

WorkNotices::WorkNotices(RunningJobs& jobs, const AppSettings& settings, QObject* parent)
    : QObject(parent), jobs_(jobs), settings_(settings) {
  connect(&jobs_, &RunningJobs::ended, this, &WorkNotices::onEnded);
  connect(&jobs_, &RunningJobs::changed, this, &WorkNotices::refresh);
}

/// A short list of pictures is told once, at its end.
void WorkNotices::onEnded(RunningJobs::Kind kind, const QString& title, const api::JobState& state) {
  if (watched_ || !settings_.notifies() || state.state == api::State::cancelled) return;
  if (state.state == api::State::failed) {
    Q_EMIT told(tr("%1 did not work out").arg(title), toQString(state.error.message));
  } else if (kind == RunningJobs::Kind::teach || !jobs_.has(kind)) {
    Q_EMIT told(tr("%1: done").arg(title), kind == RunningJobs::Kind::teach ? tr("Open Likeness to see how well it was learnt.")
                                                                             : tr("The pictures are in the library."));
  }
}

void WorkNotices::refresh() {
  const bool awake = jobs_.isBusy() && !jobs_.isPaused();
  if (awake == awake_) return;
  awake_ = awake;
  Q_EMIT awakeChanged(awake, jobs_.title());
}

}  // namespace likeness::ui
