#include "ui/widgets/wipe_view.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr double kGrip = 10, kKeyStep = 0.02, kHandle = 9;

}  // namespace

WipeView::WipeView(QWidget* parent) : ImageView(parent) {
  setMouseTracking(true);
  setAccessibleName(tr("Two pictures with a line between them"));
}

void WipeView::setSecond(const QImage& picture) {
  second_ = picture;
  update();
}

void WipeView::setSplit(double split) {
  split_ = std::clamp(split, 0.0, 1.0);
  update();
}

bool WipeView::isOnLine(QPointF point) const { return !second_.isNull() && std::abs(point.x() - split_ * width()) <= kGrip; }

void WipeView::paintEvent(QPaintEvent* event) {
  ImageView::paintEvent(event);
  if (second_.isNull() || image().isNull()) return;
  QPainter painter(this);
  const double line = split_ * width();
  const QRectF right(line, 0, width() - line, height());
  painter.setClipRect(right);
  painter.fillRect(right, theme::sunken());
  drawPicture(painter, second_);
  painter.setClipping(false);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme::accent(), 2));
  painter.drawLine(QPointF(line, 0), QPointF(line, height()));
  painter.setBrush(theme::accent());
  painter.drawEllipse(QPointF(line, height() / 2.0), kHandle, kHandle);
}

void WipeView::mousePressEvent(QMouseEvent* event) {
  wiping_ = event->button() == Qt::LeftButton && isOnLine(event->position());
  if (!wiping_) ImageView::mousePressEvent(event);
}

void WipeView::mouseMoveEvent(QMouseEvent* event) {
  if (wiping_) return setSplit(event->position().x() / std::max(1, width()));
  if (event->buttons() == Qt::NoButton) setCursor(isOnLine(event->position()) ? Qt::SplitHCursor : Qt::ArrowCursor);
  ImageView::mouseMoveEvent(event);
}

void WipeView::mouseReleaseEvent(QMouseEvent* event) {
  wiping_ = false;
  ImageView::mouseReleaseEvent(event);
}

void WipeView::keyPressEvent(QKeyEvent* event) {
  const bool shift = event->modifiers() == Qt::ShiftModifier;
  if (shift && event->key() == Qt::Key_Left) return setSplit(split_ - kKeyStep);
  if (shift && event->key() == Qt::Key_Right) return setSplit(split_ + kKeyStep);
  ImageView::keyPressEvent(event);
}

}  // namespace likeness::ui
