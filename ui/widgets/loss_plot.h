// The plotting area of the loss chart: draws a history, zooms along the steps and tells the values under the cursor.
// Wheel zooms at the cursor, dragging zooms into what was dragged over, shift-drag or a sideways wheel moves, double-click shows all;
// keys: left and right move the cursor, + and - zoom, Home shows all. The curves are cached in a pixmap: moving the cursor repaints
// only that. The history is the caller's and outlives the plot; call historyChanged() after each change. GUI thread only.
#pragma once

#include <cstdint>
#include <optional>

#include <QElapsedTimer>
#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include "ui/widgets/loss_painting.h"

namespace likeness::ui {

class LossPlot : public QWidget {
  Q_OBJECT

 public:
  explicit LossPlot(const LossHistory& history, QWidget* parent = nullptr);

  void historyChanged();
  void setShown(LossKind kind, bool shown);
  void setLogarithmic(bool on);
  /// While zoomed: move on with the newest step.
  void setFollowing(bool on);
  void showAll();

  bool isZoomed() const { return view_.has_value(); }
  bool isLogarithmic() const { return logarithmic_; }
  /// First and last step in view.
  std::pair<double, double> stepsInView() const;
  /// What stands beside the cursor, a line each; empty without a cursor.
  QStringList readout() const;
  /// Puts the cursor at a step as the mouse would; nothing: away.
  void setCursorStep(std::optional<double> step);

  QSize sizeHint() const override { return {520, 260}; }
  QSize minimumSizeHint() const override { return {240, 120}; }

 Q_SIGNALS:
  void zoomChanged(bool zoomed);
  /// The user moved away from the newest step.
  void followingChanged(bool following);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  ChartFrame frame() const;
  double stepAt(double x) const;
  void setView(std::optional<std::pair<double, double>> view);
  void zoom(double factor, double aroundStep);
  void move(double steps);
  void redraw();
  void paintCursor(QPainter& painter, const ChartFrame& frame);
  void paintEmpty(QPainter& painter);

  const LossHistory& history_;
  std::array<bool, kLossKinds> shown_ = {true, true, true, true};
  bool logarithmic_ = false;
  bool following_ = true;
  std::optional<std::pair<double, double>> view_;
  std::optional<double> cursorStep_;
  std::optional<double> dragFrom_;  // pixel column
  double dragTo_ = 0;
  bool moving_ = false;
  QPixmap layer_;  // null: to be drawn
  ChartFrame layerFrame_;
  qint64 layerMs_ = 0;  // what drawing the layer took
  QElapsedTimer sinceLayer_;
  QTimer later_;
};

QString lossName(LossKind kind);

}  // namespace likeness::ui
