#include "ui/models/trash.h"

#include <utility>

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace likeness::ui {
namespace {

/// Trash/files/NAME has its note in Trash/info/NAME.trashinfo (the desktop's trash specification).
QString noteOf(const QString& trashed) {
  const QFileInfo file(trashed);
  return QDir::cleanPath(file.absolutePath() + QStringLiteral("/../info/") + file.fileName() + QStringLiteral(".trashinfo"));
}

bool putBack(const QString& trashed, const QString& place) {
  if (trashed.isEmpty() || QFileInfo::exists(place)) return false;
  QDir().mkpath(QFileInfo(place).absolutePath());
  if (!QDir().rename(trashed, place)) return false;
  QFile::remove(noteOf(trashed));
  return true;
}

}  // namespace

Trash::Trash(QObject* parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

Trash::~Trash() { pool_.waitForDone(); }

void Trash::move(const QStringList& files) {
  pool_.start([this, files] {
    QVector<Moved> moves;
    QStringList done, failed;
    for (const QString& file : files) {
      Moved each{.from = file, .to = {}};
      if (QFile::moveToTrash(file, &each.to)) {
        done << file;
        moves << each;
      } else {
        failed << file;
      }
    }
    QMetaObject::invokeMethod(this, [this, moves, done, failed] {
      if (!moves.isEmpty()) last_ = moves;
      Q_EMIT moved(done, failed);
    });
  });
}

void Trash::undo() {
  pool_.start([this, moves = std::exchange(last_, {})] {
    QStringList done, failed;
    for (const Moved& each : moves) (putBack(each.to, each.from) ? done : failed) << each.from;
    QMetaObject::invokeMethod(this, [this, done, failed] { Q_EMIT restored(done, failed); });
  });
}

}  // namespace likeness::ui
