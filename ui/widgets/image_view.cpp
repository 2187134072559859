#include "ui/widgets/image_view.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr double kSmallest = 0.05, kLargest = 32, kWheelStep = 1.2, kSeePixels = 6;
constexpr int kGap = 12, kLineHeight = 3, kArrowStep = 40;

}  // namespace

ImageView::ImageView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(160, 160);
  setAccessibleName(tr("Picture"));
}

void ImageView::setPreview(const QImage& preview, QSize size) {
  display(preview, !size.isEmpty() ? size : !size_.isEmpty() ? size_ : preview.size());
}

void ImageView::display(const QImage& image, QSize size) {
  const double before = zoom();
  image_ = image;
  size_ = size;
  update();
  if (zoom() != before) Q_EMIT zoomChanged();
}

void ImageView::setProgress(double fraction) {
  progress_ = fraction;
  update();
}

void ImageView::setPlaceholder(const QString& text) {
  placeholder_ = text;
  update();
}

double ImageView::fittedZoom() const {
  if (size_.isEmpty()) return 1;
  const double ratio = devicePixelRatioF();
  const double across = std::max(1, width() - 2 * kGap) * ratio / size_.width();
  const double down = std::max(1, height() - 2 * kGap) * ratio / size_.height();
  return std::min({across, down, kLargest});
}

double ImageView::zoom() const { return fitted_ ? fittedZoom() : zoom_; }

QRectF ImageView::target() const {
  const QSizeF shown = QSizeF(size_) * (zoom() / devicePixelRatioF());
  const QPointF middle = fitted_ ? QPointF(0.5, 0.5) : center_;
  return {QRectF(rect()).center() - QPointF(middle.x() * shown.width(), middle.y() * shown.height()), shown};
}

void ImageView::fit() {
  fitted_ = true;
  center_ = {0.5, 0.5};
  update();
  Q_EMIT zoomChanged();
  Q_EMIT placeChanged();
}

ImageView::Place ImageView::place() const { return {.fitted = fitted_, .zoom = zoom() / fittedZoom(), .center = center_}; }

void ImageView::setPlace(const Place& place) {
  fitted_ = place.fitted;
  zoom_ = std::clamp(place.zoom * fittedZoom(), kSmallest, kLargest);
  center_ = place.center;
  update();
  Q_EMIT zoomChanged();
}

void ImageView::actualPixels() { setZoom(1); }

void ImageView::setZoom(double zoom) {
  fitted_ = false;
  zoom_ = std::clamp(zoom, kSmallest, kLargest);
  update();
  Q_EMIT zoomChanged();
  Q_EMIT placeChanged();
}

void ImageView::zoomAround(double factor, QPointF point) {
  if (size_.isEmpty()) return;
  const QRectF before = target();
  const QPointF part((point.x() - before.x()) / before.width(), (point.y() - before.y()) / before.height());
  setZoom(zoom() * factor);
  const QSizeF shown = QSizeF(size_) * (zoom_ / devicePixelRatioF());
  const QPointF fromMiddle = point - QRectF(rect()).center();
  center_ = part - QPointF(fromMiddle.x() / shown.width(), fromMiddle.y() / shown.height());
  moveBy({0, 0});
}

void ImageView::moveBy(QPointF screen) {
  if (fitted_ || size_.isEmpty()) return;
  const QSizeF shown = QSizeF(size_) * (zoom_ / devicePixelRatioF());
  center_ -= QPointF(screen.x() / shown.width(), screen.y() / shown.height());
  center_ = {std::clamp(center_.x(), 0.0, 1.0), std::clamp(center_.y(), 0.0, 1.0)};
  update();
  Q_EMIT placeChanged();
}

void ImageView::drawPicture(QPainter& painter, const QImage& image) const {
  const bool wholePixels = image.size() == size_ && zoom() >= kSeePixels && !fitted_;
  painter.setRenderHint(QPainter::SmoothPixmapTransform, !wholePixels);
  painter.drawImage(target(), image, QRectF(image.rect()));
}

void ImageView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme::sunken());
  if (image_.isNull()) {
    painter.setPen(theme::mutedText());
    painter.drawText(rect().adjusted(kGap, kGap, -kGap, -kGap), Qt::AlignCenter | Qt::TextWordWrap, placeholder_);
  } else {
    drawPicture(painter, image_);
  }
  if (progress_ >= 0) {
    painter.fillRect(QRectF(0, height() - kLineHeight, width(), kLineHeight), theme::line());
    painter.fillRect(QRectF(0, height() - kLineHeight, width() * std::min(1.0, progress_), kLineHeight), theme::accent());
  }
  if (hasFocus()) {
    painter.setPen(theme::accent());
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void ImageView::wheelEvent(QWheelEvent* event) {
  const double notches = event->angleDelta().y() / 120.0;
  if (notches != 0) zoomAround(std::pow(kWheelStep, notches), event->position());
  event->accept();
}

void ImageView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  dragging_ = true;
  dragFrom_ = event->position();
  if (!fitted_) setCursor(Qt::ClosedHandCursor);
}

void ImageView::mouseMoveEvent(QMouseEvent* event) {
  if (!dragging_) return;
  moveBy(event->position() - dragFrom_);
  dragFrom_ = event->position();
}

void ImageView::mouseReleaseEvent(QMouseEvent*) {
  dragging_ = false;
  unsetCursor();
}

void ImageView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (!fitted_) return fit();
  zoomAround(1 / zoom(), event->position());
}

void ImageView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomBy(kWheelStep);
    case Qt::Key_Minus: return zoomBy(1 / kWheelStep);
    case Qt::Key_0: return fit();
    case Qt::Key_1: return actualPixels();
    case Qt::Key_Left: return moveBy({kArrowStep, 0});
    case Qt::Key_Right: return moveBy({-kArrowStep, 0});
    case Qt::Key_Up: return moveBy({0, kArrowStep});
    case Qt::Key_Down: return moveBy({0, -kArrowStep});
    default: QWidget::keyPressEvent(event);
  }
}

void ImageView::resizeEvent(QResizeEvent*) {
  if (fitted_) Q_EMIT zoomChanged();
}

}  // namespace likeness::ui
