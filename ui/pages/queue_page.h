// Queue: what runs now and what waits, in the order it will be done; each can be moved, paused or taken out. Keys on a chosen job:
// Alt+Up and Alt+Down move it, Delete takes it out. Shows AppState's RunningJobs. GUI thread only.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/viewmodels/app_state.h"

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace likeness::ui {

class JobRow;

class QueuePage : public QWidget {
  Q_OBJECT

 public:
  explicit QueuePage(AppState& state, QWidget* parent = nullptr);

 Q_SIGNALS:
  void showRequested(likeness::ui::RunningJobs::Kind kind);
  void makeRequested();

 private:
  QWidget* buildHeader();
  QWidget* buildEmpty();
  void refresh();
  void setRowCount(std::size_t count);
  JobRow* makeRow();
  void move(JobRow* row, bool earlier);

  RunningJobs& jobs_;
  QLabel* count_;
  QPushButton* clear_;
  QScrollArea* scroll_;
  QVBoxLayout* list_;
  QWidget* empty_;
  std::vector<JobRow*> rows_;
};

}  // namespace likeness::ui
