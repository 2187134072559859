#include "ui/pages/teach/setup_form.h"

#include <QComboBox>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/pages/teach/parts.h"
#include "ui/viewmodels/teach_viewmodel.h"
#include "ui/widgets/choice_bar.h"
#include "ui/widgets/model_chooser.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {

namespace {

constexpr int kLongestName = 40;

QLabel* fieldLabel(const QString& text, QWidget* buddy) {
  QLabel* label = parts::heading(text);
  label->setTextFormat(Qt::AutoText);
  label->setBuddy(buddy);
  return label;
}

}  // namespace

SetupForm::SetupForm(AppState& state, TeachViewModel& model, QWidget* parent)
    : QWidget(parent), model_(model), name_(new QLineEdit), kind_(new QComboBox), chooser_(new ModelChooser(state)), token_(new QLineEdit) {
  auto* fields = new QWidget;
  auto* fieldLayout = new QVBoxLayout(fields);
  fieldLayout->setContentsMargins(0, 0, theme::kSpacing, 0);
  fieldLayout->setSpacing(theme::kSpacing / 2);
  buildWho(*fieldLayout);
  buildHow(*fieldLayout);
  buildMore(*fieldLayout);
  fieldLayout->addStretch();
  auto* scroll = new QScrollArea;
  scroll->setWidget(fields);
  fields->setAutoFillBackground(false);
  scroll->viewport()->setAutoFillBackground(false);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing);
  layout->addWidget(scroll, 1);
  buildStart(*layout);
  WheelGuard::protect(kind_);
  connect(&model_, &TeachViewModel::draftChanged, this, &SetupForm::showDraft);
  connect(&model_, &TeachViewModel::photosChanged, this, &SetupForm::showDraft);
  showDraft();
}

void SetupForm::focusName() { name_->setFocus(); }

void SetupForm::buildWho(QVBoxLayout& layout) {
  name_->setObjectName(QStringLiteral("teachName"));
  name_->setAccessibleName(tr("Name"));
  name_->setPlaceholderText(tr("Biscuit"));
  name_->setMaxLength(kLongestName);
  connect(name_, &QLineEdit::textEdited, this, [this](const QString& text) { model_.change(&TeachDraft::name, text); });
  layout.addWidget(fieldLabel(tr("&Name"), name_));
  layout.addWidget(name_);
  layout.addSpacing(theme::kSpacing);
  kind_->setObjectName(QStringLiteral("teachKind"));
  kind_->setAccessibleName(tr("Kind"));
  kind_->setEditable(true);
  kind_->setInsertPolicy(QComboBox::NoInsert);
  kind_->setMaxVisibleItems(14);
  kind_->lineEdit()->setPlaceholderText(tr("dog, mug, person …"));
  kind_->lineEdit()->setMaxLength(kLongestName);
  kind_->completer()->setFilterMode(Qt::MatchContains);
  kind_->completer()->setCompletionMode(QCompleter::PopupCompletion);
  connect(kind_, &QComboBox::editTextChanged, this, [this](const QString& text) { model_.change(&TeachDraft::kind, text); });
  layout.addWidget(fieldLabel(tr("&Kind"), kind_));
  layout.addWidget(kind_);
  kindAdvice_ = parts::caption();
  kindAdvice_->setObjectName(QStringLiteral("teachKindAdvice"));
  layout.addWidget(kindAdvice_);
  promptLine_ = new QLabel;
  promptLine_->setObjectName(QStringLiteral("teachPromptLine"));
  promptLine_->setWordWrap(true);
  promptLine_->setTextFormat(Qt::PlainText);
  layout.addSpacing(theme::kSpacing / 2);
  layout.addWidget(promptLine_);
  layout.addSpacing(theme::kSpacing);
}

void SetupForm::buildHow(QVBoxLayout& layout) {
  chooser_->setObjectName(QStringLiteral("teachModel"));
  connect(chooser_, &ModelChooser::modelChosen, this, [this](const QString& path) { model_.change(&TeachDraft::model, path); });
  layout.addWidget(fieldLabel(tr("&Base model"), chooser_));
  layout.addWidget(chooser_);
  layout.addSpacing(theme::kSpacing);
  preset_ = new ChoiceBar(
      tr("How thoroughly"),
      {{QStringLiteral("quick"), tr("Quick"), tr("A first look: fewest steps, a rough likeness.")},
       {QStringLiteral("balanced"), tr("Balanced"), tr("Right for most subjects: a good likeness that still obeys your words.")},
       {QStringLiteral("thorough"), tr("Thorough"), tr("For subjects with fine detail: most steps, takes longest.")}});
  connect(preset_, &ChoiceBar::chosen, this, [this](const QString& id) { model_.change(&TeachDraft::preset, id); });
  layout.addWidget(parts::heading(tr("How thoroughly")));
  layout.addWidget(preset_);
  layout.addSpacing(theme::kSpacing);
}

