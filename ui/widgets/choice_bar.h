// A few choices side by side, exactly one of them taken, with a sentence (where there is one) below that explains the one
// taken.
// Keys: left and right choose. GUI thread only.
#pragma once

#include <vector>

#include <QWidget>

class QButtonGroup;
class QLabel;

namespace likeness::ui {

class ChoiceBar : public QWidget {
  Q_OBJECT

 public:
  struct Choice {
    QString id;
    QString label;
    QString sentence;
  };

  /// `name` is what the choices are about, for screen readers.
  ChoiceBar(const QString& name, std::vector<Choice> choices, QWidget* parent = nullptr);

  QString choice() const;
  /// Takes the choice without emitting; an unknown id changes nothing.
  void setChoice(const QString& id);

 Q_SIGNALS:
  void chosen(const QString& id);

 private:
  void showSentence();

  std::vector<Choice> choices_;
  QButtonGroup* buttons_;
  QLabel* sentence_;
};

}  // namespace likeness::ui
