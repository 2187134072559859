// The middle of the Library page: how many pictures there are, a search over their words with favourites, rating and order, the grid and
// what can be done with the pictures chosen in it; or, in words, why it is empty. Shows the view model. GUI thread only.
#pragma once

#include <QComboBox>
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
  void compareRequested(const QStringList& files);

 private:
  QWidget* makeHeader();
  QWidget* makeFilters();
  QWidget* makeActions();
  QWidget* makeEmpty();
  void connectGrid();
  void compare();
  void toggleFavourite();
  void refreshActions();
  void showEmptyWords();
  void refresh();
  QString countText() const;

  LibraryViewModel& rules_;
  QLabel* count_;
  QLineEdit* search_;
  QWidget* filters_;
  QPushButton* favourites_ = nullptr;
  QComboBox* rating_ = nullptr;
  QComboBox* order_ = nullptr;
  QWidget* actions_;
  QLabel* chosen_ = nullptr;
  QPushButton* compare_ = nullptr;
  QPushButton* mark_ = nullptr;
  QStackedWidget* stack_;
  PictureGrid* grid_;
  QWidget* empty_;
  QLabel* emptyTitle_;
  QLabel* emptyText_;
  QPushButton* clear_;
};

}  // namespace likeness::ui
