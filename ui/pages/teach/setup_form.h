// Who is to be learnt and how: name, kind, what will be written, base model, preset, and, folded away, method and rare word.
// Start says why it cannot be pressed. Shows and changes the view model's draft.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace likeness::ui {

class AppState;
class ChoiceBar;
class ModelChooser;
class TeachViewModel;

class SetupForm : public QWidget {
  Q_OBJECT

 public:
  SetupForm(AppState& state, TeachViewModel& model, QWidget* parent = nullptr);

  void focusName();

 private:
  void buildWho(QVBoxLayout& layout);
  void buildHow(QVBoxLayout& layout);
  void buildMore(QVBoxLayout& layout);
  void buildStart(QVBoxLayout& layout);
  void showDraft();
  void showKinds();

  TeachViewModel& model_;
  QLineEdit* name_;
  QComboBox* kind_;
  QLabel* kindAdvice_ = nullptr;
  QLabel* promptLine_ = nullptr;
  ModelChooser* chooser_;
  ChoiceBar* preset_ = nullptr;
  ChoiceBar* method_ = nullptr;
  QLineEdit* token_;
  QLabel* missing_ = nullptr;
  QPushButton* start_ = nullptr;
};

}  // namespace likeness::ui
