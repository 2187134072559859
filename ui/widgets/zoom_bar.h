// The buttons that go with an ImageView: fit, 1:1, smaller, larger, and the zoom in percent. GUI thread only.
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "ui/widgets/image_view.h"

namespace likeness::ui {

class ZoomBar : public QWidget {
  Q_OBJECT

 public:
  /// The view must live as long as the bar.
  explicit ZoomBar(ImageView& view, QWidget* parent = nullptr);

 private:
  QToolButton* button(const QString& icon, const QString& name, const QString& key);
  void refresh();

  ImageView& view_;
  QLabel* percent_;
  QToolButton* fit_;
  QToolButton* actual_;
};

}  // namespace likeness::ui
