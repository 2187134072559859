#include "ui/widgets/drop_area.h"

#include <algorithm>

#include <QPainter>

#include "ui/widgets/theme.h"

namespace likeness::ui {

DropArea::DropArea(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setProperty("overlay", true);
  hideTimer_.setSingleShot(true);
  hideTimer_.setInterval(60);
  connect(&hideTimer_, &QTimer::timeout, this, &QWidget::hide);
  hide();
}

void DropArea::showChoices(const QStringList& texts, const QPoint& pointer) {
  hideTimer_.stop();
  texts_ = texts;
  pointed_ = choiceAt(pointer, static_cast<int>(texts.size()));
  setGeometry(parentWidget()->rect());
  raise();
  show();
  update();
}

int DropArea::choiceAt(const QPoint& pointer, int count) const {
  const int x = parentWidget()->mapFromGlobal(pointer).x();
  return std::clamp(x * count / std::max(1, parentWidget()->width()), 0, count - 1);
}

void DropArea::hideSoon() { hideTimer_.start(); }

void DropArea::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QColor veil = theme::background();
  veil.setAlpha(225);
  painter.fillRect(rect(), veil);
  QFont font = painter.font();
  font.setPointSizeF(font.pointSizeF() * 1.3);
  painter.setFont(font);
  const int count = static_cast<int>(texts_.size());
  for (int i = 0; i < count; ++i) {
    const QRect column(width() * i / count, 0, width() / count, height());
    paintChoice(painter, column.adjusted(theme::kMargin, theme::kMargin, -theme::kMargin, -theme::kMargin), i);
  }
}

void DropArea::paintChoice(QPainter& painter, const QRect& place, int number) const {
  const bool pointed = number == pointed_;
  if (pointed && texts_.size() > 1) painter.setBrush(theme::raised());
  else painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(pointed ? theme::accent() : theme::strongLine(), 2, Qt::DashLine));
  painter.drawRoundedRect(place, 12, 12);
  const int side = 48;
  const QPoint middle = place.center();
  theme::icon(QStringLiteral("photo")).paint(&painter, QRect(middle.x() - side / 2, middle.y() - side - 8, side, side));
  painter.setPen(theme::text());
  painter.drawText(QRect(place.left() + 8, middle.y() + 8, place.width() - 16, 90), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                   texts_[number]);
}

}  // namespace likeness::ui
