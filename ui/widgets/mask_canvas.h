// A picture to paint a mask over: what is painted lies tinted over it. Left button paints (or erases), right button always erases; the
// wheel and the keys [ and ] change the brush. Every stroke, clearing and inverting can be taken back. Takes data only. GUI thread only.
#pragma once

#include <vector>

#include <QImage>
#include <QPointF>
#include <QWidget>

namespace likeness::ui {

class MaskCanvas : public QWidget {
  Q_OBJECT

 public:
  enum class Tool { paint, erase };

  explicit MaskCanvas(QWidget* parent = nullptr);

  /// Forgets the mask and what could be taken back.
  void setPicture(const QImage& picture);

  /// Stretched to the picture's size; a null one is empty. Nothing to take back after it.
  void setMask(const QImage& mask);

  /// Grey, of the picture's size: white is painted, black is not.
  const QImage& mask() const { return mask_; }
  bool isEmpty() const;

  void setTool(Tool tool) { tool_ = tool; }

  /// Diameter in percent of the picture's longer side, 1 to 60.
  int brush() const { return brush_; }
  void setBrush(int percent);

  void clear();
  void invert();
  void undo();
  bool canUndo() const { return !before_.empty(); }

 Q_SIGNALS:
  void maskChanged();  // after a whole stroke
  void brushChanged(int percent);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF target() const;
  QPointF pixelAt(QPointF point) const;
  double brushPixels() const;
  void remember();
  void stroke(QPointF from, QPointF to);

  QImage picture_;
  QImage mask_;
  std::vector<QImage> before_;
  Tool tool_ = Tool::paint;
  int brush_ = 12;
  bool drawing_ = false;
  bool erasing_ = false;
  QPointF last_;
  QPointF cursor_{-1, -1};  // of the mouse; negative: outside
};

}  // namespace likeness::ui
