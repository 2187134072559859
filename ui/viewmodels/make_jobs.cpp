#include "ui/viewmodels/make_jobs.h"

#include <algorithm>
#include <cmath>

#include <QFileInfo>
#include <QStringList>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/make_grid.h"

namespace likeness::ui {

MakeJobs::MakeJobs(EngineBridge& bridge, QObject* parent) : QObject(parent), bridge_(bridge) {
  connect(&bridge, &EngineBridge::jobStateChanged, this, &MakeJobs::onState);
  connect(&bridge, &EngineBridge::progressed, this, &MakeJobs::onProgress);
  connect(&bridge, &EngineBridge::imageReady, this, &MakeJobs::onImage);
}

void MakeJobs::submit(const api::Generate& request) {
  jobs_.push_back({.id = bridge_.submit(request), .request = request, .progress = {}});
  Q_EMIT changed();
}

void MakeJobs::interrupt() {
  if (jobs_.empty()) return;
  const Job* now = current();
  const api::JobId id = now != nullptr ? now->id : jobs_.front().id;
  find(id)->stopping = true;
  bridge_.cancel(id);
  Q_EMIT changed();
}

void MakeJobs::cancelWaiting() {
  std::vector<api::JobId> waitingJobs;
  for (const Job& job : jobs_)
    if (!job.running) waitingJobs.push_back(job.id);
  for (const api::JobId id : waitingJobs) bridge_.cancel(id);
}

int MakeJobs::waiting() const {
  return static_cast<int>(std::count_if(jobs_.begin(), jobs_.end(), [](const Job& job) { return !job.running; }));
}

MakeJobs::Job* MakeJobs::find(api::JobId id) {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const Job& job) { return job.id == id; });
  return found == jobs_.end() ? nullptr : &*found;
}

const MakeJobs::Job* MakeJobs::current() const {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [](const Job& job) { return job.running; });
  return found == jobs_.end() ? nullptr : &*found;
}

QSize MakeJobs::pictureSize() const {
  const Job* job = current();
  return job == nullptr ? QSize() : QSize(job->request.sample.width, job->request.sample.height);
}

QString MakeJobs::progressText() const {
  if (jobs_.empty()) return {};
  const Job* job = current();
  if (job == nullptr) return jobs_.front().stopping ? tr("Stopping …") : tr("Waiting for its turn …");
  if (job->stopping) return tr("Stopping …");
  const api::Progress& at = job->progress;
  const int count = picturesOf(job->request);
  QStringList parts;
  if (count > 1) parts << tr("%1 of %2 pictures done").arg(job->finished).arg(count);
  if (at.phase == api::Phase::sampling)
    parts << (at.total > 0 ? tr("Step %1 of %2").arg(at.step).arg(at.total) : tr("Starting …"));
  else if (at.phase == api::Phase::decoding || at.phase == api::Phase::saving)
    parts << tr("Finishing …");
  else
    parts << tr("Loading the model …");
  if (at.phase == api::Phase::sampling && at.seconds_left >= 0) parts << timeLeft(at.seconds_left);
  return parts.join(QStringLiteral(" · "));
}

double MakeJobs::fraction() const {
  const Job* job = current();
  if (job == nullptr || job->progress.phase == api::Phase::loading_model) return -1;
  const api::Progress& at = job->progress;
  if (at.phase != api::Phase::sampling) return 1;
  return at.total > 0 ? static_cast<double>(at.step) / static_cast<double>(at.total) : -1;
}

void MakeJobs::onState(const api::JobState& state) {
  Job* job = find(state.job);
  if (job == nullptr) return;
  switch (state.state) {
    case api::State::queued: return;
    case api::State::running:
    case api::State::paused: job->running = true; break;
    case api::State::done:
    case api::State::cancelled:
    case api::State::failed: jobs_.erase(jobs_.begin() + (job - jobs_.data())); break;
  }
  if (state.state == api::State::failed) Q_EMIT failed(state.error);
  if (find(state.job) == nullptr) Q_EMIT ended();
  Q_EMIT changed();
}

void MakeJobs::onProgress(const api::Progress& progress) {
  Job* job = find(progress.job);
  if (job == nullptr) return;
  job->progress = progress;
  Q_EMIT changed();
}

void MakeJobs::onImage(const api::ImageReady& image) {
  Job* job = find(image.job);
  if (job == nullptr) return;
  if (image.kind == api::ImageKind::preview) {
    // Pictures made side by side each send one; the next to be finished is shown.
    // Cells of a grid are made one after the other, each the first of its own.
    if (image.index == (job->request.axes.empty() ? job->finished : 0)) Q_EMIT previewArrived(toQImage(image.pixels));
    return;
  }
  if (image.kind != api::ImageKind::final && image.kind != api::ImageKind::sheet) return;
  if (image.kind == api::ImageKind::final) ++job->finished;
  if (QFileInfo::exists(toQString(image.picture.file))) Q_EMIT pictureFinished(image.picture, toQImage(image.pixels));
  Q_EMIT changed();
}

QString timeLeft(double seconds) {
  if (seconds < 0) return {};
  if (seconds < 90) return MakeJobs::tr("%1 s left").arg(std::lround(std::ceil(seconds)));
  return MakeJobs::tr("%1 min left").arg(std::lround(std::ceil(seconds / 60)));
}

}  // namespace likeness::ui
