// A picture that can be pressed: keeps the picture's aspect and takes the room it is given.
// Emits clicked as any button; without a picture it shows an empty frame. GUI thread only.
#pragma once

#include <QAbstractButton>
#include <QImage>

namespace likeness::ui {

class PictureTile : public QAbstractButton {
  Q_OBJECT

 public:
  explicit PictureTile(QWidget* parent = nullptr);

  void setPicture(const QImage& picture);

  QSize sizeHint() const override { return {160, 160}; }
  QSize minimumSizeHint() const override { return {56, 56}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QImage picture_;
};

}  // namespace likeness::ui
