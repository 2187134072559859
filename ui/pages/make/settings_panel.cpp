#include "ui/pages/make/settings_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/pages/make/files_panel.h"
#include "ui/pages/make/grid_panel.h"
#include "ui/pages/make/more_panel.h"
#include "ui/pages/make/numbers_panel.h"
#include "ui/pages/make/parts.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {
namespace {

using make::caption;
using make::captioned;
using make::showValue;

constexpr int kPromptLines = 4, kNegativeLines = 2;

}  // namespace

SettingsPanel::SettingsPanel(AppState& state, MakeViewModel& rules, QWidget* parent)
    : QWidget(parent), rules_(rules), model_(new ModelChooser(state)), subjects_(new SubjectChips), strengthRow_(new QWidget),
      strength_(new QDoubleSpinBox), prompt_(new PromptEdit), promptHint_(caption({})), negative_(new PromptEdit),
      guidance_(new GuidanceControl), drafts_(new DraftsBar(rules)), start_(new StartPanel(rules)) {
  build(state);
  nameEverything();
  WheelGuard::protectAll(strengthRow_);
  connectFields();
  connect(&rules_, &MakeViewModel::settingsChanged, this, &SettingsPanel::refresh);
  connect(&rules_, &MakeViewModel::knowledgeChanged, this, &SettingsPanel::refresh);
  refresh();
}

void SettingsPanel::build(AppState& state) {
  strength_->setRange(0, kHighestStrength);
  strength_->setSingleStep(0.05);
  strength_->setDecimals(2);
  auto* strengthLine = new QHBoxLayout(strengthRow_);
  strengthLine->setContentsMargins(0, 0, 0, 0);
  strengthLine->addWidget(caption(tr("How strongly")), 1);
  strengthLine->addWidget(strength_);
  prompt_->setLines(kPromptLines);
  prompt_->setPlaceholderText(tr("What do you want to see?"));
  promptHint_->setWordWrap(true);
  negative_->setLines(kNegativeLines);
  negative_->setPlaceholderText(tr("What should not be in it"));

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addLayout(captioned(tr("Model"), model_));
  column->addLayout(captioned(tr("Subject"), subjects_));
  column->addWidget(strengthRow_);
  column->addWidget(new FilesPanel(rules_));
  QVBoxLayout* words = captioned(tr("Prompt"), prompt_);
  words->addWidget(promptHint_);
  column->addLayout(words);
  column->addLayout(captioned(tr("Leave out"), negative_));
  column->addWidget(start_);
  column->addLayout(captioned(tr("Guidance"), guidance_));
  column->addWidget(drafts_);
  column->addWidget(new NumbersPanel(rules_));
  column->addWidget(new MorePanel(state, rules_));
  column->addWidget(new GridPanel(rules_));
  column->addStretch(1);
}

void SettingsPanel::nameEverything() {
  subjects_->setAccessibleName(tr("Subjects"));
  strength_->setAccessibleName(tr("How strongly the subject is used"));
  strength_->setToolTip(tr("1 as taught, lower is looser, higher is stricter (LoRA strength)"));
  prompt_->setAccessibleName(tr("Prompt"));
  negative_->setAccessibleName(tr("Leave out"));
  negative_->setToolTip(tr("Things to keep out of the picture (negative prompt)"));
}

template <class Field, class Value>
void SettingsPanel::set(Field MakeSettings::*field, const Value& value) {
  if (refreshing_) return;
  MakeSettings next = rules_.settings();
  next.*field = value;
  rules_.change(next);
  refresh();  // also where a limit left everything as it was
}

void SettingsPanel::connectFields() {
  connect(model_, &ModelChooser::modelChosen, &rules_, &MakeViewModel::chooseModel);
  connect(subjects_, &SubjectChips::subjectChosen, &rules_, &MakeViewModel::chooseSubject);
  connect(start_, &StartPanel::paintRequested, this, &SettingsPanel::paintRequested);
  connect(subjects_, &SubjectChips::teachRequested, this, &SettingsPanel::teachRequested);
  connect(strength_, &QDoubleSpinBox::valueChanged, this, [this](double value) { set(&MakeSettings::strength, value); });
  connect(prompt_, &PromptEdit::textChanged, this, [this] { set(&MakeSettings::prompt, prompt_->toPlainText()); });
  connect(negative_, &PromptEdit::textChanged, this, [this] { set(&MakeSettings::negative, negative_->toPlainText()); });
  connect(guidance_, &GuidanceControl::valueChanged, this, [this](double value) { set(&MakeSettings::guidance, value); });
  connect(drafts_, &DraftsBar::valueChosen, this, [this](double value) { set(&MakeSettings::guidance, value); });
}

void SettingsPanel::refresh() {
  if (refreshing_) return;
  refreshing_ = true;
  const MakeSettings& now = rules_.settings();
  model_->setModel(rules_.modelPath());
  subjects_->showSubjects(rules_.taughtSubjects(), now.subject);
  strengthRow_->setVisible(rules_.subjectIsLora());
  showValue(*strength_, now.strength);
  prompt_->setVocabulary(rules_.vocabulary());
  prompt_->showText(now.prompt);
  promptHint_->setText(rules_.promptHint());
  promptHint_->setVisible(!promptHint_->text().isEmpty());
  negative_->showText(now.negative);
  if (guidance_->value() != now.guidance) guidance_->setValue(now.guidance);
  refreshing_ = false;
}

}  // namespace likeness::ui
