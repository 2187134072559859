#include "ui/pages/make/grid_panel.h"

#include <algorithm>

#include <QGridLayout>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/more_options.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {

GridPanel::GridPanel(MakeViewModel& rules, QWidget* content, QWidget* parent)
    : Fold(tr("Grid"), content, parent), rules_(rules), sentence_(new QLabel) {
  auto* grid = new QGridLayout(content);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(theme::kSpacing);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(1, 1);
  for (int i = 0; i < kMostAxes; ++i) addAxis(*content, i);
  sentence_->setWordWrap(true);
  sentence_->setProperty("role", QStringLiteral("caption"));
  sentence_->setAccessibleName(tr("What the grid will be"));
  grid->addWidget(sentence_, kMostAxes, 0, 1, 2);
  connect(&rules_, &MakeViewModel::settingsChanged, this, &GridPanel::refresh);
  refresh();
  setOpen(!rules_.settings().axes.empty());
}

void GridPanel::addAxis(QWidget& content, int number) {
  Axis& axis = axes_[static_cast<std::size_t>(number)];
  axis = {.field = new QComboBox, .values = new QLineEdit};
  const QString names[] = {tr("across"), tr("down"), tr("in blocks")};
  axis.field->setAccessibleName(tr("Setting %1").arg(names[number]));
  axis.field->setToolTip(tr("What changes from picture to picture: %1").arg(names[number]));
  axis.field->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  axis.field->setMinimumContentsLength(12);
  axis.values->setAccessibleName(tr("Values %1").arg(names[number]));
  axis.values->setToolTip(tr("1, 4, 7.5 or 1-9 (+2) or 0-1 [5]; words with commas in quotes"));
  WheelGuard::protect(axis.field);
  auto& grid = *static_cast<QGridLayout*>(content.layout());
  grid.addWidget(axis.field, number, 0);
  grid.addWidget(axis.values, number, 1);
  connect(axis.field, &QComboBox::currentIndexChanged, this, &GridPanel::takeOver);
  connect(axis.values, &QLineEdit::textEdited, this, &GridPanel::takeOver);
}

/// Rows without a setting are none; those behind them move up.
void GridPanel::takeOver() {
  if (refreshing_) return;
  MakeSettings next = rules_.settings();
  next.axes.clear();
  for (const Axis& axis : axes_) {
    const QString key = axis.field->currentData().toString();
    if (!key.isEmpty()) next.axes.push_back({.field = toStdString(key), .values = toStdString(axis.values->text())});
  }
  rules_.change(next);
}

void GridPanel::fillFields(Axis& axis, int number) {
  const MakeSettings& now = rules_.settings();
  const auto at = static_cast<std::size_t>(number);
  const QString chosen = at < now.axes.size() ? toQString(now.axes[at].field) : QString();
  axis.field->clear();
  axis.field->addItem(number == 0 ? tr("No grid") : tr("Nothing more"), QString());
  for (const QString& key : axisKeys(now)) {
    const bool taken =
        std::any_of(now.axes.begin(), now.axes.end(), [&](const api::GridAxis& each) { return toQString(each.field) == key; });
    if (!taken || key == chosen) axis.field->addItem(optionName(key), key);
  }
  axis.field->setCurrentIndex(axis.field->findData(chosen));
  axis.values->setEnabled(!chosen.isEmpty());
  axis.values->setPlaceholderText(chosen.isEmpty() ? QString() : axisExample(chosen));
  const QString values = at < now.axes.size() ? toQString(now.axes[at].values) : QString();
  if (axis.values->text() != values) axis.values->setText(values);
}

void GridPanel::refresh() {
  refreshing_ = true;
  const MakeSettings& now = rules_.settings();
  for (int i = 0; i < kMostAxes; ++i) {
    Axis& axis = axes_[static_cast<std::size_t>(i)];
    fillFields(axis, i);
    const bool shown = i <= static_cast<int>(now.axes.size());
    axis.field->setVisible(shown);
    axis.values->setVisible(shown && i < static_cast<int>(now.axes.size()));
  }
  const GridPlan plan = gridPlan(now);
  sentence_->setText(!plan.problem.isEmpty() ? plan.problem
                     : plan.pictures > 0     ? plan.sentence
                                             : tr("Choose a setting to see it at several values side by side."));
  setNote(plan.pictures > 0 ? tr("%n picture(s)", nullptr, plan.pictures) : QString());
  refreshing_ = false;
}

}  // namespace likeness::ui
