#include "ui/widgets/loss_plot.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

constexpr double kFewestSteps = 4;
constexpr qint64 kRestPerDrawing = 5;

std::optional<double> valueNear(const std::vector<double>& steps, const std::vector<double>& values, double step) {
  if (steps.empty() || step < steps.front() || step > steps.back()) return std::nullopt;
  auto place = std::lower_bound(steps.begin(), steps.end(), step);
  if (place != steps.begin() && (place == steps.end() || *place - step > step - *(place - 1))) --place;
  return values[static_cast<std::size_t>(place - steps.begin())];
}

}  // namespace

QString lossName(LossKind kind) {
  switch (kind) {
    case LossKind::Subject: return LossPlot::tr("Your photos");
    case LossKind::Class: return LossPlot::tr("Class pictures");
    case LossKind::Probe: return LossPlot::tr("Probe, photos");
    case LossKind::ProbeClass: return LossPlot::tr("Probe, class");
  }
  return {};
}

LossPlot::LossPlot(const LossHistory& history, QWidget* parent) : QWidget(parent), history_(history) {
  later_.setSingleShot(true);
  connect(&later_, &QTimer::timeout, this, &LossPlot::redraw);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Loss chart"));
  setAccessibleDescription(tr("How far the model is from the photos at each step. Left and right move the cursor, plus and minus zoom."));
}

std::pair<double, double> LossPlot::stepsInView() const {
  return view_.value_or(std::pair(0.0, std::max(10.0, static_cast<double>(history_.lastStep()))));
}

ChartFrame LossPlot::frame() const {
  ChartFrame frame;
  frame.area = chartArea(QRectF(rect()), fontMetrics());
  const auto [first, last] = stepsInView();
  frame.steps = {.low = first, .high = last, .logarithmic = false};
  frame.shown = shown_;
  frame.losses = lossRange(history_, frame, logarithmic_);
  return frame;
}

void LossPlot::redraw() {
  later_.stop();
  layer_ = QPixmap();
  update();
}

void LossPlot::historyChanged() {
  const double last = static_cast<double>(history_.lastStep());
  if (view_ && last < view_->first) setView(std::nullopt);
  if (view_ && following_ && view_->second < last) {
    const double width = view_->second - view_->first;
    view_ = std::pair(last - width, last);
  }
  // Drawing new points takes no more than a fifth of the time, however many points there are.
  const qint64 wait = layer_.isNull() ? 0 : kRestPerDrawing * layerMs_ - sinceLayer_.elapsed();
  if (wait <= 0) redraw();
  else if (!later_.isActive()) later_.start(static_cast<int>(wait));
}

void LossPlot::setShown(LossKind kind, bool shown) {
  shown_[static_cast<std::size_t>(kind)] = shown;
  redraw();
}

void LossPlot::setLogarithmic(bool on) {
  logarithmic_ = on;
  redraw();
}

void LossPlot::setFollowing(bool on) {
  following_ = on;
  if (on) historyChanged();
}

void LossPlot::showAll() { setView(std::nullopt); }

void LossPlot::setView(std::optional<std::pair<double, double>> view) {
  const bool wasZoomed = isZoomed();
  view_ = view;
  if (wasZoomed != isZoomed()) Q_EMIT zoomChanged(isZoomed());
  redraw();
}

double LossPlot::stepAt(double x) const {
  const QRectF area = chartArea(QRectF(rect()), fontMetrics());
  const auto [first, last] = stepsInView();
  return first + std::clamp((x - area.left()) / std::max(1.0, area.width()), 0.0, 1.0) * (last - first);
}

void LossPlot::zoom(double factor, double aroundStep) {
  const auto [first, last] = stepsInView();
  const double all = std::max(10.0, static_cast<double>(history_.lastStep()));
  const double width = (last - first) * factor;
  if (width >= all) return showAll();
  if (width < kFewestSteps) return;
  double low = aroundStep - (aroundStep - first) * factor;
  low = std::clamp(low, 0.0, all - width);
  setView(std::pair(low, low + width));
}

void LossPlot::move(double steps) {
  if (!view_) return;
  const double all = std::max(10.0, static_cast<double>(history_.lastStep()));
  const double width = view_->second - view_->first;
  const double low = std::clamp(view_->first + steps, 0.0, all - width);
  setView(std::pair(low, low + width));
  const bool atEnd = low + width >= all - 0.5;
  if (atEnd != following_) {
    following_ = atEnd;
    Q_EMIT followingChanged(atEnd);
  }
}

