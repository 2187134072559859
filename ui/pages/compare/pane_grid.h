// Two to four pictures side by side, each under its letter and prompt with a button to take it away; zooming or moving one moves all.
// Shows what it is told. GUI thread only.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/viewmodels/compare_viewmodel.h"

class QGridLayout;
class QLabel;

namespace likeness::ui {

class ImageView;

/// "A", "B" ...
QString paneLetter(std::size_t index);

class PaneGrid : public QWidget {
  Q_OBJECT

 public:
  explicit PaneGrid(QWidget* parent = nullptr);

  void showPictures(const std::vector<CompareViewModel::Picture>& pictures);
  ImageView* view(std::size_t index) const { return panes_[index].view; }

 Q_SIGNALS:
  void removeRequested(std::size_t index);

 private:
  struct Pane {
    QWidget* box = nullptr;
    QLabel* caption = nullptr;
    ImageView* view = nullptr;
  };

  Pane makePane(std::size_t index);
  void follow(const ImageView* moved);

  QGridLayout* grid_;
  std::vector<Pane> panes_;
  bool following_ = false;
};

}  // namespace likeness::ui
