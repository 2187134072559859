// The folded group Grid of the Make page: up to three settings, each with the values to try, and how many pictures that makes.
// GUI thread only.
#pragma once

#include <array>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QWidget>

#include "ui/viewmodels/make_grid.h"
#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/fold.h"

namespace likeness::ui {

class GridPanel : public Fold {
  Q_OBJECT

 public:
  explicit GridPanel(MakeViewModel& rules, QWidget* parent = nullptr) : GridPanel(rules, new QWidget, parent) {}

 private:
  struct Axis {
    QComboBox* field;
    QLineEdit* values;
  };

  GridPanel(MakeViewModel& rules, QWidget* content, QWidget* parent);
  void addAxis(QWidget& content, int number);
  void fillFields(Axis& axis, int number);
  void takeOver();
  void refresh();

  MakeViewModel& rules_;
  std::array<Axis, kMostAxes> axes_{};
  QLabel* sentence_;
  bool refreshing_ = false;
};

}  // namespace likeness::ui
