#include "ui/widgets/guidance_control.h"

#include <cmath>

#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {
namespace {

constexpr double kLowest = 1, kHighest = 30, kHighestOnSlider = 20, kStep = 0.5;

QLabel* caption(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("role", QStringLiteral("caption"));
  return label;
}

}  // namespace

GuidanceControl::GuidanceControl(QWidget* parent) : QWidget(parent), slider_(new QSlider(Qt::Horizontal)), box_(new QDoubleSpinBox) {
  slider_->setRange(static_cast<int>(kLowest / kStep), static_cast<int>(kHighestOnSlider / kStep));
  slider_->setPageStep(2);
  slider_->setAccessibleName(tr("Guidance slider"));
  box_->setRange(kLowest, kHighest);
  box_->setSingleStep(kStep);
  box_->setDecimals(1);
  box_->setAccessibleName(tr("Guidance"));
  const QString tip = tr("How closely the picture follows your words (guidance, CFG scale).\n"
                         "Keys [ and ] move it while no text is edited.");
  slider_->setToolTip(tip);
  box_->setToolTip(tip);

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(theme::kSpacing);
  grid->setVerticalSpacing(2);
  grid->addWidget(slider_, 0, 0, 1, 2);
  grid->addWidget(box_, 0, 2);
  grid->addWidget(caption(tr("freer")), 1, 0);
  grid->addWidget(caption(tr("closer to your words")), 1, 1, Qt::AlignRight);
  grid->setColumnStretch(1, 1);

  WheelGuard::protectAll(this);
  connect(slider_, &QSlider::sliderMoved, this, [this](int halves) { Q_EMIT dragged(halves * kStep); });
  connect(slider_, &QSlider::sliderReleased, this, &GuidanceControl::dropped);
  connect(slider_, &QSlider::valueChanged, this, [this](int halves) { box_->setValue(halves * kStep); });
  connect(box_, &QDoubleSpinBox::valueChanged, this, [this](double changed) {
    showOnSlider(changed);
    Q_EMIT valueChanged(changed);
  });
  setValue(7.5);
}

void GuidanceControl::setValue(double value) {
  const QSignalBlocker quiet(box_);
  box_->setValue(value);
  showOnSlider(value);
}

void GuidanceControl::step(int halves) { box_->setValue(box_->value() + halves * kStep); }

void GuidanceControl::showOnSlider(double value) {
  const QSignalBlocker quiet(slider_);
  slider_->setValue(static_cast<int>(std::lround(value / kStep)));
}

}  // namespace likeness::ui