void SetupForm::buildMore(QVBoxLayout& layout) {
  auto* more = parts::button(QStringLiteral("teachMore"), tr("More"));
  more->setCheckable(true);
  more->setFlat(true);
  more->setIcon(theme::icon(QStringLiteral("add")));
  auto* box = new QWidget;
  auto* inside = new QVBoxLayout(box);
  inside->setContentsMargins(0, 0, 0, 0);
  inside->setSpacing(theme::kSpacing / 2);
  method_ = new ChoiceBar(tr("What to make"), {{QStringLiteral("full"), tr("Whole model"),
                                                tr("Changes the whole model: the closest likeness, a file as large as the base model.")},
                                               {QStringLiteral("lora"), tr("Small add-on file"),
                                                tr("Leaves the base model as it is and makes a small file (LoRA) that goes on top.")}});
  connect(method_, &ChoiceBar::chosen, this, [this](const QString& id) { model_.change(&TeachDraft::method, id); });
  inside->addWidget(parts::heading(tr("What to make")));
  inside->addWidget(method_);
  inside->addSpacing(theme::kSpacing);
  token_->setObjectName(QStringLiteral("teachToken"));
  token_->setAccessibleName(tr("Rare word"));
  token_->setMaxLength(kLongestName);
  connect(token_, &QLineEdit::textEdited, this, [this](const QString& text) { model_.change(&TeachDraft::token, text); });
  inside->addWidget(fieldLabel(tr("&Rare word"), token_));
  inside->addWidget(token_);
  inside->addWidget(parts::caption(tr("What the model reads in place of the name. It should mean nothing to the base model yet.")));
  box->hide();
  connect(more, &QPushButton::toggled, box, [box, more](bool on) {
    box->setVisible(on);
    more->setIcon(theme::icon(on ? QStringLiteral("remove") : QStringLiteral("add")));
  });
  layout.addWidget(more, 0, Qt::AlignLeft);
  layout.addWidget(box);
}

void SetupForm::buildStart(QVBoxLayout& layout) {
  missing_ = parts::caption();
  missing_->setObjectName(QStringLiteral("teachMissing"));
  layout.addWidget(missing_);
  start_ = parts::button(QStringLiteral("teachStart"), tr("Start teaching"));
  start_->setProperty("primary", true);
  start_->setMinimumHeight(38);
  connect(start_, &QPushButton::clicked, &model_, &TeachViewModel::start);
  layout.addWidget(start_);
}

void SetupForm::showKinds() {
  const QStringList kinds = model_.kinds();
  QStringList shown;
  for (int i = 0; i < kind_->count(); ++i) shown << kind_->itemText(i);
  if (shown == kinds) return;
  const QSignalBlocker quiet(kind_);
  const QString text = kind_->currentText();
  kind_->clear();
  kind_->addItems(kinds);
  kind_->setEditText(text);
}

void SetupForm::showDraft() {
  showKinds();
  const TeachDraft& draft = model_.draft();
  if (name_->text() != draft.name) name_->setText(draft.name);
  if (token_->text() != draft.token) token_->setText(draft.token);
  if (kind_->currentText() != draft.kind) {
    const QSignalBlocker quiet(kind_);
    kind_->setEditText(draft.kind);
  }
  if (chooser_->model() != draft.model) chooser_->setModel(draft.model);
  preset_->setChoice(draft.preset);
  method_->setChoice(draft.method);
  kindAdvice_->setText(model_.kindAdvice());
  kindAdvice_->setVisible(!kindAdvice_->text().isEmpty());
  promptLine_->setText(tr("You will write: %1").arg(promptLine(draft)));
  QStringList missing = model_.missing();
  if (model_.isLookingAtPhotos()) missing.prepend(tr("Looking at the photos …"));
  missing_->setText(missing.join(QStringLiteral(" \u00B7 ")));
  missing_->setVisible(!missing.isEmpty());
  start_->setText(model_.mustWait() ? tr("Add to the queue") : tr("Start teaching"));
  start_->setEnabled(missing.isEmpty());
  start_->setToolTip(missing.join(QLatin1Char('\n')));
}

}  // namespace likeness::ui