void LossPlot::setCursorStep(std::optional<double> step) {
  cursorStep_ = step;
  update();
}

QStringList LossPlot::readout() const {
  if (!cursorStep_ || history_.points().empty()) return {};
  const double step = std::round(*cursorStep_);
  QStringList lines{tr("Step %1").arg(QLocale().toString(static_cast<qlonglong>(step)))};
  for (int number = 0; number < kLossKinds; ++number) {
    if (!shown_[static_cast<std::size_t>(number)]) continue;
    const auto kind = static_cast<LossKind>(number);
    const LossLine& line = history_.line(kind);
    const std::optional<double> value = valueNear(line.steps, line.values, step);
    if (!value) continue;
    QString text = QLocale().toString(*value, 'g', 4);
    if (kind == LossKind::Subject || kind == LossKind::Class)
      text = tr("%1 (smooth %2)").arg(text, QLocale().toString(*valueNear(line.steps, history_.smoothed(kind), step), 'g', 4));
    lines << tr("%1: %2").arg(lossName(kind), text);
  }
  const auto has = [&](const std::vector<std::int64_t>& steps) {
    return std::binary_search(steps.begin(), steps.end(), static_cast<std::int64_t>(step));
  };
  if (has(history_.checkpoints())) lines << tr("Checkpoint saved");
  if (has(history_.samples())) lines << tr("Samples drawn");
  return lines;
}

void LossPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  if (history_.points().empty()) return paintEmpty(painter);
  if (const QSize pixels = size() * devicePixelRatioF(); layer_.size() != pixels) {
    sinceLayer_.start();
    layerFrame_ = frame();
    layer_ = QPixmap(pixels);
    layer_.setDevicePixelRatio(devicePixelRatioF());
    layer_.fill(theme::surface());
    QPainter layerPainter(&layer_);
    layerPainter.setFont(font());
    paintChart(layerPainter, layerFrame_, history_);
    layerMs_ = sinceLayer_.elapsed();
  }
  painter.drawPixmap(0, 0, layer_);
  if (dragFrom_ && !moving_) {
    QColor shade = theme::accent();
    shade.setAlpha(50);
    painter.fillRect(
        QRectF(std::min(*dragFrom_, dragTo_), layerFrame_.area.top(), std::abs(dragTo_ - *dragFrom_), layerFrame_.area.height()), shade);
  }
  if (cursorStep_) paintCursor(painter, layerFrame_);
  if (hasFocus()) {
    painter.setPen(theme::accent());
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  }
}

void LossPlot::paintEmpty(QPainter& painter) {
  painter.fillRect(rect(), theme::surface());
  painter.setPen(theme::mutedText());
  painter.drawText(rect().adjusted(theme::kMargin, 0, -theme::kMargin, 0), Qt::AlignCenter | Qt::TextWordWrap,
                   tr("The chart begins with the first step: the lower the line, the closer the model is to your photos."));
}

void LossPlot::paintCursor(QPainter& painter, const ChartFrame& frame) {
  const QStringList lines = readout();
  if (lines.isEmpty()) return;
  const double x = frame.area.left() + frame.steps.position(std::round(*cursorStep_)) * frame.area.width();
  if (x < frame.area.left() - 1 || x > frame.area.right() + 1) return;
  painter.setPen(theme::mutedText());
  painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()));
  const QString text = lines.join(QLatin1Char('\n'));
  const QRectF needed = painter.boundingRect(QRectF(0, 0, 2000, 2000), Qt::AlignLeft | Qt::AlignTop, text);
  QRectF box(x + 10, frame.area.top() + 4, needed.width() + 18, needed.height() + 12);
  if (box.right() > frame.area.right()) box.moveRight(x - 10);
  if (box.left() < frame.area.left() + 2) box.moveLeft(frame.area.left() + 2);
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(theme::line());
  painter.setBrush(theme::raised());
  painter.drawRoundedRect(box, theme::kRadius, theme::kRadius);
  painter.setPen(theme::text());
  painter.drawText(box.adjusted(9, 6, -8, -5), Qt::AlignLeft | Qt::AlignTop, text);
}

void LossPlot::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) redraw();
  QWidget::changeEvent(event);
}

}  // namespace likeness::ui
