#include "ui/widgets/picture_tile.h"

#include <QPainter>

#include "ui/widgets/theme.h"

namespace likeness::ui {

PictureTile::PictureTile(QWidget* parent) : QAbstractButton(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PictureTile::setPicture(const QImage& picture) {
  picture_ = picture;
  setEnabled(!picture.isNull());
  update();
}

void PictureTile::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  const QRectF box = QRectF(rect()).adjusted(2, 2, -2, -2);
  if (picture_.isNull()) {
    painter.setPen(QPen(theme::line(), 1, Qt::DashLine));
    painter.drawRoundedRect(box, theme::kRadius, theme::kRadius);
    return;
  }
  const QSizeF size = QSizeF(picture_.size()).scaled(box.size(), Qt::KeepAspectRatio);
  const QRectF place(box.center() - QPointF(size.width() / 2, size.height() / 2), size);
  painter.drawImage(place, picture_);
  if (hasFocus() || underMouse()) {
    painter.setPen(QPen(theme::accent(), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place);
  }
}

}  // namespace likeness::ui
