// Under the guidance slider: a switch for drafts over the range, and the drafts themselves once the seed is locked; without a locked seed a
// line that says what to do. Shows the view model. GUI thread only.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/draft_strip.h"

namespace likeness::ui {

class DraftsBar : public QWidget {
  Q_OBJECT

 public:
  explicit DraftsBar(MakeViewModel& rules, QWidget* parent = nullptr);

 Q_SIGNALS:
  void valueChosen(double guidance);

 private:
  void refresh();

  MakeViewModel& rules_;
  QPushButton* switch_;
  QLabel* hint_;
  DraftStrip* strip_;
};

}  // namespace likeness::ui
