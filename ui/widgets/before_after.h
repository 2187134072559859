// What the untouched model drew and what the taught one draws, one pair for each sample prompt.
// Shows the first and the last column of a SampleTable; pressing a picture asks to enlarge it. GUI thread only.
#pragma once

#include <QModelIndex>
#include <QWidget>

class QGridLayout;

namespace likeness::ui {

class SampleTable;

class BeforeAfter : public QWidget {
  Q_OBJECT

 public:
  explicit BeforeAfter(SampleTable& samples, QWidget* parent = nullptr);

  /// Takes the pictures as they are now.
  void refresh();

 Q_SIGNALS:
  void enlargeRequested(const QModelIndex& cell);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fitTiles();
  void addRow(int gridRow, int column);

  SampleTable& samples_;
  QWidget* content_ = nullptr;
  QGridLayout* grid_ = nullptr;
};

}  // namespace likeness::ui
