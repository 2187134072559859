// A line of text that takes any width: what does not fit is cut with an ellipsis, and the tooltip has all of it.
#pragma once

#include <QLabel>

namespace likeness::ui {

/// text() is always the whole text. A name of 60 letters in it never makes a window wider.
class ElidedLabel : public QLabel {
  Q_OBJECT

 public:
  explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);
  QSize minimumSizeHint() const override;

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace likeness::ui
