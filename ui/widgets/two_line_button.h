// A flat button with a title and a second line under it that wraps: a row of a list that is chosen by a click or the space bar.
// Own-painted, height follows width. The second line can be coloured (why a row is disabled). GUI thread only.
#pragma once

#include <QAbstractButton>
#include <QColor>

namespace likeness::ui {

class TwoLineButton : public QAbstractButton {
  Q_OBJECT

 public:
  TwoLineButton(const QString& title, const QString& detail, QWidget* parent = nullptr);

  void setDetailColor(const QColor& color) { detailColor_ = color; }
  QString detail() const { return detail_; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString detail_;
  QColor detailColor_;
};

}  // namespace likeness::ui
