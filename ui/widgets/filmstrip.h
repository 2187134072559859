// A row of thumbnails in one line; arrows and clicks choose. Unfinished pictures carry a label.
// Shows a FilmstripModel; says which row was chosen by hand. GUI thread only.
#pragma once

#include <QListView>

namespace likeness::ui {

class Filmstrip : public QListView {
  Q_OBJECT

 public:
  explicit Filmstrip(QWidget* parent = nullptr);

  /// Selects without emitting pictureChosen; -1 selects none.
  void showRow(int row);

 Q_SIGNALS:
  void pictureChosen(int row);

 protected:
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  bool quiet_ = false;
};

}  // namespace likeness::ui
