// The checks at the end of teaching, one below the other: a tick or a cross, what it means, and the figures behind it.
// Takes finished sentences; knows nothing of the engine. GUI thread only.
#pragma once

#include <vector>

#include <QFrame>

class QVBoxLayout;

namespace likeness::ui {

class VerdictCard : public QFrame {
  Q_OBJECT

 public:
  struct Line {
    bool ok = false;
    QString sentence;
    QString detail;
  };

  explicit VerdictCard(QWidget* parent = nullptr);

  void setLines(const std::vector<Line>& lines);

 private:
  QVBoxLayout* layout_;
};

}  // namespace likeness::ui
