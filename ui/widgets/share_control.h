// A share from nothing to all: a slider and a box in percent that move together. GUI thread only.
#pragma once

#include <QSlider>
#include <QSpinBox>
#include <QWidget>

namespace likeness::ui {

class ShareControl : public QWidget {
  Q_OBJECT

 public:
  /// `name` for screen readers: "How much may change".
  explicit ShareControl(const QString& name, QWidget* parent = nullptr);

  /// 0 to 1, without emitting.
  void setShare(double share);

 Q_SIGNALS:
  void shareChosen(double share);

 private:
  QSlider* slider_;
  QSpinBox* box_;
};

}  // namespace likeness::ui
