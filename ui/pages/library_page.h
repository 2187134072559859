// Library: the subjects taught and the pictures made so far, found again after a restart. Subjects at the left; the pictures' grid with
// its search, or one picture large with its details. Rules and state are LibraryViewModel's. GUI thread only.
#pragma once

#include <QWidget>

#include "ui/viewmodels/library_viewmodel.h"

class QStackedWidget;

namespace likeness::ui {

class PictureView;
class PicturesSection;

class LibraryPage : public QWidget {
  Q_OBJECT

 public:
  explicit LibraryPage(AppState& state, QWidget* parent = nullptr);

 Q_SIGNALS:
  void makeAgainRequested(const likeness::api::Generate& request);
  void startRequested(const QString& file);
  void makePicturesRequested(const QString& subjectId);
  void runRequested(const QString& subjectId);
  void teachRequested();
  void compareRequested(const QStringList& files);
  void noticeRaised(const QString& text);
  /// Pictures lie in the trash; undoTrash() takes that back.
  void trashed(const QString& text);

 public Q_SLOTS:
  void undoTrash();
  void find();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void openPicture(int row);
  void closePicture();

  LibraryViewModel rules_;
  QStackedWidget* stack_;
  PicturesSection* pictures_;
  PictureView* view_;
};

}  // namespace likeness::ui
