// Keeps combo boxes, spin boxes and sliders from changing when the wheel scrolls the page past them: the wheel counts only with focus.
// Use: WheelGuard::protect(box). The guard lives and dies with the widget. GUI thread only.
#pragma once

#include <QObject>
#include <QWidget>

namespace likeness::ui {

class WheelGuard : public QObject {
  Q_OBJECT

 public:
  static void protect(QWidget* widget);

  /// Protects every combo box, spin box and slider below `root`.
  static void protectAll(QWidget* root);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  using QObject::QObject;
};

}  // namespace likeness::ui
