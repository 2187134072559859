#include "ui/widgets/choice_bar.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

/// The one taken looks like a primary button; a changed property needs the style to look again.
void showTaken(QPushButton& button, bool taken) {
  button.setProperty("primary", taken);
  button.style()->unpolish(&button);
  button.style()->polish(&button);
}

}  // namespace

ChoiceBar::ChoiceBar(const QString& name, std::vector<Choice> choices, QWidget* parent)
    : QWidget(parent), choices_(std::move(choices)), buttons_(new QButtonGroup(this)), sentence_(new QLabel) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing / 2);
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    auto* button = new QPushButton(choices_[i].label);
    button->setObjectName(QStringLiteral("choice_") + choices_[i].id);
    button->setCheckable(true);
    button->setStyleSheet(QStringLiteral("border-radius: 0;"));
    connect(button, &QPushButton::toggled, this, [button](bool on) { showTaken(*button, on); });
    button->setToolTip(choices_[i].sentence);
    button->setAccessibleName(tr("%1: %2").arg(name, choices_[i].label));
    button->setAccessibleDescription(choices_[i].sentence);
    buttons_->addButton(button, static_cast<int>(i));
    row->addWidget(button, 1);
  }
  layout->addLayout(row);
  sentence_->setWordWrap(true);
  sentence_->hide();  // a choice may say enough by its word
  sentence_->setProperty("role", QStringLiteral("caption"));
  layout->addWidget(sentence_);
  buttons_->button(0)->setChecked(true);
  showSentence();
  connect(buttons_, &QButtonGroup::idToggled, this, [this](int, bool on) {
    if (on) showSentence();
  });
  connect(buttons_, &QButtonGroup::idClicked, this, [this] { Q_EMIT chosen(choice()); });
}

QString ChoiceBar::choice() const { return choices_[static_cast<std::size_t>(buttons_->checkedId())].id; }

void ChoiceBar::setChoice(const QString& id) {
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    if (choices_[i].id == id) buttons_->button(static_cast<int>(i))->setChecked(true);
  }
}

void ChoiceBar::showSentence() {
  sentence_->setText(choices_[static_cast<std::size_t>(buttons_->checkedId())].sentence);
  sentence_->setVisible(!sentence_->text().isEmpty());
}

}  // namespace likeness::ui
