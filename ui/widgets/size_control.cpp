#include "ui/widgets/size_control.h"

#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {
namespace {

QSpinBox* sideBox(const QString& name) {
  auto* box = new QSpinBox;
  box->setRange(kSmallestSide, kLargestSide);
  box->setSingleStep(8);
  box->setKeyboardTracking(false);
  box->setAccessibleName(name);
  box->setToolTip(SizeControl::tr("Pixels, in multiples of 8"));
  box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  return box;
}

}  // namespace

SizeControl::SizeControl(QWidget* parent) : QWidget(parent), shapes_(new QComboBox), custom_(new QWidget) {
  width_ = sideBox(tr("Width in pixels"));
  height_ = sideBox(tr("Height in pixels"));
  shapes_->setAccessibleName(tr("Size"));
  shapes_->setToolTip(tr("Models draw best near the size they learnt with"));
  auto* row = new QHBoxLayout(custom_);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(width_, 1);
  row->addWidget(new QLabel(QStringLiteral("×")));
  row->addWidget(height_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing / 2);
  column->addWidget(shapes_);
  column->addWidget(custom_);
  WheelGuard::protectAll(this);
  fillShapes(0);

  connect(shapes_, &QComboBox::currentIndexChanged, this,
          [this] { Q_EMIT shapeChosen(static_cast<Shape>(shapes_->currentData().toInt())); });
  for (QSpinBox* box : {width_, height_})
    connect(box, &QSpinBox::valueChanged, this, [this] { Q_EMIT sizeTyped(width_->value(), height_->value()); });
}

void SizeControl::fillShapes(int ownSize) {
  if (ownSize == ownSize_) return;
  ownSize_ = ownSize;
  const std::pair<Shape, QString> names[] = {{Shape::square, tr("Square")},
                                             {Shape::portrait34, tr("Portrait 3:4")},
                                             {Shape::portrait23, tr("Portrait 2:3")},
                                             {Shape::landscape43, tr("Landscape 4:3")},
                                             {Shape::landscape32, tr("Landscape 3:2")}};
  shapes_->clear();
  for (const auto& [shape, name] : names) {
    MakeSettings trial;
    trial.shape = shape;
    const QSize size = pixelsOf(trial, ownSize);
    if (ownSize > 0) shapes_->addItem(tr("%1, %2 × %3").arg(name).arg(size.width()).arg(size.height()), static_cast<int>(shape));
    else if (shape == Shape::square) shapes_->addItem(tr("The model’s own size"), static_cast<int>(shape));
  }
  shapes_->addItem(tr("Another size"), static_cast<int>(Shape::custom));
}

void SizeControl::display(const MakeSettings& settings, int ownSize) {
  const QSignalBlocker quiet(shapes_), quietWidth(width_), quietHeight(height_);
  fillShapes(ownSize);
  const int row = shapes_->findData(static_cast<int>(settings.shape));
  shapes_->setCurrentIndex(row >= 0 ? row : 0);
  if (width_->value() != settings.width) width_->setValue(settings.width);
  if (height_->value() != settings.height) height_->setValue(settings.height);
  custom_->setVisible(settings.shape == Shape::custom);
}

}  // namespace likeness::ui
