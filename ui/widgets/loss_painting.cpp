#include "ui/widgets/loss_painting.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

constexpr int kMarkRoom = 12;

struct Span {
  std::size_t first = 0;
  std::size_t end = 0;
};

/// The points in view and one more on each side, so that lines run out of the area.
Span pointsInView(const std::vector<double>& steps, const ChartScale& scale) {
  const auto first = std::lower_bound(steps.begin(), steps.end(), scale.low);
  const auto end = std::upper_bound(steps.begin(), steps.end(), scale.high);
  const auto begin = steps.begin();
  return {static_cast<std::size_t>(first == begin ? 0 : first - begin - 1),
          static_cast<std::size_t>(end == steps.end() ? steps.size() : static_cast<std::size_t>(end - begin) + 1)};
}

double columnOf(const ChartFrame& frame, double step) { return frame.area.left() + frame.steps.position(step) * frame.area.width(); }

double rowOf(const ChartFrame& frame, double loss) { return frame.area.bottom() - frame.losses.position(loss) * frame.area.height(); }

struct Column {
  double x = 0, least = 0, greatest = 0, sum = 0;
  int count = 0;
};

std::vector<Column> reduceToColumns(const ChartFrame& frame, const std::vector<double>& steps, const std::vector<double>& values,
                                    Span span) {
  std::vector<Column> columns;
  for (std::size_t i = span.first; i < span.end; ++i) {
    const double x = std::floor(columnOf(frame, steps[i]));
    if (columns.empty() || columns.back().x != x) columns.push_back({x, values[i], values[i], 0, 0});
    Column& column = columns.back();
    column.least = std::min(column.least, values[i]);
    column.greatest = std::max(column.greatest, values[i]);
    column.sum += values[i];
    ++column.count;
  }
  return columns;
}

bool crowded(const ChartFrame& frame, Span span) { return static_cast<double>(span.end - span.first) > 2 * frame.area.width(); }

void paintRaw(QPainter& painter, const ChartFrame& frame, const LossLine& line, QColor color) {
  const Span span = pointsInView(line.steps, frame.steps);
  color.setAlpha(crowded(frame, span) ? 90 : 120);
  if (crowded(frame, span)) {
    QVector<QLineF> lines;
    for (const Column& column : reduceToColumns(frame, line.steps, line.values, span))
      lines << QLineF(column.x + 0.5, rowOf(frame, column.least) + 0.5, column.x + 0.5, rowOf(frame, column.greatest) - 0.5);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(color, 1));
    painter.drawLines(lines);
    return;
  }
  QVector<QPointF> points;
  for (std::size_t i = span.first; i < span.end; ++i) points << QPointF(columnOf(frame, line.steps[i]), rowOf(frame, line.values[i]));
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(QPen(color, points.size() > 400 ? 2 : 3, Qt::SolidLine, Qt::RoundCap));
  painter.drawPoints(points.constData(), static_cast<int>(points.size()));
}

QVector<QPointF> linePoints(const ChartFrame& frame, const std::vector<double>& steps, const std::vector<double>& values) {
  const Span span = pointsInView(steps, frame.steps);
  QVector<QPointF> points;
  if (crowded(frame, span)) {
    for (const Column& column : reduceToColumns(frame, steps, values, span))
      points << QPointF(column.x + 0.5, rowOf(frame, column.sum / column.count));
  } else {
    for (std::size_t i = span.first; i < span.end; ++i) points << QPointF(columnOf(frame, steps[i]), rowOf(frame, values[i]));
  }
  return points;
}

void paintJoined(QPainter& painter, const QVector<QPointF>& points, const QPen& pen) {
  QVector<QLineF> lines;
  for (qsizetype i = 1; i < points.size(); ++i) lines << QLineF(points[i - 1], points[i]);
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(pen);
  painter.drawLines(lines);
}

void paintProbe(QPainter& painter, const ChartFrame& frame, const LossHistory& history, LossKind kind) {
  const LossLine& line = history.line(kind);
  const QVector<QPointF> points = linePoints(frame, line.steps, line.values);
  const bool ofClass = kind == LossKind::ProbeClass;
  const QColor color = lossColor(kind);
  paintJoined(painter, points, QPen(color, 1, ofClass ? Qt::DashLine : Qt::SolidLine));
  if (points.size() > 200) return;
  painter.setPen(QPen(color, 1.5));
  painter.setBrush(ofClass ? theme::surface() : color);
  for (const QPointF& point : points) painter.drawEllipse(point, 3, 3);
}

void paintGrid(QPainter& painter, const ChartFrame& frame) {
  const QFontMetrics metrics = painter.fontMetrics();
  painter.setRenderHint(QPainter::Antialiasing, false);
  const std::vector<double> losses = niceTicks(frame.losses, std::max(2, static_cast<int>(frame.area.height() / 45)));
  const double lossGap = losses.size() > 1 ? losses[1] - losses[0] : 1;
  for (const double tick : losses) {
    const double y = std::round(rowOf(frame, tick)) + 0.5;
    painter.setPen(theme::line());
    painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y));
    painter.setPen(theme::mutedText());
    const QRectF label(0, y - metrics.height() / 2.0, frame.area.left() - 6, metrics.height());
    painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter, tickText(tick, frame.losses.logarithmic ? tick : lossGap));
  }
  const std::vector<double> steps = niceTicks(frame.steps, std::max(2, static_cast<int>(frame.area.width() / 80)));
  const double stepGap = steps.size() > 1 ? steps[1] - steps[0] : 1;
  for (const double tick : steps) {
    const double x = columnOf(frame, tick);
    painter.setPen(theme::line());
    painter.drawLine(QPointF(x, frame.area.bottom()), QPointF(x, frame.area.bottom() + 4));
    painter.setPen(theme::mutedText());
    const QString text = tickText(tick, stepGap);
    const double width = metrics.horizontalAdvance(text) + 4;
    const double left = std::min(x - width / 2, frame.area.right() + 8 - width);
    painter.drawText(QRectF(left, frame.area.bottom() + 6 + kMarkRoom, width, metrics.height()), Qt::AlignCenter, text);
  }
  painter.setPen(theme::line());
  painter.drawLine(frame.area.bottomLeft(), frame.area.bottomRight());
}

