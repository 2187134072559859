// The veil over the window while files are dragged across it: says what letting go will do, or offers several things side by side, of
// which the one under the pointer stands out. It never takes the mouse itself.
#pragma once

#include <QStringList>
#include <QTimer>
#include <QWidget>

namespace likeness::ui {

class DropArea : public QWidget {
  Q_OBJECT

 public:
  /// Covers `parent` whenever it is shown.
  explicit DropArea(QWidget* parent);

  void showText(const QString& text) { showChoices({text}, {}); }

  /// `pointer` in global coordinates.
  void showChoices(const QStringList& texts, const QPoint& pointer);

  /// Which of `count` choices lies there; the veil need not be shown.
  int choiceAt(const QPoint& pointer, int count) const;

  /// Hides unless showText follows at once, as when the pointer moves from one widget to the next.
  void hideSoon();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void paintChoice(QPainter& painter, const QRect& place, int number) const;

  QStringList texts_;
  int pointed_ = 0;
  QTimer hideTimer_;
};

}  // namespace likeness::ui
