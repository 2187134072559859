// One picture as large as its page, laid over it: arrows ask for a neighbour, Esc or a click closes.
// Follows its parent's size. GUI thread only.
#pragma once

#include <QImage>
#include <QWidget>

namespace likeness::ui {

class PictureOverlay : public QWidget {
  Q_OBJECT

 public:
  explicit PictureOverlay(QWidget* parent);

  void open(const QImage& picture, const QString& caption);
  void close();
  const QImage& picture() const { return picture_; }
  QString caption() const { return caption_; }

 Q_SIGNALS:
  /// The user pressed an arrow: columns to the right, rows down.
  void moveRequested(int columns, int rows);
  void closed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  QImage picture_;
  QString caption_;
};

}  // namespace likeness::ui
