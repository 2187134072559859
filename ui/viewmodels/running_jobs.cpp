#include "ui/viewmodels/running_jobs.h"

#include <algorithm>

#include <QStringList>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/make_grid.h"
#include "ui/viewmodels/make_jobs.h"

namespace likeness::ui {
namespace {

double ratio(std::int64_t done, std::int64_t total) {
  return total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0) : -1;
}

bool isDraft(const api::Generate& request) { return request.out_folder.empty() && request.preview_every == 0; }

}  // namespace

RunningJobs::RunningJobs(EngineBridge& bridge, QObject* parent) : QObject(parent), bridge_(bridge) {
  connect(&bridge, &EngineBridge::submitted, this, &RunningJobs::onSubmitted);
  connect(&bridge, &EngineBridge::jobStateChanged, this, &RunningJobs::onState);
  connect(&bridge, &EngineBridge::progressed, this, &RunningJobs::onProgress);
  connect(&bridge, &EngineBridge::imageReady, this, &RunningJobs::onImage);
}

bool RunningJobs::has(Kind kind) const {
  return std::any_of(jobs_.begin(), jobs_.end(), [kind](const Job& job) { return job.kind == kind; });
}

bool RunningJobs::isPaused() const { return isBusy() && current()->state == api::State::paused; }

RunningJobs::Kind RunningJobs::currentKind() const { return isBusy() ? current()->kind : Kind::make; }

RunningJobs::Job* RunningJobs::find(api::JobId id) {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const Job& job) { return job.id == id; });
  return found == jobs_.end() ? nullptr : &*found;
}

/// The one that runs, else the one that is next.
const RunningJobs::Job* RunningJobs::current() const {
  if (jobs_.empty()) return nullptr;
  const auto running = std::find_if(jobs_.begin(), jobs_.end(), [](const Job& job) { return job.state != api::State::queued; });
  return running == jobs_.end() ? &jobs_.front() : &*running;
}

QString RunningJobs::title() const { return isBusy() ? current()->title : QString(); }

QString RunningJobs::text() const {
  const Job* job = current();
  if (job == nullptr) return {};
  QStringList parts{tr("%1: %2", "job, what it does now").arg(job->title, doingText(*job))};
  const int waiting = static_cast<int>(jobs_.size()) - 1;
  if (waiting > 0) parts << tr("%n more waiting", "jobs", waiting);
  return parts.join(QStringLiteral(" · "));
}

QString RunningJobs::doingText(const Job& job) {
  QStringList parts{phaseText(job)};
  const bool learns = job.kind == Kind::teach && job.learning.total > 0;
  const double left = learns ? job.learning.seconds_left : job.now.seconds_left;
  if (left >= 0 && job.state == api::State::running) parts << timeLeft(left);
  return parts.join(QStringLiteral(" · "));
}

double RunningJobs::fraction() const { return isBusy() ? fractionOf(*current()) : -1; }

double RunningJobs::fractionOf(const Job& job) {
  if (job.state == api::State::queued) return -1;
  if (job.kind == Kind::teach) return ratio(job.learning.step, job.learning.total);
  if (job.kind == Kind::class_pictures) return ratio(job.now.step, job.now.total);
  if (job.pictures <= 0) return -1;
  const bool sampling = job.now.phase == api::Phase::sampling;
  const double inside = sampling ? std::max(0.0, ratio(job.now.step, job.now.total)) : 0;
  return std::min(1.0, (static_cast<double>(job.finished) + inside) / static_cast<double>(job.pictures));
}

RunningJobs::Entry RunningJobs::entryOf(const Job& job) const {
  const auto& prompts = job.request.prompts;
  return {.id = job.id,
          .kind = job.kind,
          .state = job.state,
          .title = job.title,
          .doing = doingText(job),
          .words = prompts.empty() ? QString() : toQString(prompts.front()),
          .fraction = fractionOf(job)};
}

std::vector<RunningJobs::Entry> RunningJobs::entries() const {
  std::vector<Entry> entries;
  for (const bool waits : {false, true})
    for (const Job& job : jobs_)
      if ((job.state == api::State::queued) == waits) entries.push_back(entryOf(job));
  return entries;
}

std::vector<std::size_t> RunningJobs::waitingPlaces() const {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < jobs_.size(); ++i)
    if (jobs_[i].state == api::State::queued) places.push_back(i);
  return places;
}

void RunningJobs::swap(std::size_t before, std::size_t job) {
  bridge_.submit(api::MoveJob{.job = jobs_[job].id, .before = jobs_[before].id});
  std::swap(jobs_[before], jobs_[job]);
  Q_EMIT changed();
  Q_EMIT listChanged();
}

