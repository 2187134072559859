#include "ui/viewmodels/pending_pictures.h"

#include <utility>

#include <QJsonArray>

#include "ui/models/picture_json.h"
#include "ui/viewmodels/make_grid.h"

namespace likeness::ui {
namespace {

QString pendingKey() { return QStringLiteral("queue/pictures"); }

}  // namespace

PendingPictures::PendingPictures(RunningJobs& jobs, Session& session, QObject* parent) : QObject(parent), jobs_(jobs), session_(session) {
  for (const QJsonValue& each : session_.value(pendingKey()).toArray()) left_.push_back(requestFromJson(each.toObject()));
  connect(&jobs_, &RunningJobs::listChanged, this, &PendingPictures::remember);
}

int PendingPictures::count() const {
  int pictures = 0;
  for (const api::Generate& request : left_) pictures += picturesOf(request);
  return pictures;
}

std::vector<api::Generate> PendingPictures::take() {
  auto taken = std::exchange(left_, {});
  remember();
  return taken;
}

void PendingPictures::remember() {
  QJsonArray all;
  for (const api::Generate& request : left_) all.append(requestToJson(request));  // not decided about yet
  for (const api::Generate& request : jobs_.unfinishedPictures()) all.append(requestToJson(request));
  session_.setValue(pendingKey(), all);
}

}  // namespace likeness::ui
