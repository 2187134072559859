// Seed, size, number of pictures, steps, sampler and noise schedule on the Make page. GUI thread only.
#pragma once

#include <QComboBox>
#include <QSpinBox>
#include <QWidget>

#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/seed_control.h"
#include "ui/widgets/size_control.h"

namespace likeness::ui {

class NumbersPanel : public QWidget {
  Q_OBJECT

 public:
  explicit NumbersPanel(MakeViewModel& rules, QWidget* parent = nullptr);

 private:
  void build();
  void nameEverything();
  void connectFields();
  void connectSize();
  void showSchedules();
  void refresh();
  template <class Field, class Value>
  void set(Field MakeSettings::*field, const Value& value);

  MakeViewModel& rules_;
  SeedControl* seed_;
  SizeControl* size_;
  QSpinBox* count_;
  QSpinBox* steps_;
  QComboBox* sampler_;
  QComboBox* schedule_;
  bool refreshing_ = false;
};

}  // namespace likeness::ui
