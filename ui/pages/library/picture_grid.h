// Thumbnails in rows that fill the width, newest first; made for thousands: every tile has the same size and paints what is there.
// A click, Enter or the space bar opens a picture; arrows move; Ctrl and Shift choose several. Keys for what is chosen: F favourite,
// 0 to 5 stars, C compare, Delete. Shows a PictureList. GUI thread only.
#pragma once

#include <QListView>
#include <QStringList>

namespace likeness::ui {

class PictureGrid : public QListView {
  Q_OBJECT

 public:
  explicit PictureGrid(QWidget* parent = nullptr);

  /// The files chosen, in the order of the grid.
  QStringList chosenFiles() const;

 Q_SIGNALS:
  void pictureOpened(int row);
  void choiceChanged();
  void favouriteRequested();
  void ratingRequested(int stars);
  void compareRequested();
  void trashRequested();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

 private:
  void fitTiles();
};

}  // namespace likeness::ui
