// The guidance of a picture: a slider (1 to 20 in halves) and a number box (1 to 30) that show the same value, with words at the ends.
// Beyond 20 the slider rests at its end. The value is kept as typed, to a tenth. GUI thread only.
#pragma once

#include <QDoubleSpinBox>
#include <QSlider>
#include <QWidget>

namespace likeness::ui {

class GuidanceControl : public QWidget {
  Q_OBJECT

 public:
  explicit GuidanceControl(QWidget* parent = nullptr);

  double value() const { return box_->value(); }

  /// Shows `value` without emitting valueChanged.
  void setValue(double value);

  /// Half a step up or down, as by the keys [ and ].
  void step(int halves);

  QSlider* slider() const { return slider_; }
  QDoubleSpinBox* box() const { return box_; }

 Q_SIGNALS:
  void valueChanged(double value);
  /// The slider is held (with its value), then let go.
  void dragged(double value);
  void dropped();

 private:
  void showOnSlider(double value);

  QSlider* slider_;
  QDoubleSpinBox* box_;
};

}  // namespace likeness::ui
