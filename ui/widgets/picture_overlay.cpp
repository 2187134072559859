#include "ui/widgets/picture_overlay.h"

#include <QKeyEvent>
#include <QPainter>

#include "ui/widgets/theme.h"

namespace likeness::ui {

PictureOverlay::PictureOverlay(QWidget* parent) : QWidget(parent) {
  setProperty("overlay", true);
  setObjectName(QStringLiteral("pictureOverlay"));
  setFocusPolicy(Qt::StrongFocus);
  parent->installEventFilter(this);
  hide();
}

void PictureOverlay::open(const QImage& picture, const QString& caption) {
  picture_ = picture;
  caption_ = caption;
  setAccessibleName(caption);
  setAccessibleDescription(tr("Arrows move to the neighbouring picture, Escape closes."));
  setGeometry(parentWidget()->rect());
  show();
  raise();
  setFocus();
  update();
}

void PictureOverlay::close() {
  if (isHidden()) return;
  hide();
  Q_EMIT closed();
}

bool PictureOverlay::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parent() && event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

void PictureOverlay::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QColor ground = theme::sunken();
  ground.setAlpha(240);
  painter.fillRect(rect(), ground);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const int captionHeight = fontMetrics().height() + 2 * theme::kSpacing;
  const QRectF room = QRectF(rect()).adjusted(theme::kMargin, theme::kMargin, -theme::kMargin, -captionHeight - theme::kMargin);
  const QSizeF size = QSizeF(picture_.size()).scaled(room.size(), Qt::KeepAspectRatio);
  painter.drawImage(QRectF(room.center() - QPointF(size.width() / 2, size.height() / 2), size), picture_);
  painter.setPen(theme::text());
  painter.drawText(QRect(0, height() - captionHeight - theme::kSpacing, width(), captionHeight), Qt::AlignCenter,
                   fontMetrics().elidedText(caption_, Qt::ElideRight, width() - 2 * theme::kMargin));
}

void PictureOverlay::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left: return Q_EMIT moveRequested(-1, 0);
    case Qt::Key_Right: return Q_EMIT moveRequested(1, 0);
    case Qt::Key_Up: return Q_EMIT moveRequested(0, -1);
    case Qt::Key_Down: return Q_EMIT moveRequested(0, 1);
    case Qt::Key_Escape:
    case Qt::Key_Return:
    case Qt::Key_Space: return close();
    default: QWidget::keyPressEvent(event);
  }
}

void PictureOverlay::mousePressEvent(QMouseEvent*) { close(); }

}  // namespace likeness::ui
