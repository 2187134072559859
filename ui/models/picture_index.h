// The library's picture index: an SQLite file that can be thrown away, since the pictures' own files are the only truth. It makes the
// library appear at once after a start, and searches. One table: file, time, prompt, folded words to search, particulars as JSON.
// Favourites and ratings are the user's own words: they stand in picture-marks.json beside the index and survive its loss.
// A file that is damaged or of another schema is set aside as NAME.bad and begun anew; one that cannot be written gives an index in
// memory. Both are told once by takeTrouble. Create, use and destroy it in one thread (Qt Sql); instances are independent.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QByteArray>
#include <QHash>
#include <QSet>
#include <QString>
#include <QStringList>

#include "engine/api/events.h"

class QSqlDatabase;

namespace likeness::ui {

/// A row as lists show it; `particulars` goes into pictureFromJson.
struct IndexedPicture {
  QString file;
  qint64 modifiedMs = 0;
  bool partial = false;
  QString prompt;
  QByteArray particulars;
  bool favourite = false;
  int rating = 0;                          // 1 to 5 stars; 0: not rated

  bool operator==(const IndexedPicture&) const = default;
};

/// What to look for: every word in prompt or subjects' names, in any letter case; all pictures for a blank text.
struct PictureQuery {
  enum class Order { newest, oldest, bestRated };

  QString text;
  bool favouritesOnly = false;
  int leastRating = 0;
  Order order = Order::newest;

  bool narrows() const { return !text.trimmed().isEmpty() || favouritesOnly || leastRating > 0; }
  bool operator==(const PictureQuery&) const = default;
};

class PictureIndex {
 public:
  enum class Trouble { none, rebuilt, notSaved };

  explicit PictureIndex(QString file);
  ~PictureIndex();
  PictureIndex(const PictureIndex&) = delete;
  PictureIndex& operator=(const PictureIndex&) = delete;

  /// Adds a picture or replaces what is known about its file. A time of 0 is read from the file.
  void put(const api::PictureInfo& picture);

  /// Makes the index hold exactly `pictures`, and of the rest those in `keep`; one transaction.
  void reconcile(const std::vector<api::PictureInfo>& pictures, const QSet<QString>& keep);

  /// Takes pictures out of the index; their marks stay, for a picture that comes back.
  void remove(const QStringList& files);

  void setFavourite(const QStringList& files, bool favourite);
  void setRating(const QStringList& files, int rating);

  /// Nothing when the index cannot be read just now.
  std::optional<std::vector<IndexedPicture>> find(const PictureQuery& query);
  int count();

  /// What has gone wrong since the last call.
  Trouble takeTrouble();

 private:
  template <class Work>
  bool guarded(Work&& work);
  void open();
  void createTables();
  void recover(int code);
  void write(const std::vector<api::PictureInfo>& pictures, const QHash<QString, QByteArray>& known);

  struct Mark {
    bool favourite = false;
    int rating = 0;
  };

  void readMarks();
  void writeMarks();
  void tabulateMark(const QString& file);
  template <class Change>
  void changeMarks(const QStringList& files, Change&& change);

  QString file_;
  QString marksFile_;
  QHash<QString, Mark> marks_;
  QString connection_;
  std::unique_ptr<QSqlDatabase> database_;
  Trouble trouble_ = Trouble::none;
};

}  // namespace likeness::ui
