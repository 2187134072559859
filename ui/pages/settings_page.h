// Settings: how the window looks, where things are kept, where to compute, how teaching begins, what the desktop is told. Every change is
// kept and used at once; the language from the next start on, and the page says so. Shows AppState's AppSettings. GUI thread only.
#pragma once

#include <QWidget>

#include "ui/viewmodels/app_state.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace likeness::ui {

class ChoiceBar;

class SettingsPage : public QWidget {
  Q_OBJECT

 public:
  explicit SettingsPage(AppState& state, QWidget* parent = nullptr);

 private:
  QWidget* buildLook();
  QWidget* buildFolders();
  QWidget* buildComputing();
  QWidget* buildTeaching();
  QWidget* buildDesktop();
  QWidget* buildPrivacy();
  void choosePicturesFolder();
  void refresh();
  void refreshDevice();

  AppState& state_;
  AppSettings& settings_;
  ChoiceBar* theme_ = nullptr;
  QComboBox* language_ = nullptr;
  QLabel* restart_ = nullptr;
  QLabel* pictures_ = nullptr;
  QPushButton* default_ = nullptr;
  ChoiceBar* device_ = nullptr;
  QLabel* deviceNow_ = nullptr;
  QSpinBox* threads_ = nullptr;
  ChoiceBar* preset_ = nullptr;
  ChoiceBar* method_ = nullptr;
  QCheckBox* notifies_ = nullptr;
  QString languageAtStart_;
};

}  // namespace likeness::ui
