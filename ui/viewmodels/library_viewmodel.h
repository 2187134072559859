// State and rules of the Library page: the pictures in the pictures folder, found again at once from the index and then from the files
// themselves, new ones as they are made, and the search. The files are the only truth: whatever the engine reads from them replaces the
// index. No QWidget: tested without a display. GUI thread only; the disk is touched in other threads.
#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>

#include "ui/models/picture_index_thread.h"
#include "ui/models/picture_list.h"
#include "ui/models/thumbnail_loader.h"
#include "ui/models/trash.h"
#include "ui/viewmodels/app_state.h"

namespace likeness::ui {

class LibraryViewModel : public QObject {
  Q_OBJECT

 public:
  explicit LibraryViewModel(AppState& state, QObject* parent = nullptr);

  PictureList& pictures() { return pictures_; }
  ThumbnailLoader& thumbnails() { return thumbnails_; }

  /// Reads the folder and the subjects anew; nothing for the folder while that is being done.
  void refresh();

  /// Words to look for; the list follows a moment later, when no more is typed.
  void setSearch(const QString& text);

  /// Favourites, rating and order; the list follows at once.
  void setFavouritesOnly(bool only);
  void setLeastRating(int stars);
  void setOrder(PictureQuery::Order order);
  /// Everything is shown again.
  void clearQuery();

  /// What is looked for, and what the list shows now was looked for with.
  const PictureQuery& query() const { return query_; }
  const PictureQuery& shownQuery() const { return shownQuery_; }

  void setFavourite(const QStringList& files, bool favourite);
  void setRating(const QStringList& files, int stars);

  /// Moves the files to the desktop's trash; trashed() tells, and undoTrash takes it back.
  void moveToTrash(const QStringList& files);
  void undoTrash();

  /// All pictures, found or not.
  int total() const { return total_; }

  /// The engine has looked through the folder, or there is a picture anyway.
  bool arePicturesKnown() const { return looked_ || total_ > 0; }
  bool areSubjectsKnown() const { return subjectsKnown_; }

 Q_SIGNALS:
  /// The pictures shown, their number or what is known.
  void picturesChanged();
  void subjectsChanged();
  void noticeRaised(const QString& text);
  /// Something lies in the trash that can be taken back.
  void trashed(const QString& text);

 private:
  void onFound(FoundPictures& found);
  void onListed(const api::PicturesListed& listed);
  void onImage(const api::ImageReady& image);
  void onState(const api::JobState& state);
  void look();
  void onTrashed(const QStringList& files, const QStringList& failed);
  void onTrouble(PictureIndex::Trouble trouble);

  AppState& state_;
  ThumbnailLoader thumbnails_;
  PictureList pictures_;
  PictureIndexThread index_;
  Trash trash_;
  QTimer typing_;
  PictureQuery query_;
  PictureQuery shownQuery_;
  int total_ = 0;
  bool looked_ = false;
  bool subjectsKnown_ = false;
  api::JobId ask_ = 0;
  QSet<QString> arrived_;                  // made since the folder was asked for: the answer may not know them
};

}  // namespace likeness::ui
