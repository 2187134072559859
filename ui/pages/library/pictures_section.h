// The middle of the Library page: how many pictures there are, a search over their words, and the grid; or, in words, why it is empty.
// Shows the view model. GUI thread only.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

#include "ui/pages/library/picture_grid.h"
#include "ui/viewmodels/library_viewmodel.h"

class QStackedWidget;

namespace likeness::ui {

class PicturesSection : public QWidget {
  Q_OBJECT

 public:
  explicit PicturesSection(LibraryViewModel& rules, QWidget* parent = nullptr);

  PictureGrid* grid() const { return grid_; }
  QLineEdit* searchField() const { return search_; }

 Q_SIGNALS:
  void pictureOpened(int row);

 private:
  QWidget* makeHeader();
  QWidget* makeEmpty();
  void refresh();
  QString countText() const;

  LibraryViewModel& rules_;
  QLabel* count_;
  QLineEdit* search_;
  QStackedWidget* stack_;
  PictureGrid* grid_;
  QWidget* empty_;
  QLabel* emptyTitle_;
  QLabel* emptyText_;
  QPushButton* clear_;
};

}  // namespace likeness::ui
