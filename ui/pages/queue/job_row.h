// One job of the queue as a card: what it is, how far it is, and the buttons for what can be done with it now.
// Shows what it is told; says what was clicked. GUI thread only.
#pragma once

#include <QFrame>

#include "ui/viewmodels/running_jobs.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace likeness::ui {

class IconLabel;

class JobRow : public QFrame {
  Q_OBJECT

 public:
  explicit JobRow(QWidget* parent = nullptr);

  enum class Place { running, first, middle, last, only };
  void showJob(const RunningJobs::Entry& job, Place place);
  api::JobId job() const { return job_; }

 Q_SIGNALS:
  void earlierRequested();
  void laterRequested();
  void removeRequested();
  void pauseRequested(bool paused);
  void showRequested(likeness::ui::RunningJobs::Kind kind);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QToolButton* button(const QString& name, const QString& icon, const QString& tip);
  void build();

  api::JobId job_ = 0;
  RunningJobs::Kind kind_ = RunningJobs::Kind::make;
  bool paused_ = false;
  IconLabel* icon_;
  QLabel* title_;
  QLabel* words_;
  QLabel* doing_;
  QProgressBar* progress_;
  QToolButton* show_;
  QToolButton* pause_;
  QToolButton* earlier_;
  QToolButton* later_;
  QToolButton* remove_;
};

}  // namespace likeness::ui
