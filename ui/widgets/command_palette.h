// Every command of the window by typing a part of its name: a field and a list over the middle of the page. Up and down choose, Enter
// runs, Escape closes. Words may come in any order; commands that would do nothing now are left out. GUI thread only.
#pragma once

#include <QAction>
#include <QFrame>
#include <QList>
#include <QPointer>

class QLineEdit;
class QListWidget;

namespace likeness::ui {

class CommandPalette : public QFrame {
  Q_OBJECT

 public:
  explicit CommandPalette(QWidget* parent);

  /// Opens over the parent with these commands.
  void open(const QList<QAction*>& commands);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter();
  void runCurrent();
  void shut();

  QLineEdit* field_;
  QListWidget* list_;
  QList<QAction*> commands_;
  QPointer<QWidget> before_;  // had the keys
};

}  // namespace likeness::ui
