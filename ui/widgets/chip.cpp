#include "ui/widgets/chip.h"

#include <QPainter>

#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

constexpr int kDot = 8;
constexpr int kPad = 8;

}  // namespace

Chip::Chip(const QString& text, const QColor& color, Mark mark, QWidget* parent) : QAbstractButton(parent), color_(color), mark_(mark) {
  setText(text);
  setAccessibleName(text);
  setCheckable(true);
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Chip::sizeHint() const {
  const int mark = mark_ == Mark::None ? 0 : kDot + 6;
  return {fontMetrics().horizontalAdvance(text()) + mark + 2 * kPad + 2, fontMetrics().height() + 8};
}

void Chip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(hasFocus() ? theme::accent() : theme::line());
  painter.setBrush(isChecked() || underMouse() ? theme::raised() : theme::surface());
  painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
  double left = kPad;
  if (mark_ != Mark::None) {
    const QRectF dot(left, (height() - kDot) / 2.0, kDot, kDot);
    painter.setPen(QPen(isChecked() ? color_ : theme::mutedText(), 1.6));
    painter.setBrush(mark_ == Mark::Dot && isChecked() ? QBrush(color_) : QBrush(Qt::NoBrush));
    painter.drawEllipse(dot);
    if (!isChecked()) painter.drawLine(dot.bottomLeft(), dot.topRight());
    left += kDot + 6;
  }
  painter.setPen(isChecked() ? theme::text() : theme::mutedText());
  painter.drawText(QRectF(left, 0, width() - left, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
}

}  // namespace likeness::ui
