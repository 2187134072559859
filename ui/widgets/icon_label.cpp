#include "ui/widgets/icon_label.h"

#include <utility>

#include <QPainter>

#include "ui/widgets/tinted_icon.h"

namespace likeness::ui {

IconLabel::IconLabel(QString name, int size, QColor (*color)(), QWidget* parent)
    : QWidget(parent), name_(std::move(name)), color_(color) {
  setFixedSize(size, size);
}

void IconLabel::setIcon(const QString& name) {
  name_ = name;
  update();
}

void IconLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.drawPixmap(0, 0, tintedIcon(name_, width(), color_(), devicePixelRatioF()));
}

}  // namespace likeness::ui
