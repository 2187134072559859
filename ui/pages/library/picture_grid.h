// Thumbnails in rows that fill the width, newest first; made for thousands: every tile has the same size and paints what is there.
// A click, Enter or the space bar opens a picture; arrows move. Shows a PictureList. GUI thread only.
#pragma once

#include <QListView>

namespace likeness::ui {

class PictureGrid : public QListView {
  Q_OBJECT

 public:
  explicit PictureGrid(QWidget* parent = nullptr);

 Q_SIGNALS:
  void pictureOpened(int row);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void fitTiles();
};

}  // namespace likeness::ui
