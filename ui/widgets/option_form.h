// A form made from rows of plain data (viewmodels/option_row.h): a name, a field of the value's kind, and a button back to the usual value
// where it differs. Rows without effect are not shown. Says what was set, and is shown the rows again. GUI thread only.
#pragma once

#include <map>

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "ui/viewmodels/option_row.h"

class QGridLayout;

namespace likeness::ui {

class OptionForm : public QWidget {
  Q_OBJECT

 public:
  explicit OptionForm(QWidget* parent = nullptr);

  /// The first call builds the fields; later ones bring values, of the same rows.
  void showRows(const std::vector<OptionRow>& rows);

 Q_SIGNALS:
  void valueChosen(const QString& key, const QVariant& value);

 private:
  struct Line {
    QLabel* name = nullptr;
    QWidget* field = nullptr;
    QToolButton* reset = nullptr;
  };

  void addLine(const OptionRow& row);
  QWidget* makeField(const OptionRow& row);
  QWidget* makeNumber(const OptionRow& row);
  void refresh(const OptionRow& row);

  QGridLayout* grid_;
  std::map<QString, Line> lines_;
  std::map<QString, QLabel*> groups_;
};

}  // namespace likeness::ui
