// The samples of a run side by side: a row for each prompt, a column for each step; arrows move, a click or Enter asks to enlarge.
// Shows a SampleTable and grows with it. Rows share the height that is there; cells keep the pictures' aspect. New columns come into
// view by themselves unless the user has scrolled away from the newest. GUI thread only.
#pragma once

#include <QTableView>

namespace likeness::ui {

class SampleTable;

class SampleMatrix : public QTableView {
  Q_OBJECT

 public:
  explicit SampleMatrix(SampleTable& samples, QWidget* parent = nullptr);

 Q_SIGNALS:
  void enlargeRequested(const QModelIndex& cell);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void fitCells();
  void showHeaders();

  SampleTable& samples_;
  bool follows_ = true;
};

}  // namespace likeness::ui
