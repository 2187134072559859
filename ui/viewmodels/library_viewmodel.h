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

  /// What the list shows now was looked for with this.
  const QString& shownSearch() const { return shownSearch_; }

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

 private:
  void onFound(FoundPictures& found);
  void onListed(const api::PicturesListed& listed);
  void onImage(const api::ImageReady& image);
  void onState(const api::JobState& state);
  void onTrouble(PictureIndex::Trouble trouble);

  AppState& state_;
  ThumbnailLoader thumbnails_;
  PictureList pictures_;
  PictureIndexThread index_;
  QTimer typing_;
  QString search_;
  QString shownSearch_;
  int total_ = 0;
  bool looked_ = false;
  bool subjectsKnown_ = false;
  api::JobId ask_ = 0;
  QSet<QString> arrived_;                  // made since the folder was asked for: the answer may not know them
};

}  // namespace likeness::ui
