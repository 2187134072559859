// In the middle of the Make page while a mask is painted: the start picture, the brush and what else belongs to the mask.
// Every stroke is kept at once. GUI thread only.
#pragma once

#include <QCheckBox>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QWidget>

#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/mask_canvas.h"

namespace likeness::ui {

class MaskEditor : public QWidget {
  Q_OBJECT

 public:
  explicit MaskEditor(MakeViewModel& rules, QWidget* parent = nullptr);

  /// Shows the start picture with the mask it has.
  void open();

 Q_SIGNALS:
  void done();

 private:
  QWidget* makeTools();
  QWidget* makeOptions();
  void refresh();
  template <class Change>
  void change(Change&& with);

  MakeViewModel& rules_;
  MaskCanvas* canvas_;
  QSlider* brush_;
  QToolButton* paint_;
  QToolButton* erase_;
  QToolButton* undo_;
  QToolButton* clear_;
  QToolButton* invert_;
  QSpinBox* blur_;
  QCheckBox* maskedOnly_;
  QSpinBox* padding_;
  QPushButton* done_;
  std::string shown_;  // the mask file on the canvas
  bool painting_ = false;
};

}  // namespace likeness::ui
