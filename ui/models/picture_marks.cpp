// The part of the index that keeps what the user says of pictures: favourites and ratings, in a file of their own.
#include <algorithm>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSqlDatabase>
#include <QSqlQuery>

#include "ui/models/picture_index.h"

namespace likeness::ui {
namespace {

constexpr int kSchema = 1, kMostStars = 5;

QString schemaKey() { return QStringLiteral("schema"); }
QString marksKey() { return QStringLiteral("marks"); }
QString favouriteKey() { return QStringLiteral("favourite"); }
QString ratingKey() { return QStringLiteral("rating"); }

}  // namespace

/// A file that cannot be read is set aside, never overwritten.
void PictureIndex::readMarks() {
  QFile file(marksFile_);
  if (!file.open(QIODevice::ReadOnly)) return;
  const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
  if (root.value(schemaKey()).toInt() != kSchema) {
    QFile::remove(marksFile_ + QStringLiteral(".bad"));
    file.rename(marksFile_ + QStringLiteral(".bad"));
    return;
  }
  const QJsonObject marks = root.value(marksKey()).toObject();
  for (auto each = marks.begin(); each != marks.end(); ++each) {
    const QJsonObject mark = each.value().toObject();
    marks_.insert(each.key(), {.favourite = mark.value(favouriteKey()).toBool(),
                               .rating = std::clamp(mark.value(ratingKey()).toInt(), 0, kMostStars)});
  }
}

void PictureIndex::writeMarks() {
  QJsonObject marks;
  for (auto each = marks_.cbegin(); each != marks_.cend(); ++each) {
    if (!each->favourite && each->rating == 0) continue;
    marks.insert(each.key(), QJsonObject{{favouriteKey(), each->favourite}, {ratingKey(), each->rating}});
  }
  QSaveFile file(marksFile_);
  const QByteArray json = QJsonDocument(QJsonObject{{schemaKey(), kSchema}, {marksKey(), marks}}).toJson();
  const bool saved = file.open(QIODevice::WriteOnly) && file.write(json) == json.size() && file.commit();
  if (!saved) trouble_ = Trouble::notSaved;
}

void PictureIndex::tabulateMark(const QString& file) {
  const Mark mark = marks_.value(file);
  QSqlQuery query(*database_);
  query.prepare(QStringLiteral("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)"));
  query.addBindValue(file);
  query.addBindValue(mark.favourite);
  query.addBindValue(mark.rating);
  query.exec();  // a table in memory; the next opening fills it anew
}

template <class Change>
void PictureIndex::changeMarks(const QStringList& files, Change&& change) {
  for (const QString& file : files) {
    change(marks_[file]);
    if (database_) tabulateMark(file);
  }
  writeMarks();
}

void PictureIndex::setFavourite(const QStringList& files, bool favourite) {
  changeMarks(files, [favourite](Mark& mark) { mark.favourite = favourite; });
}

void PictureIndex::setRating(const QStringList& files, int rating) {
  changeMarks(files, [rating](Mark& mark) { mark.rating = std::clamp(rating, 0, kMostStars); });
}

}  // namespace likeness::ui
