// The veil over the window while files are dragged across it: says what letting go will do. It never takes the mouse itself.
#pragma once

#include <QTimer>
#include <QWidget>

namespace likeness::ui {

class DropArea : public QWidget {
  Q_OBJECT

 public:
  /// Covers `parent` whenever it is shown.
  explicit DropArea(QWidget* parent);

  void showText(const QString& text);

  /// Hides unless showText follows at once, as when the pointer moves from one widget to the next.
  void hideSoon();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString text_;
  QTimer hideTimer_;
};

}  // namespace likeness::ui
