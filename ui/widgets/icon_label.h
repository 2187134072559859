// One of our icons beside a text, in a colour of the theme that is asked for at each painting, so that it follows the theme.
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>

namespace likeness::ui {

class IconLabel : public QWidget {
  Q_OBJECT

 public:
  /// `color`: a function of the theme, as theme::good. `size` in device-independent pixels.
  IconLabel(QString name, int size, QColor (*color)(), QWidget* parent = nullptr);

  void setIcon(const QString& name);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString name_;
  QColor (*color_)();
};

}  // namespace likeness::ui
