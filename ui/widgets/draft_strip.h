// A row of small pictures with a number under each; the one nearest to the chosen number is marked, a click or Enter takes its number.
// Left and right move along it. Shows what it is told. GUI thread only.
#pragma once

#include <vector>

#include <QImage>
#include <QWidget>

namespace likeness::ui {

class DraftStrip : public QWidget {
  Q_OBJECT

 public:
  struct Draft {
    double value = 0;
    QImage image;  // null: not made yet
  };

  explicit DraftStrip(QWidget* parent = nullptr);

  void showDrafts(std::vector<Draft> drafts);
  void setChosen(double value);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void valueChosen(double value);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRect tile(int index) const;
  int tileAt(QPoint point) const;
  int nearest() const;

  std::vector<Draft> drafts_;
  double chosen_ = 0;
};

}  // namespace likeness::ui
