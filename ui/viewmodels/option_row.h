// One option as a form shows it: its name and what it may be. Plain data for widgets/option_form.h; texts are translated.
#pragma once

#include <utility>
#include <vector>

#include <QString>
#include <QVariant>

namespace likeness::ui {

struct OptionRow {
  QString key;
  QString group;  // heading above the first row of a group
  QString name;
  QString tip;
  QVariant value;                                    // bool, int, qint64, double or QString
  QVariant usual;                                    // what "reset" gives back
  double minimum = 0, maximum = 0;                   // of numbers
  QString unit;                                      // behind numbers
  QString lowest;                                    // shown instead of the minimum: "off"; empty: the number
  std::vector<std::pair<QString, QString>> choices;  // of texts: value, name
  bool applies = true;                               // false: without effect now, not shown

  bool isChanged() const { return value != usual; }
};

}  // namespace likeness::ui
