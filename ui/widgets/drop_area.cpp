#include "ui/widgets/drop_area.h"

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

void DropArea::showText(const QString& text) {
  hideTimer_.stop();
  text_ = text;
  setGeometry(parentWidget()->rect());
  raise();
  show();
  update();
}

void DropArea::hideSoon() { hideTimer_.start(); }

void DropArea::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QColor veil = theme::background();
  veil.setAlpha(225);
  painter.fillRect(rect(), veil);
  painter.setPen(QPen(theme::accent(), 2, Qt::DashLine));
  painter.drawRoundedRect(QRectF(rect()).adjusted(theme::kMargin, theme::kMargin, -theme::kMargin, -theme::kMargin), 12, 12);
  const int side = 48;
  const QPoint middle = rect().center();
  theme::icon(QStringLiteral("photo")).paint(&painter, QRect(middle.x() - side / 2, middle.y() - side - 8, side, side));
  QFont font = painter.font();
  font.setPointSizeF(font.pointSizeF() * 1.3);
  painter.setFont(font);
  painter.setPen(theme::text());
  painter.drawText(QRect(rect().left(), middle.y() + 8, width(), 40), Qt::AlignHCenter | Qt::AlignTop, text_);
}

}  // namespace likeness::ui
