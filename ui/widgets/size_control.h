// The size of a picture: shapes made from the model's own size, or a free one in multiples of 8.
// Takes and gives plain values; which shapes exist is decided by viewmodels/make_settings. GUI thread only.
#pragma once

#include <QComboBox>
#include <QSpinBox>
#include <QWidget>

#include "ui/viewmodels/make_settings.h"

namespace likeness::ui {

class SizeControl : public QWidget {
  Q_OBJECT

 public:
  explicit SizeControl(QWidget* parent = nullptr);

  /// Shows the shape of `settings` for a model of `ownSize` (0: not known, only square and custom are offered). Emits nothing.
  void display(const MakeSettings& settings, int ownSize);

  QComboBox* shapes() const { return shapes_; }
  QSpinBox* widthBox() const { return width_; }
  QSpinBox* heightBox() const { return height_; }

 Q_SIGNALS:
  void shapeChosen(likeness::ui::Shape shape);
  void sizeTyped(int width, int height);

 private:
  void fillShapes(int ownSize);

  QComboBox* shapes_;
  QWidget* custom_;
  QSpinBox* width_;
  QSpinBox* height_;
  int ownSize_ = -1;
};

}  // namespace likeness::ui
