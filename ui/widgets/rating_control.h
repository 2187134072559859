// What the user thinks of a picture: a heart and five stars. A click on the star that is the last lit one takes the rating back.
// Shows what it is told; says what was clicked. GUI thread only.
#pragma once

#include <vector>

#include <QToolButton>
#include <QWidget>

namespace likeness::ui {

class RatingControl : public QWidget {
  Q_OBJECT

 public:
  explicit RatingControl(QWidget* parent = nullptr);

  void showMarks(bool favourite, int rating);

 Q_SIGNALS:
  void favouriteChosen(bool favourite);
  void ratingChosen(int stars);

 private:
  QToolButton* button(const QString& name);

  QToolButton* heart_;
  std::vector<QToolButton*> stars_;
  bool favourite_ = false;
  int rating_ = 0;
};

}  // namespace likeness::ui
