// Draws one of our monochrome SVGs in the palette's text colour: dimmer when disabled, at any size and scale.
// Used by theme::icon only.
#pragma once

#include <QIconEngine>
#include <QString>

namespace likeness::ui {

class SvgIconEngine : public QIconEngine {
 public:
  explicit SvgIconEngine(QString name) : name_(std::move(name)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
  QIconEngine* clone() const override { return new SvgIconEngine(*this); }
  bool isNull() override;

 private:
  QString name_;
};

}  // namespace likeness::ui