void RunningJobs::moveEarlier(api::JobId job) {
  const auto places = waitingPlaces();
  for (std::size_t i = 1; i < places.size(); ++i)
    if (jobs_[places[i]].id == job) return swap(places[i - 1], places[i]);
}

void RunningJobs::moveLater(api::JobId job) {
  const auto places = waitingPlaces();
  for (std::size_t i = 0; i + 1 < places.size(); ++i)
    if (jobs_[places[i]].id == job) return swap(places[i], places[i + 1]);
}

std::vector<api::Generate> RunningJobs::unfinishedPictures() const {
  std::vector<api::Generate> left;
  for (const Job& job : jobs_) {
    if (job.kind != Kind::make || job.finished >= job.pictures) continue;
    api::Generate request = job.request;
    if (request.prompts.size() == 1 && request.axes.empty()) {
      request.sample.count -= static_cast<int>(job.finished);
      if (request.sample.seed >= 0) request.sample.seed += job.finished;
    }
    left.push_back(std::move(request));
  }
  return left;
}

QString RunningJobs::phaseText(const Job& job) {
  if (job.state == api::State::queued) return tr("waiting for its turn");
  const QString counted = tr("%1 of %2").arg(job.now.step).arg(job.now.total);
  if (job.state == api::State::paused) {
    return job.learning.total > 0 ? tr("paused at step %1 of %2").arg(job.learning.step).arg(job.learning.total) : tr("paused");
  }
  switch (job.now.phase) {
    case api::Phase::loading_model: return tr("loading the model");
    case api::Phase::checking_photos: return tr("looking at the photos");
    case api::Phase::making_class_pictures: return tr("making pictures of the kind, %1").arg(counted);
    case api::Phase::caching_latents: return tr("preparing the photos");
    case api::Phase::sampling: return job.kind == Kind::teach ? tr("making sample pictures") : tr("step %1").arg(counted);
    case api::Phase::decoding: return tr("finishing the picture");
    case api::Phase::learning: return tr("step %1").arg(counted);
    case api::Phase::probing: return tr("measuring what it knows");
    case api::Phase::saving: return tr("saving");
    case api::Phase::verifying: return tr("checking the result");
    case api::Phase::hashing: return tr("reading the model's files");
    case api::Phase::measuring: return tr("measuring the likeness");
  }
  return {};
}

void RunningJobs::onSubmitted(api::JobId id, const api::Command& command) {
  Job job;
  job.id = id;
  if (const auto* train = std::get_if<api::Train>(&command)) {
    job.kind = Kind::teach;
    job.title = train->name.empty() ? tr("Teaching") : tr("Teaching %1").arg(toQString(train->name));
  } else if (const auto* generate = std::get_if<api::Generate>(&command)) {
    if (isDraft(*generate)) return;
    job.request = *generate;
    job.pictures = picturesOf(*generate);
    job.title = tr("Making %n picture(s)", nullptr, static_cast<int>(job.pictures));
  } else if (std::holds_alternative<api::MakePrior>(command)) {
    job.kind = Kind::class_pictures;
    job.title = tr("Making pictures of the kind");
  } else {
    return;
  }
  jobs_.push_back(std::move(job));
  Q_EMIT changed();
  Q_EMIT listChanged();
}

void RunningJobs::onState(const api::JobState& state) {
  Job* job = find(state.job);
  if (job == nullptr) return;
  const bool began = job->state == api::State::queued && state.state != api::State::queued;
  job->state = state.state;
  const bool over = state.state == api::State::done || state.state == api::State::cancelled || state.state == api::State::failed;
  if (!over) {
    Q_EMIT changed();
    if (began) Q_EMIT listChanged();
    return;
  }
  const Kind kind = job->kind;
  const QString title = job->title;
  jobs_.erase(jobs_.begin() + (job - jobs_.data()));
  Q_EMIT changed();
  Q_EMIT listChanged();
  Q_EMIT ended(kind, title, state);
}

void RunningJobs::onProgress(const api::Progress& progress) {
  Job* job = find(progress.job);
  if (job == nullptr) return;
  job->now = progress;
  if (progress.phase == api::Phase::learning) job->learning = progress;
  if (job->state == api::State::queued) job->state = api::State::running;
  Q_EMIT changed();
}

void RunningJobs::onImage(const api::ImageReady& image) {
  Job* job = find(image.job);
  if (job == nullptr || image.kind != api::ImageKind::final) return;
  ++job->finished;
  job->now.step = 0;  // the next picture begins
  Q_EMIT changed();
  Q_EMIT listChanged();
}

}  // namespace likeness::ui
