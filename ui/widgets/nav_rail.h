// The window's left edge: one button per page, icon over word, one of them chosen.
// Use: rail.addPage(number, QStringLiteral("teach"), tr("Teach"), tip), in the order from the top. Emits intent; shows what it is told.
#pragma once

#include <QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace likeness::ui {

class NavRail : public QWidget {
  Q_OBJECT

 public:
  explicit NavRail(QWidget* parent = nullptr);

  void addPage(int page, const QString& iconName, const QString& text, const QString& tip);
  void setCurrent(int page);
  /// A number on the page's icon; 0: none.
  void setBadge(int page, int number);

 Q_SIGNALS:
  void pageChosen(int page);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QButtonGroup* buttons_;
  QVBoxLayout* layout_;
};

}  // namespace likeness::ui
