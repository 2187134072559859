// The Teach page after a run: the verdict, or why it stopped or failed and what was kept, beside what it drew and how it learned.
// Shows the view model's run.
#pragma once

#include <QWidget>

#include "ui/viewmodels/teach_viewmodel.h"

class QLabel;
class QPushButton;
class QTabWidget;
class QVBoxLayout;

namespace likeness::ui {

class BeforeAfter;
class LossChart;
class SampleMatrix;
class VerdictCard;

class EndView : public QWidget {
  Q_OBJECT

 public:
  explicit EndView(TeachViewModel& model, QWidget* parent = nullptr);

  SampleMatrix& matrix() { return *matrix_; }

 Q_SIGNALS:
  void enlargeRequested(const QModelIndex& cell);
  void makePicturesRequested(const QString& subjectId);

 private:
  QWidget* buildHeader();
  QWidget* buildWords();
  QWidget* buildTabs();
  void showState();
  void showWords();
  void showButtons();
  void showTabs();
  void copyText();

  TeachViewModel& model_;
  QLabel* title_ = nullptr;
  QLabel* summary_ = nullptr;
  QWidget* words_ = nullptr;
  VerdictCard* verdict_ = nullptr;
  QWidget* failure_ = nullptr;
  QLabel* happened_ = nullptr;
  QLabel* saved_ = nullptr;
  QLabel* advice_ = nullptr;
  QPushButton* make_ = nullptr;
  QPushButton* continue_ = nullptr;
  QPushButton* change_ = nullptr;
  QPushButton* discard_ = nullptr;
  QPushButton* another_ = nullptr;
  QPushButton* copy_ = nullptr;
  QTabWidget* tabs_ = nullptr;
  BeforeAfter* beforeAfter_ = nullptr;
  SampleMatrix* matrix_ = nullptr;
  LossChart* chart_ = nullptr;
};

}  // namespace likeness::ui
