// The window's bottom line: the device, its memory (bar and figures), and the running job in words with a thin progress bar.
// Takes data, emits intent: a click on the job asks for its page.
#pragma once

#include <QWidget>

#include "engine/api/events.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace likeness::ui {

class MemoryBar;

class StatusLine : public QWidget {
  Q_OBJECT

 public:
  explicit StatusLine(QWidget* parent = nullptr);

  /// An empty name: the engine is still being loaded.
  void setDevice(const api::DeviceStatus& status);
  void setDeviceText(const QString& text);

  /// An empty text: nothing runs. A negative fraction: under way, but nobody knows how far.
  void setJob(const QString& text, double fraction);

 Q_SIGNALS:
  void jobClicked();

 private:
  QLabel* device_;
  MemoryBar* memory_;
  QLabel* figures_;
  QToolButton* job_;
  QProgressBar* progress_;
};

}  // namespace likeness::ui
