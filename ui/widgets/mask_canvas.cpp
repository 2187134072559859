#include "ui/widgets/mask_canvas.h"

#include <algorithm>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kGap = 12, kSmallestBrush = 1, kLargestBrush = 60, kTint = 150;
constexpr std::size_t kMostUndo = 40;

/// The mask as a coloured film.
QImage tinted(const QImage& mask, const QColor& color) {
  QImage film(mask.size(), QImage::Format_ARGB32_Premultiplied);
  film.fill(color);
  QImage alpha = mask;
  alpha.reinterpretAsFormat(QImage::Format_Alpha8);
  QPainter painter(&film);
  painter.setCompositionMode(QPainter::CompositionMode_DestinationIn);
  painter.drawImage(0, 0, alpha);
  return film;
}

}  // namespace

MaskCanvas::MaskCanvas(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setCursor(Qt::CrossCursor);
  setMinimumSize(160, 160);
  setAccessibleName(tr("Picture to paint on"));
}

void MaskCanvas::setPicture(const QImage& picture) {
  picture_ = picture;
  setMask({});
}

void MaskCanvas::setMask(const QImage& mask) {
  before_.clear();
  if (mask.isNull()) {
    mask_ = QImage(picture_.size(), QImage::Format_Grayscale8);
    mask_.fill(0);
  } else {
    mask_ = mask.convertToFormat(QImage::Format_Grayscale8).scaled(picture_.size());
  }
  update();
}

bool MaskCanvas::isEmpty() const {
  for (int y = 0; y < mask_.height(); ++y)
    if (std::any_of(mask_.constScanLine(y), mask_.constScanLine(y) + mask_.width(), [](uchar value) { return value >= 128; })) return false;
  return true;
}

void MaskCanvas::setBrush(int percent) {
  const int wanted = std::clamp(percent, kSmallestBrush, kLargestBrush);
  if (wanted == brush_) return;
  brush_ = wanted;
  update();
  Q_EMIT brushChanged(brush_);
}

void MaskCanvas::remember() {
  if (before_.size() >= kMostUndo) before_.erase(before_.begin());
  before_.push_back(mask_.copy());
}

void MaskCanvas::clear() {
  if (isEmpty()) return;
  remember();
  mask_.fill(0);
  update();
  Q_EMIT maskChanged();
}

void MaskCanvas::invert() {
  if (mask_.isNull()) return;
  remember();
  mask_.invertPixels();
  update();
  Q_EMIT maskChanged();
}

void MaskCanvas::undo() {
  if (before_.empty()) return;
  mask_ = before_.back();
  before_.pop_back();
  update();
  Q_EMIT maskChanged();
}

QRectF MaskCanvas::target() const {
  const QRectF room = QRectF(rect()).adjusted(kGap, kGap, -kGap, -kGap);
  QRectF place(QPointF(), QSizeF(picture_.size()).scaled(room.size(), Qt::KeepAspectRatio));
  place.moveCenter(room.center());
  return place;
}

QPointF MaskCanvas::pixelAt(QPointF point) const {
  const QRectF place = target();
  return {(point.x() - place.x()) * picture_.width() / place.width(), (point.y() - place.y()) * picture_.height() / place.height()};
}

double MaskCanvas::brushPixels() const { return std::max(1.0, brush_ * std::max(picture_.width(), picture_.height()) / 100.0); }

void MaskCanvas::stroke(QPointF from, QPointF to) {
  QPainter painter(&mask_);
  painter.setRenderHint(QPainter::Antialiasing, false);  // a mask has no half
  painter.setPen(QPen(erasing_ ? Qt::black : Qt::white, brushPixels(), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  if (from == to) painter.drawPoint(from);
  else painter.drawLine(from, to);
  update();
}

void MaskCanvas::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme::sunken());
  if (picture_.isNull()) return;
  painter.setRenderHints(QPainter::SmoothPixmapTransform | QPainter::Antialiasing);
  const QRectF place = target();
  painter.drawImage(place, picture_);
  QColor film = theme::accent();
  painter.setOpacity(kTint / 255.0);
  painter.drawImage(place, tinted(mask_, film));
  painter.setOpacity(1);
  if (cursor_.x() >= 0) {
    const double radius = brushPixels() / 2 * place.width() / picture_.width();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::black, 3));
    painter.drawEllipse(cursor_, radius, radius);
    painter.setPen(QPen(Qt::white, 1));
    painter.drawEllipse(cursor_, radius, radius);
  }
  if (!hasFocus()) return;
  painter.setPen(theme::accent());
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void MaskCanvas::mousePressEvent(QMouseEvent* event) {
  const bool draws = event->button() == Qt::LeftButton || event->button() == Qt::RightButton;
  if (!draws || picture_.isNull() || drawing_) return;
  drawing_ = true;
  erasing_ = event->button() == Qt::RightButton || tool_ == Tool::erase;
  remember();
  last_ = pixelAt(event->position());
  stroke(last_, last_);
}

void MaskCanvas::mouseMoveEvent(QMouseEvent* event) {
  cursor_ = event->position();
  update();
  if (!drawing_) return;
  const QPointF now = pixelAt(event->position());
  stroke(last_, now);
  last_ = now;
}

void MaskCanvas::mouseReleaseEvent(QMouseEvent* event) {
  if (!drawing_ || (event->buttons() & (Qt::LeftButton | Qt::RightButton)) != 0) return;
  drawing_ = false;
  Q_EMIT maskChanged();
}

void MaskCanvas::leaveEvent(QEvent*) {
  cursor_ = {-1, -1};
  update();
}

void MaskCanvas::wheelEvent(QWheelEvent* event) {
  if (event->angleDelta().y() != 0) setBrush(brush_ + (event->angleDelta().y() > 0 ? 2 : -2));
  event->accept();
}

/// Its keys are the page's shortcuts elsewhere.
bool MaskCanvas::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto& pressed = *static_cast<QKeyEvent*>(event);
    const bool ours = pressed.matches(QKeySequence::Undo) || pressed.key() == Qt::Key_BracketLeft || pressed.key() == Qt::Key_BracketRight;
    if (ours) event->accept();
    if (ours) return true;
  }
  return QWidget::event(event);
}

void MaskCanvas::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Undo)) return undo();
  if (event->key() == Qt::Key_BracketLeft) return setBrush(brush_ - 2);
  if (event->key() == Qt::Key_BracketRight) return setBrush(brush_ + 2);
  QWidget::keyPressEvent(event);
}

}  // namespace likeness::ui
