// A small toggle with a coloured dot, for showing and hiding what it names: a legend entry that can be clicked.
// A line through the dot and its faded text say "hidden", so that colour alone never does.
#pragma once

#include <QAbstractButton>
#include <QColor>

namespace likeness::ui {

class Chip : public QAbstractButton {
  Q_OBJECT

 public:
  enum class Mark { Dot, Ring, None };

  Chip(const QString& text, const QColor& color, Mark mark, QWidget* parent = nullptr);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QColor color_;
  Mark mark_;
};

}  // namespace likeness::ui
