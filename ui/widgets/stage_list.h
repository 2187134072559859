// The stages of a longer piece of work in a row: those done with a tick, the one at hand marked, the rest to come.
// Narrow rooms elide the names; the accessible text always has them all. GUI thread only.
#pragma once

#include <QStringList>
#include <QWidget>

namespace likeness::ui {

class StageList : public QWidget {
  Q_OBJECT

 public:
  explicit StageList(const QStringList& stages, QWidget* parent = nullptr);

  /// Stages before `current` are done; stages_.size(): all of them.
  void setCurrent(int current);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QStringList stages_;
  int current_ = 0;
};

}  // namespace likeness::ui
