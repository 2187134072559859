// The Teach page while a subject is put together: the tray of photos on the left, the form on the right.
// Shows the view model; choosing and pasting are the page's.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace likeness::ui {

class AppState;
class PhotoTray;
class SetupForm;
class TeachViewModel;

class SetupView : public QWidget {
  Q_OBJECT

 public:
  SetupView(AppState& state, TeachViewModel& model, QWidget* parent = nullptr);

  void focusName();

 Q_SIGNALS:
  void chooseRequested();
  void pasteRequested();

 private:
  QWidget* buildPhotos();
  void showPhotos();

  TeachViewModel& model_;
  PhotoTray* tray_ = nullptr;
  QLabel* count_ = nullptr;
  QLabel* problems_ = nullptr;
  QPushButton* remove_ = nullptr;
  SetupForm* form_;
};

}  // namespace likeness::ui
