// Mouse and keys of the loss plot.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

#include "ui/widgets/loss_plot.h"

namespace likeness::ui {

namespace {

constexpr double kDragThreshold = 6;  // pixels; less is a click

}  // namespace

void LossPlot::wheelEvent(QWheelEvent* event) {
  const QPoint turned = event->angleDelta();
  const auto [first, last] = stepsInView();
  if (event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(turned.x()) > std::abs(turned.y())) {
    const int amount = turned.x() != 0 ? turned.x() : turned.y();
    move(-(last - first) * amount / 1200.0);
  } else if (turned.y() != 0) {
    zoom(std::pow(0.8, turned.y() / 120.0), stepAt(event->position().x()));
  }
  event->accept();
}

void LossPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return;
  moving_ = event->button() == Qt::MiddleButton || event->modifiers().testFlag(Qt::ShiftModifier);
  dragFrom_ = event->position().x();
  dragTo_ = event->position().x();
}

void LossPlot::mouseMoveEvent(QMouseEvent* event) {
  const double x = event->position().x();
  if (dragFrom_ && moving_) {
    const auto [first, last] = stepsInView();
    move((*dragFrom_ - x) / std::max(1.0, layerFrame_.area.width()) * (last - first));
    dragFrom_ = x;
  }
  dragTo_ = x;
  setCursorStep(stepAt(x));
}

void LossPlot::mouseReleaseEvent(QMouseEvent*) {
  if (dragFrom_ && !moving_ && std::abs(dragTo_ - *dragFrom_) >= kDragThreshold) {
    const double low = stepAt(std::min(*dragFrom_, dragTo_));
    const double high = stepAt(std::max(*dragFrom_, dragTo_));
    if (high - low >= 2) {
      setView(std::pair(low, high));
      const bool atEnd = high >= static_cast<double>(history_.lastStep()) - 0.5;
      if (atEnd != following_) {
        following_ = atEnd;
        Q_EMIT followingChanged(atEnd);
      }
    }
  }
  dragFrom_.reset();
  moving_ = false;
  update();
}

void LossPlot::mouseDoubleClickEvent(QMouseEvent*) {
  dragFrom_.reset();
  showAll();
}

void LossPlot::leaveEvent(QEvent* event) {
  setCursorStep(std::nullopt);
  QWidget::leaveEvent(event);
}

void LossPlot::keyPressEvent(QKeyEvent* event) {
  const auto [first, last] = stepsInView();
  const double stride = std::max(1.0, std::round((last - first) / 100));
  const double cursor = cursorStep_.value_or(last);
  switch (event->key()) {
    case Qt::Key_Left: setCursorStep(std::clamp(cursor - stride, first, last)); break;
    case Qt::Key_Right: setCursorStep(std::clamp(cursor + stride, first, last)); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(0.7, cursor); break;
    case Qt::Key_Minus: zoom(1 / 0.7, cursor); break;
    case Qt::Key_Home: showAll(); break;
    default: QWidget::keyPressEvent(event); return;
  }
  if (cursorStep_) setAccessibleDescription(readout().join(QStringLiteral(", ")));
}

}  // namespace likeness::ui
