#include "ui/widgets/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

QString resourceOf(const QString& name) { return QStringLiteral(":/icons/%1.svg").arg(name); }

QColor colorFor(QIcon::Mode mode) {
  if (mode == QIcon::Disabled) return theme::disabledText();
  return theme::text();
}

}  // namespace

bool SvgIconEngine::isNull() { return !QFile::exists(resourceOf(name_)); }

void SvgIconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) {
  QFile file(resourceOf(name_));
  if (!file.open(QIODevice::ReadOnly)) return;
  QByteArray drawing = file.readAll();
  drawing.replace("currentColor", colorFor(mode).name().toLatin1());
  QSvgRenderer renderer(drawing);
  renderer.setAspectRatioMode(Qt::KeepAspectRatio);
  painter->setRenderHint(QPainter::Antialiasing);
  renderer.render(painter, rect);
}

QPixmap SvgIconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) { return scaledPixmap(size, mode, state, 1); }

QPixmap SvgIconEngine::scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) {
  if (size.isEmpty()) return {};
  const QString key =
      QStringLiteral("likeness-icon/%1/%2x%3/%4/%5").arg(name_).arg(size.width()).arg(size.height()).arg(scale).arg(colorFor(mode).name());
  QPixmap pixmap;
  if (QPixmapCache::find(key, &pixmap)) return pixmap;
  pixmap = QPixmap(size);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  paint(&painter, QRect(QPoint(), size), mode, state);
  painter.end();
  QPixmapCache::insert(key, pixmap);
  return pixmap;
}

}  // namespace likeness::ui
