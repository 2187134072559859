// A file that takes part in a picture, as one line: its name, a small box for its strength or its word where it has one, and a cross.
// Takes plain data, says what was set. GUI thread only.
#pragma once

#include <QDoubleSpinBox>
#include <QFrame>
#include <QLineEdit>
#include <QToolButton>

namespace likeness::ui {

class FileRow : public QFrame {
  Q_OBJECT

 public:
  enum class Value { none, strength, word };

  /// `kind` is what the file is, in front of its name: "LoRA".
  FileRow(const QString& kind, const QString& file, Value value, QWidget* parent = nullptr);

  const QString& file() const { return file_; }
  void setStrength(double strength);
  void setWord(const QString& word);

 Q_SIGNALS:
  void strengthChosen(double strength);
  void wordChosen(const QString& word);
  void removeClicked();

 private:
  QString file_;
  QDoubleSpinBox* strength_ = nullptr;
  QLineEdit* word_ = nullptr;
  QToolButton* remove_;
};

}  // namespace likeness::ui
