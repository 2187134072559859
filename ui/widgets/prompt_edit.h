// A prompt: several lines of plain text that complete known words (subjects, kinds, places) as they are typed.
// The list opens from two letters on; Enter or Tab takes a word, Escape closes the list. Tab otherwise leaves the field.
// Ctrl+Up and Ctrl+Down give the chosen words, or the word at the cursor, more or less weight; undone like typing.
#pragma once

#include <QPlainTextEdit>
#include <QStringListModel>

class QCompleter;

namespace likeness::ui {

class PromptEdit : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit PromptEdit(QWidget* parent = nullptr);

  void setVocabulary(const QStringList& words);
  QCompleter* completer() const { return completer_; }

  /// Height in lines of text.
  void setLines(int lines);

  /// Replaces the text unless it is the same already; keeps the cursor and the undo history where it can.
  void showText(const QString& text);

 protected:
  /// Files are left to the page, which may want them.
  bool canInsertFromMimeData(const QMimeData* source) const override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void changeWeight(double step);
  QString wordBeforeCursor() const;
  void insertCompletion(const QString& completion);
  void offerCompletions();

  QStringListModel* words_;
  QCompleter* completer_;
};

}  // namespace likeness::ui
