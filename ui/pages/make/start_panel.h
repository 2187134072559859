// The picture that the next ones start from, on the Make page: choose it, say how much may change, paint where, take it away.
// GUI thread only.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>

#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/share_control.h"

namespace likeness::ui {

class StartPanel : public QWidget {
  Q_OBJECT

 public:
  explicit StartPanel(MakeViewModel& rules, QWidget* parent = nullptr);

 Q_SIGNALS:
  void paintRequested();

 private:
  QWidget* makeChosen();
  void ask();
  void refresh();

  MakeViewModel& rules_;
  QPushButton* choose_;
  QLabel* picture_;
  ElidedLabel* name_;
  QPushButton* paint_;
  QToolButton* remove_;
  ShareControl* change_;
  QWidget* chosen_;
};

}  // namespace likeness::ui
