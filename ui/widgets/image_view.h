// One picture on neutral ground: fitted or zoomed, wheel zooms around the cursor, dragging moves it, a hairline shows progress.
// A new picture keeps zoom and place. Previews are small pictures stretched smoothly to the size the finished one will have.
// Keys: + and - zoom, 0 fits, 1 shows each pixel as one of the screen, arrows move. Takes data only. GUI thread only.
#pragma once

#include <QImage>
#include <QPointF>
#include <QWidget>

namespace likeness::ui {

class ImageView : public QWidget {
  Q_OBJECT

 public:
  explicit ImageView(QWidget* parent = nullptr);

  void setPicture(const QImage& picture) { display(picture, picture.size()); }

  /// `size` is the finished picture's; empty: the size shown so far, else the preview's own.
  void setPreview(const QImage& preview, QSize size);

  /// 0 to 1; below 0 the line is not drawn.
  void setProgress(double fraction);

  /// Shown in the middle while there is no picture.
  void setPlaceholder(const QString& text);

  const QImage& image() const { return image_; }
  QSize pictureSize() const { return size_; }

  /// Screen pixels per picture pixel; what it is now, fitted or not.
  double zoom() const;
  bool isFitted() const { return fitted_; }

  /// Where one looks, apart from the picture's size: for views that move together.
  struct Place {
    bool fitted = true;
    double zoom = 1;               // of the fitted one
    QPointF center = {0.5, 0.5};
  };
  Place place() const;
  void setPlace(const Place& place);  // without placeChanged

  void fit();
  void actualPixels();
  void zoomBy(double factor) { zoomAround(factor, QRectF(rect()).center()); }

 Q_SIGNALS:
  void zoomChanged();
  void placeChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

  /// Where the picture is drawn.
  QRectF target() const;
  void drawPicture(QPainter& painter, const QImage& image) const;

 private:
  void display(const QImage& image, QSize size);
  double fittedZoom() const;
  void zoomAround(double factor, QPointF point);
  void setZoom(double zoom);
  void moveBy(QPointF screen);

  QImage image_;
  QSize size_;                   // of the picture in its own pixels; a preview has fewer
  bool fitted_ = true;
  double zoom_ = 1;              // while not fitted
  QPointF center_ = {0.5, 0.5};  // the picture's point in the middle of the view, in parts of its size
  QPointF dragFrom_;
  bool dragging_ = false;
  double progress_ = -1;
  QString placeholder_;
};

}  // namespace likeness::ui
