#include "ui/widgets/seed_control.h"

#include <cmath>

#include <QHBoxLayout>
#include <QSignalBlocker>

#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {
namespace {

constexpr double kHighest = 4294967295.0;

QToolButton* toggle(const QString& icon, const QString& name, const QString& tip) {
  auto* button = new QToolButton;
  button->setIcon(theme::icon(icon));
  button->setCheckable(true);
  button->setFocusPolicy(Qt::StrongFocus);
  button->setAccessibleName(name);
  button->setToolTip(tip);
  return button;
}

}  // namespace

SeedControl::SeedControl(QWidget* parent) : QWidget(parent), box_(new QDoubleSpinBox) {
  dice_ = toggle(QStringLiteral("dice"), tr("Random seed"), tr("Another picture each time"));
  lock_ = toggle(QStringLiteral("lock"), tr("Lock seed"),
                 tr("Keep the seed of the picture shown: the same settings give the same picture"));
  box_->setDecimals(0);
  box_->setRange(-1, kHighest);
  box_->setSpecialValueText(tr("random"));
  box_->setAccessibleName(tr("Seed"));
  box_->setToolTip(tr("The same seed and settings give the same picture"));
  box_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  WheelGuard::protect(box_);

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::kSpacing / 2);
  row->addWidget(box_, 1);
  row->addWidget(dice_);
  row->addWidget(lock_);
  for (QToolButton* button : {dice_, lock_}) button->setProperty("framed", true);

  connect(box_, &QDoubleSpinBox::valueChanged, this, [this](double seed) { Q_EMIT seedTyped(std::llround(seed)); });
  connect(dice_, &QToolButton::clicked, this, [this] { Q_EMIT lockWanted(false); });
  connect(lock_, &QToolButton::clicked, this, [this](bool locked) { Q_EMIT lockWanted(locked); });
  setSeed(-1);
}

void SeedControl::setSeed(qint64 seed) {
  const QSignalBlocker quiet(box_);
  if (std::llround(box_->value()) != seed) box_->setValue(static_cast<double>(seed));
  dice_->setChecked(seed < 0);
  lock_->setChecked(seed >= 0);
}

}  // namespace likeness::ui
