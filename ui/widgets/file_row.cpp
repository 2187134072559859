#include "ui/widgets/file_row.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include "ui/viewmodels/make_settings.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {

FileRow::FileRow(const QString& kind, const QString& file, Value value, QWidget* parent)
    : QFrame(parent), file_(file), remove_(new QToolButton) {
  const QString name = QFileInfo(file).completeBaseName();
  setProperty("card", true);
  auto* label = new ElidedLabel(kind + QStringLiteral(" · ") + name);
  label->setToolTip(QDir::toNativeSeparators(file));
  remove_->setIcon(theme::icon(QStringLiteral("remove")));
  remove_->setAutoRaise(true);
  remove_->setAccessibleName(tr("Take out %1").arg(name));
  remove_->setToolTip(tr("Do not use it"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(theme::kSpacing, 2, 2, 2);
  row->setSpacing(4);
  row->addWidget(label, 1);
  if (value == Value::strength) {
    strength_ = new QDoubleSpinBox;
    strength_->setRange(-kLoraStrength, kLoraStrength);
    strength_->setSingleStep(0.05);
    strength_->setDecimals(2);
    strength_->setAccessibleName(tr("Strength of %1").arg(name));
    strength_->setToolTip(tr("1 as it was taught, 0 not at all, below 0 the opposite"));
    WheelGuard::protect(strength_);
    connect(strength_, &QDoubleSpinBox::valueChanged, this, &FileRow::strengthChosen);
    row->addWidget(strength_);
  } else if (value == Value::word) {
    word_ = new QLineEdit;
    word_->setFixedWidth(fontMetrics().averageCharWidth() * 16);
    word_->setAccessibleName(tr("Word for %1").arg(name));
    word_->setToolTip(tr("Write this word in the prompt where it should work; empty: the file's name"));
    connect(word_, &QLineEdit::textEdited, this, &FileRow::wordChosen);
    row->addWidget(word_);
  }
  row->addWidget(remove_);
  connect(remove_, &QToolButton::clicked, this, &FileRow::removeClicked);
}

void FileRow::setStrength(double strength) {
  if (strength_ == nullptr || strength_->value() == strength) return;
  const QSignalBlocker quiet(strength_);
  strength_->setValue(strength);
}

void FileRow::setWord(const QString& word) {
  if (word_ != nullptr && word_->text() != word) word_->setText(word);
}

}  // namespace likeness::ui
