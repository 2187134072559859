// The Teach page while a subject is learnt: what is going on in words, the buttons to steer it, loss chart and sample matrix.
// Shows the view model's run; the clock is renewed once a second.
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/viewmodels/teach_viewmodel.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace likeness::ui {

class LossChart;
class PictureStrip;
class SampleMatrix;
class StageList;

class RunView : public QWidget {
  Q_OBJECT

 public:
  explicit RunView(TeachViewModel& model, QWidget* parent = nullptr);

  SampleMatrix& matrix() { return *matrix_; }

 Q_SIGNALS:
  void enlargeRequested(const QModelIndex& cell);

 private:
  QWidget* buildHeader();
  QWidget* buildButtons();
  QWidget* buildBody();
  void showState();
  void showProgress();
  void showButtons();
  QString titleText() const;
  QString progressText() const;

  TeachViewModel& model_;
  QLabel* title_ = nullptr;
  QLabel* line_ = nullptr;
  QProgressBar* bar_ = nullptr;
  StageList* stages_ = nullptr;
  QPushButton* pause_ = nullptr;
  QPushButton* sample_ = nullptr;
  QPushButton* checkpoint_ = nullptr;
  QPushButton* stop_ = nullptr;
  LossChart* chart_ = nullptr;
  PictureStrip* strip_ = nullptr;
  SampleMatrix* matrix_ = nullptr;
  QTimer clock_;
};

}  // namespace likeness::ui
