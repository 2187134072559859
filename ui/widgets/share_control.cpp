#include "ui/widgets/share_control.h"

#include <cmath>

#include <QHBoxLayout>
#include <QSignalBlocker>

#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {

ShareControl::ShareControl(const QString& name, QWidget* parent)
    : QWidget(parent), slider_(new QSlider(Qt::Horizontal)), box_(new QSpinBox) {
  slider_->setRange(0, 100);
  slider_->setPageStep(10);
  slider_->setAccessibleName(tr("%1, slider").arg(name));
  box_->setRange(0, 100);
  box_->setSingleStep(5);
  box_->setSuffix(QStringLiteral(" %"));
  box_->setAccessibleName(name);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::kSpacing);
  row->addWidget(slider_, 1);
  row->addWidget(box_);
  WheelGuard::protectAll(this);
  connect(slider_, &QSlider::valueChanged, box_, &QSpinBox::setValue);
  connect(box_, &QSpinBox::valueChanged, this, [this](int percent) {
    const QSignalBlocker quiet(slider_);
    slider_->setValue(percent);
    Q_EMIT shareChosen(percent / 100.0);
  });
}

void ShareControl::setShare(double share) {
  const QSignalBlocker quietBox(box_), quietSlider(slider_);
  const int percent = static_cast<int>(std::lround(share * 100));
  if (box_->value() != percent) box_->setValue(percent);
  slider_->setValue(percent);
}

}  // namespace likeness::ui
