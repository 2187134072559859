// What the Make page shows before the first picture: a sentence, prompts to begin with, and the way to teach a subject.
// Takes the prompts; says which was clicked. GUI thread only.
#pragma once

#include <vector>

#include <QPushButton>
#include <QStringList>
#include <QWidget>

class QVBoxLayout;

namespace likeness::ui {

class EmptyState : public QWidget {
  Q_OBJECT

 public:
  explicit EmptyState(QWidget* parent = nullptr);

  enum class TeachHint { show, hide };
  void showExamples(const QStringList& prompts, TeachHint teach);

  const std::vector<QPushButton*>& examples() const { return examples_; }

 Q_SIGNALS:
  void exampleChosen(const QString& prompt);
  void teachRequested();

 private:
  QVBoxLayout* column_;
  std::vector<QPushButton*> examples_;
  QStringList prompts_;
  QWidget* teachRow_;
};

}  // namespace likeness::ui
