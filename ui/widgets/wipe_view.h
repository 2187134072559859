// Two pictures in one place: the first one left of a line, the second one right of it; the line is dragged, or moved with Shift+Left and
// Shift+Right. Zoom and place as in ImageView. A second picture of another size is stretched to the first. GUI thread only.
#pragma once

#include "ui/widgets/image_view.h"

namespace likeness::ui {

class WipeView : public ImageView {
  Q_OBJECT

 public:
  explicit WipeView(QWidget* parent = nullptr);

  void setSecond(const QImage& picture);
  double split() const { return split_; }
  void setSplit(double split);  // 0 to 1 of the width

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  bool isOnLine(QPointF point) const;

  QImage second_;
  double split_ = 0.5;
  bool wiping_ = false;
};

}  // namespace likeness::ui
