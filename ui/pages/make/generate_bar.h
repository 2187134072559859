// Generate and, in the same place while something is being made, Interrupt; beside it "queue another"; below, how far it is in words.
// What can be done is told with setters; the intent comes out as signals. GUI thread only.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

namespace likeness::ui {

class GenerateBar : public QWidget {
  Q_OBJECT

 public:
  struct Status {
    bool busy = false;
    int waiting = 0;         // jobs behind the running one, or before any runs
    QString whyNot;          // why Generate is disabled; empty: it is not
    QString progress;
  };

  explicit GenerateBar(QWidget* parent = nullptr);
  void showStatus(const Status& status);

  QPushButton* generateButton() const { return generate_; }
  QPushButton* interruptButton() const { return interrupt_; }
  QPushButton* queueButton() const { return queue_; }
  QPushButton* clearButton() const { return clear_; }
  QLabel* statusLabel() const { return status_; }

 Q_SIGNALS:
  void generateClicked();
  void interruptClicked();
  void clearClicked();

 private:
  QPushButton* generate_;
  QPushButton* interrupt_;
  QPushButton* queue_;
  QLabel* status_;
  QPushButton* clear_;
};

}  // namespace likeness::ui
