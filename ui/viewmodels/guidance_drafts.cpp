#include "ui/viewmodels/guidance_drafts.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QJsonDocument>

#include "ui/bridge/convert.h"
#include "ui/models/picture_json.h"

namespace likeness::ui {
namespace {

constexpr int kSettleMs = 500, kSteps = 10, kMostSets = 24;

api::Generate draftOf(const api::Generate& wanted) {
  api::Generate draft = wanted;
  draft.out_folder.clear();
  draft.preview_every = 0;
  draft.sample.count = 1;
  draft.axes.clear();
  draft.picture.hires_scale = 1;
  draft.sample.steps = std::min(wanted.sample.steps, kSteps);
  return draft;
}

QByteArray keyOf(api::Generate request) {
  request.sample.guidance = 0;
  return QJsonDocument(requestToJson(request)).toJson(QJsonDocument::Compact);
}

}  // namespace

GuidanceDrafts::GuidanceDrafts(AppState& state, QObject* parent) : QObject(parent), state_(state) {
  settle_.setSingleShot(true);
  settle_.setInterval(kSettleMs);
  connect(&settle_, &QTimer::timeout, this, &GuidanceDrafts::makeNext);
  connect(&state_.bridge(), &EngineBridge::jobStateChanged, this, &GuidanceDrafts::onState);
  connect(&state_.bridge(), &EngineBridge::imageReady, this, &GuidanceDrafts::onImage);
  connect(&state_.jobs(), &RunningJobs::listChanged, this, [this] {
    if (state_.jobs().isBusy()) stop();
    else settle_.start();
  });
}

const std::vector<double>& GuidanceDrafts::values() {
  static const std::vector<double> values{1, 3, 5, 7.5, 10, 14, 20};
  return values;
}

void GuidanceDrafts::setRequest(const std::optional<api::Generate>& request) {
  const std::optional<api::Generate> wanted = request ? std::optional(draftOf(*request)) : std::nullopt;
  const QByteArray key = wanted ? keyOf(*wanted) : QByteArray();
  request_ = wanted;
  if (key == key_) return;
  key_ = key;
  stop();
  settle_.start();
  Q_EMIT changed();
}

QImage GuidanceDrafts::draft(double value) const {
  const auto set = drafts_.constFind(key_);
  if (set == drafts_.constEnd()) return {};
  const auto found = set->find(value);
  return found == set->end() ? QImage() : found->second;
}

QImage GuidanceDrafts::nearest(double guidance) const {
  QImage best;
  double distance = HUGE_VAL;
  for (const double value : values()) {
    const QImage image = draft(value);
    if (image.isNull() || std::abs(value - guidance) >= distance) continue;
    distance = std::abs(value - guidance);
    best = image;
  }
  return best;
}

/// The one nearest to the chosen guidance first.
void GuidanceDrafts::makeNext() {
  if (!request_ || job_ != 0 || settle_.isActive() || state_.jobs().isBusy()) return;
  const double chosen = request_->sample.guidance;
  std::optional<double> next;
  for (const double value : values())
    if (draft(value).isNull() && (!next || std::abs(value - chosen) < std::abs(*next - chosen))) next = value;
  if (!next) return;
  api::Generate request = *request_;
  request.sample.guidance = making_ = *next;
  job_ = state_.bridge().submit(std::move(request));
  Q_EMIT changed();
}

void GuidanceDrafts::stop() {
  settle_.stop();
  if (const api::JobId job = std::exchange(job_, 0)) state_.bridge().cancel(job);
}

void GuidanceDrafts::onImage(const api::ImageReady& image) {
  if (image.job != job_ || job_ == 0 || image.kind != api::ImageKind::final || image.picture.partial) return;
  if (drafts_.size() >= kMostSets && !drafts_.contains(key_)) drafts_.clear();
  drafts_[key_][making_] = toQImage(image.pixels);
  Q_EMIT changed();
}

/// A draft that cannot be made is not tried again until something changes: Generate tells why.
void GuidanceDrafts::onState(const api::JobState& state) {
  if (state.job != job_ || job_ == 0) return;
  const bool over = state.state == api::State::done || state.state == api::State::cancelled || state.state == api::State::failed;
  if (!over) return;
  job_ = 0;
  if (state.state == api::State::done && !draft(making_).isNull()) makeNext();
  Q_EMIT changed();
}

}  // namespace likeness::ui