void paintMarks(QPainter& painter, const ChartFrame& frame, const LossHistory& history) {
  const double y = frame.area.bottom() + 4 + kMarkRoom / 2.0;
  const auto inView = [&](std::int64_t step) {
    return static_cast<double>(step) >= frame.steps.low && static_cast<double>(step) <= frame.steps.high;
  };
  for (const std::int64_t step : history.samples()) {
    if (inView(step)) paintSampleMark(painter, QPointF(columnOf(frame, static_cast<double>(step)), y));
  }
  for (const std::int64_t step : history.checkpoints()) {
    if (!inView(step)) continue;
    const double x = columnOf(frame, static_cast<double>(step));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme::line(), 1, Qt::DashLine));
    painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()));
    paintCheckpointMark(painter, QPointF(x, y));
  }
}

double percentile(std::vector<double>& sorted, double part) {
  return sorted[static_cast<std::size_t>(std::round(part * static_cast<double>(sorted.size() - 1)))];
}

}  // namespace

QColor lossColor(LossKind kind) {
  switch (kind) {
    case LossKind::Subject: return theme::accent();
    case LossKind::Class: return theme::second();
    case LossKind::Probe:
    case LossKind::ProbeClass: return theme::third();
  }
  return theme::text();
}

ChartScale lossRange(const LossHistory& history, const ChartFrame& frame, bool logarithmic) {
  std::vector<double> values;
  for (int kind = 0; kind < kLossKinds; ++kind) {
    if (!frame.shown[static_cast<std::size_t>(kind)]) continue;
    const LossLine& line = history.line(static_cast<LossKind>(kind));
    const Span span = pointsInView(line.steps, frame.steps);
    const std::size_t stride = std::max<std::size_t>(1, (span.end - span.first) / 4096);
    for (std::size_t i = span.first; i < span.end; i += stride) {
      if (!logarithmic || line.values[i] > 0) values.push_back(line.values[i]);
    }
  }
  ChartScale scale{.low = logarithmic ? 0.01 : 0, .high = 1, .logarithmic = logarithmic};
  if (values.empty()) return scale;
  std::sort(values.begin(), values.end());
  const bool many = values.size() > 100;
  scale.low = percentile(values, many ? 0.002 : 0);
  scale.high = percentile(values, many ? 0.995 : 1);
  if (scale.high <= scale.low) scale.high = scale.low + std::max(std::abs(scale.low), 1e-6) * 0.1;
  if (logarithmic) {
    const double pad = std::pow(scale.high / scale.low, 0.06);
    scale.low /= pad;
    scale.high *= pad;
  } else {
    const double pad = 0.08 * (scale.high - scale.low);
    scale.high += pad;
    scale.low = scale.low > 0 && scale.low < 0.4 * scale.high ? 0 : scale.low - pad;
  }
  return scale;
}

QRectF chartArea(const QRectF& whole, const QFontMetrics& metrics) {
  return whole.adjusted(metrics.horizontalAdvance(QStringLiteral("0.0000")) + 10, 10, -14, -(metrics.height() + kMarkRoom + 10));
}

void paintChart(QPainter& painter, const ChartFrame& frame, const LossHistory& history) {
  if (frame.area.width() < 20 || frame.area.height() < 20) return;
  paintGrid(painter, frame);
  paintMarks(painter, frame, history);
  painter.save();
  painter.setClipRect(frame.area.adjusted(-4, -4, 4, 1));
  for (const LossKind kind : {LossKind::Class, LossKind::Subject}) {
    if (frame.shown[static_cast<std::size_t>(kind)]) paintRaw(painter, frame, history.line(kind), lossColor(kind));
  }
  for (const LossKind kind : {LossKind::Class, LossKind::Subject}) {
    if (!frame.shown[static_cast<std::size_t>(kind)]) continue;
    const QVector<QPointF> points = linePoints(frame, history.line(kind).steps, history.smoothed(kind));
    paintJoined(painter, points, QPen(lossColor(kind), 2, Qt::SolidLine, Qt::RoundCap));
  }
  for (const LossKind kind : {LossKind::ProbeClass, LossKind::Probe}) {
    if (frame.shown[static_cast<std::size_t>(kind)]) paintProbe(painter, frame, history, kind);
  }
  painter.restore();
}

void paintCheckpointMark(QPainter& painter, const QPointF& at) {
  const QPointF corners[] = {at + QPointF(-4, -4), at + QPointF(4, -4), at + QPointF(0, 4)};
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme::text());
  painter.drawPolygon(corners, 3);
}

void paintSampleMark(QPainter& painter, const QPointF& at) {
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(QPen(theme::mutedText(), 1.2));
  painter.setBrush(theme::surface());
  painter.drawEllipse(at, 3.5, 3.5);
}

}  // namespace likeness::ui
