// The seed: a number, dice ("another picture each time") and a lock ("the same again"). Dice and lock are the two ends of one choice.
// Typing a number locks it. -1 stands for the dice. GUI thread only.
#pragma once

#include <QDoubleSpinBox>
#include <QToolButton>
#include <QWidget>

namespace likeness::ui {

class SeedControl : public QWidget {
  Q_OBJECT

 public:
  explicit SeedControl(QWidget* parent = nullptr);

  /// Shows a locked seed, or the dice for -1, without emitting signals.
  void setSeed(qint64 seed);

  QDoubleSpinBox* box() const { return box_; }
  QToolButton* dice() const { return dice_; }
  QToolButton* lock() const { return lock_; }

 Q_SIGNALS:
  void seedTyped(qint64 seed);
  void lockWanted(bool locked);

 private:
  QDoubleSpinBox* box_;  // doubles hold all 32-bit seeds exactly; QSpinBox ends at 2^31
  QToolButton* dice_;
  QToolButton* lock_;
};

}  // namespace likeness::ui
