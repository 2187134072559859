// Draws a loss history into a rectangle: grid, raw values faint, smoothed lines bold, probes as joined points, marks below.
// Cost follows the pixels, not the points: beyond two points a pixel column each column becomes one line from its least to its
// greatest value. Only drawLines and drawPoints are used; wide antialiased polylines are slow beyond use in Qt. GUI thread only.
#pragma once

#include <array>

#include <QColor>
#include <QRectF>

#include "ui/models/loss_history.h"
#include "ui/widgets/chart_scale.h"

class QPainter;
class QFontMetrics;

namespace likeness::ui {

struct ChartFrame {
  QRectF area;  // of the curves; axes and marks lie outside
  ChartScale steps;
  ChartScale losses;
  std::array<bool, kLossKinds> shown = {true, true, true, true};
};

QColor lossColor(LossKind kind);

/// The losses to show for the steps in view: nearly all of them, so that one outlier does not flatten the rest.
ChartScale lossRange(const LossHistory& history, const ChartFrame& frame, bool logarithmic);

/// Room for tick labels: left of and below the area.
QRectF chartArea(const QRectF& whole, const QFontMetrics& metrics);

void paintChart(QPainter& painter, const ChartFrame& frame, const LossHistory& history);

/// A checkpoint's tick or a sample's ring with its middle at `at`.
void paintCheckpointMark(QPainter& painter, const QPointF& at);
void paintSampleMark(QPainter& painter, const QPointF& at);

}  // namespace likeness::ui
