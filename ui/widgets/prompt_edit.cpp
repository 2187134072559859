#include "ui/widgets/prompt_edit.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>

#include "ui/widgets/prompt_weights.h"

namespace likeness::ui {
namespace {

constexpr int kLeastLetters = 2;
constexpr double kWeightStep = 0.1;

}  // namespace

PromptEdit::PromptEdit(QWidget* parent)
    : QPlainTextEdit(parent), words_(new QStringListModel(this)), completer_(new QCompleter(words_, this)) {
  setTabChangesFocus(true);
  completer_->setWidget(this);
  completer_->setCaseSensitivity(Qt::CaseInsensitive);
  completer_->setCompletionMode(QCompleter::PopupCompletion);
  completer_->setMaxVisibleItems(8);
  connect(completer_, qOverload<const QString&>(&QCompleter::activated), this, &PromptEdit::insertCompletion);
}

void PromptEdit::setVocabulary(const QStringList& words) {
  if (words != words_->stringList()) words_->setStringList(words);
}

void PromptEdit::setLines(int lines) {
  const QMargins margins = contentsMargins();
  const int frame = 2 * frameWidth() + 2 * static_cast<int>(document()->documentMargin());
  setFixedHeight(lines * fontMetrics().lineSpacing() + frame + margins.top() + margins.bottom());
}

void PromptEdit::showText(const QString& text) {
  if (text == toPlainText()) return;
  QTextCursor cursor(document());
  cursor.select(QTextCursor::Document);
  cursor.insertText(text);
  moveCursor(QTextCursor::End);
}

bool PromptEdit::canInsertFromMimeData(const QMimeData* source) const { return source->hasText() && !source->hasUrls(); }

QString PromptEdit::wordBeforeCursor() const {
  const QTextCursor cursor = textCursor();
  const QString before = cursor.block().text().left(cursor.positionInBlock());
  int start = static_cast<int>(before.size());
  while (start > 0 && before[start - 1].isLetterOrNumber()) --start;
  return before.mid(start);
}

void PromptEdit::insertCompletion(const QString& completion) {
  QTextCursor cursor = textCursor();
  cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, static_cast<int>(wordBeforeCursor().size()));
  cursor.insertText(completion);
  setTextCursor(cursor);
}

void PromptEdit::keyPressEvent(QKeyEvent* event) {
  const bool open = completer_->popup()->isVisible();
  const int key = event->key();
  if (open && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Escape)) {
    event->ignore();  // the completer takes it
    return;
  }
  if (event->modifiers() == Qt::ControlModifier && (key == Qt::Key_Up || key == Qt::Key_Down))
    return changeWeight(key == Qt::Key_Up ? kWeightStep : -kWeightStep);
  QPlainTextEdit::keyPressEvent(event);
  const bool typed = !event->text().isEmpty() && event->text().front().isPrint();
  if (typed || (open && key == Qt::Key_Backspace)) offerCompletions();
}

void PromptEdit::changeWeight(double step) {
  QTextCursor cursor = textCursor();
  const int from = std::min(cursor.anchor(), cursor.position());
  const WeightChange change = weighted(toPlainText(), from, std::max(cursor.anchor(), cursor.position()) - from, step);
  if (change.length == 0) return;
  cursor.beginEditBlock();
  cursor.setPosition(change.from);
  cursor.setPosition(change.from + change.length, QTextCursor::KeepAnchor);
  cursor.insertText(change.text);
  cursor.endEditBlock();
  cursor.setPosition(change.chosenFrom);
  cursor.setPosition(change.chosenFrom + change.chosenLength, QTextCursor::KeepAnchor);
  setTextCursor(cursor);
}

void PromptEdit::offerCompletions() {
  const QString word = wordBeforeCursor();
  completer_->setCompletionPrefix(word);
  const bool complete = completer_->completionCount() == 1 && completer_->currentCompletion().compare(word, Qt::CaseInsensitive) == 0;
  if (word.size() < kLeastLetters || completer_->completionCount() == 0 || complete) {
    completer_->popup()->hide();
    return;
  }
  completer_->popup()->setCurrentIndex(completer_->completionModel()->index(0, 0));
  QRect place = cursorRect();
  QAbstractItemView* list = completer_->popup();
  place.setWidth(list->sizeHintForColumn(0) + list->verticalScrollBar()->sizeHint().width() + 8);
  completer_->complete(place);
}

}  // namespace likeness::ui
