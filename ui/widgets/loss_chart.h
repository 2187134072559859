// The live loss chart: the plot with its legend (each entry shows or hides its line) and the switches for scale, follow and zoom.
// The history is the caller's and outlives the chart; call historyChanged() after each change. GUI thread only.
#pragma once

#include <array>

#include <QWidget>

#include "ui/models/loss_history.h"

class QLabel;
class QPushButton;

namespace likeness::ui {

class Chip;
class LossPlot;

class LossChart : public QWidget {
  Q_OBJECT

 public:
  explicit LossChart(const LossHistory& history, QWidget* parent = nullptr);

  void historyChanged();
  LossPlot& plot() { return *plot_; }

 private:
  QWidget* buildLegend();
  QWidget* buildSwitches();

  const LossHistory& history_;
  LossPlot* plot_;
  std::array<Chip*, kLossKinds> chips_{};
  QPushButton* showAll_ = nullptr;
  QLabel* marks_ = nullptr;
  QWidget* legend_ = nullptr;
  QWidget* switches_ = nullptr;
};

}  // namespace likeness::ui
