#include "ui/widgets/tinted_icon.h"

#include <QPainter>

#include "ui/widgets/theme.h"

namespace likeness::ui {

QPixmap tintedIcon(const QString& name, int size, const QColor& color, double devicePixelRatio) {
  QPixmap pixmap(QSize(size, size) * devicePixelRatio);
  pixmap.setDevicePixelRatio(devicePixelRatio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  theme::icon(name).paint(&painter, QRect(0, 0, size, size));
  painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
  painter.fillRect(QRect(0, 0, size, size), color);
  return pixmap;
}

}  // namespace likeness::ui
