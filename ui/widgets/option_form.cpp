#include "ui/widgets/option_form.h"

#include <algorithm>
#include <set>

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {
namespace {

bool isSeed(const OptionRow& row) { return row.value.typeId() == QMetaType::LongLong; }

template <class Box>
void dress(Box& box, const OptionRow& row) {
  if (!row.unit.isEmpty()) box.setSuffix(QLatin1Char(' ') + row.unit);
  box.setSpecialValueText(row.lowest);
}

}  // namespace

OptionForm::OptionForm(QWidget* parent) : QWidget(parent), grid_(new QGridLayout(this)) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setHorizontalSpacing(theme::kSpacing);
  grid_->setVerticalSpacing(4);
  grid_->setColumnStretch(0, 1);
}

void OptionForm::showRows(const std::vector<OptionRow>& rows) {
  std::set<QString> groupsInUse;
  for (const OptionRow& row : rows) {
    if (!lines_.contains(row.key)) addLine(row);
    refresh(row);
    if (row.applies) groupsInUse.insert(row.group);
  }
  for (const auto& [name, label] : groups_) label->setVisible(groupsInUse.contains(name));
}

void OptionForm::addLine(const OptionRow& row) {
  if (!groups_.contains(row.group)) {
    auto* heading = new QLabel(row.group);
    heading->setProperty("role", QStringLiteral("caption"));
    groups_[row.group] = heading;
    grid_->addWidget(heading, grid_->rowCount(), 0, 1, 3);
  }
  Line line{.name = new QLabel(row.name), .field = makeField(row), .reset = new QToolButton};
  line.field->setAccessibleName(row.name);
  line.name->setBuddy(line.field);
  for (QWidget* each : {static_cast<QWidget*>(line.name), line.field}) each->setToolTip(row.tip);
  line.reset->setIcon(theme::icon(QStringLiteral("reload")));
  line.reset->setAutoRaise(true);
  line.reset->setAccessibleName(tr("Reset: %1").arg(row.name));
  line.reset->setToolTip(tr("Back to the usual value"));
  QSizePolicy keepsPlace = line.reset->sizePolicy();
  keepsPlace.setRetainSizeWhenHidden(true);
  line.reset->setSizePolicy(keepsPlace);
  connect(line.reset, &QToolButton::clicked, this, [this, key = row.key, usual = row.usual] { Q_EMIT valueChosen(key, usual); });
  WheelGuard::protect(line.field);
  const int at = grid_->rowCount();
  grid_->addWidget(line.name, at, 0);
  grid_->addWidget(line.field, at, 1);
  grid_->addWidget(line.reset, at, 2);
  lines_.emplace(row.key, line);
}

QWidget* OptionForm::makeField(const OptionRow& row) {
  if (row.value.typeId() == QMetaType::Bool) {
    auto* box = new QCheckBox;
    connect(box, &QCheckBox::clicked, this, [this, key = row.key](bool on) { Q_EMIT valueChosen(key, on); });
    return box;
  }
  if (row.value.typeId() != QMetaType::QString) return makeNumber(row);
  auto* box = new QComboBox;
  for (const auto& [value, name] : row.choices) box->addItem(name, value);
  connect(box, &QComboBox::currentIndexChanged, this,
          [this, box, key = row.key] { Q_EMIT valueChosen(key, box->currentData().toString()); });
  return box;
}

QWidget* OptionForm::makeNumber(const OptionRow& row) {
  if (row.value.typeId() == QMetaType::Int) {
    auto* box = new QSpinBox;
    box->setRange(static_cast<int>(row.minimum), static_cast<int>(row.maximum));
    if (!row.unit.isEmpty() && row.maximum > 1000) box->setSingleStep(64);
    dress(*box, row);
    connect(box, &QSpinBox::valueChanged, this, [this, key = row.key](int value) { Q_EMIT valueChosen(key, value); });
    return box;
  }
  auto* box = new QDoubleSpinBox;
  box->setRange(row.minimum, row.maximum);
  box->setDecimals(isSeed(row) ? 0 : 2);
  box->setSingleStep(isSeed(row) ? 1 : row.maximum > 10 ? 0.5 : 0.05);
  dress(*box, row);
  connect(box, &QDoubleSpinBox::valueChanged, this, [this, key = row.key, seed = isSeed(row)](double value) {
    Q_EMIT valueChosen(key, seed ? QVariant::fromValue(static_cast<qint64>(value)) : QVariant(value));
  });
  return box;
}

void OptionForm::refresh(const OptionRow& row) {
  const Line& line = lines_.at(row.key);
  const QSignalBlocker quiet(line.field);
  // A number box that is being typed into already has the value; setting it again would rewrite the text.
  if (auto* number = qobject_cast<QSpinBox*>(line.field)) {
    if (number->value() != row.value.toInt()) number->setValue(row.value.toInt());
  } else if (auto* real = qobject_cast<QDoubleSpinBox*>(line.field)) {
    if (real->value() != row.value.toDouble()) real->setValue(row.value.toDouble());
  } else if (auto* choice = qobject_cast<QComboBox*>(line.field)) {
    choice->setCurrentIndex(choice->findData(row.value));
  } else if (auto* check = qobject_cast<QCheckBox*>(line.field)) {
    check->setChecked(row.value.toBool());
  }
  QFont font = line.name->font();
  font.setBold(row.isChanged());
  line.name->setFont(font);
  for (QWidget* each : {static_cast<QWidget*>(line.name), line.field}) each->setVisible(row.applies);
  // Its place is kept while it is hidden, but not that of a row that is not there.
  QSizePolicy policy = line.reset->sizePolicy();
  policy.setRetainSizeWhenHidden(row.applies);
  line.reset->setSizePolicy(policy);
  line.reset->setVisible(row.applies && row.isChanged());
}

}  // namespace likeness::ui
