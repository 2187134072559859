#include "ui/pages/make/settings_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "engine/api/samplers.h"
#include "ui/bridge/convert.h"
#include "ui/viewmodels/picture_words.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {
namespace {

constexpr int kPromptLines = 4, kNegativeLines = 2;

QLabel* caption(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("role", QStringLiteral("caption"));
  return label;
}

/// A caption above a field, closer to it than to what stands before.
QVBoxLayout* captioned(const QString& name, QWidget* field) {
  auto* pair = new QVBoxLayout;
  pair->setSpacing(3);
  QLabel* label = caption(name);
  label->setBuddy(field);
  pair->addWidget(label);
  pair->addWidget(field);
  pair->addStretch(1);
  return pair;
}

/// Setting a box to the number it has would rewrite what is being typed.
template <class Box, class Value>
void showValue(Box& box, Value value) {
  if (box.value() != value) box.setValue(value);
}

}  // namespace

SettingsPanel::SettingsPanel(AppState& state, MakeViewModel& rules, QWidget* parent)
    : QWidget(parent), rules_(rules), model_(new ModelChooser(state)), subjects_(new SubjectChips), strengthRow_(new QWidget),
      strength_(new QDoubleSpinBox), prompt_(new PromptEdit), promptHint_(caption({})), negative_(new PromptEdit),
      guidance_(new GuidanceControl), drafts_(new DraftsBar(rules)), seed_(new SeedControl), size_(new SizeControl), count_(new QSpinBox), steps_(new QSpinBox),
      sampler_(new QComboBox), schedule_(new QComboBox) {
  build();
  nameEverything();
  WheelGuard::protectAll(strengthRow_);
  for (QWidget* box : std::initializer_list<QWidget*>{count_, steps_, sampler_, schedule_}) WheelGuard::protect(box);
  connectFields();
  connectSeedAndSize();
  connect(&rules_, &MakeViewModel::settingsChanged, this, &SettingsPanel::refresh);
  connect(&rules_, &MakeViewModel::knowledgeChanged, this, &SettingsPanel::refresh);
  refresh();
}

void SettingsPanel::build() {
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
  QVBoxLayout* words = captioned(tr("Prompt"), prompt_);
  words->addWidget(promptHint_);
  column->addLayout(words);
  column->addLayout(captioned(tr("Leave out"), negative_));
  column->addLayout(captioned(tr("Guidance"), guidance_));
  column->addWidget(drafts_);
  buildNumbers(*column);
  column->addStretch(1);
}

void SettingsPanel::buildNumbers(QVBoxLayout& column) {
  count_->setRange(1, kMostPictures);
  steps_->setRange(1, kMostSteps);
  for (const api::SamplerName& sampler : api::sampler_list) {
    const QString key = toQString(std::string(sampler.key));
    sampler_->addItem(samplerName(key), key);
  }
  column.addLayout(captioned(tr("Seed"), seed_));
  auto* sizeRow = new QHBoxLayout;
  auto* stepsRow = new QHBoxLayout;
  for (QHBoxLayout* row : {sizeRow, stepsRow}) row->setSpacing(theme::kSpacing);
  for (QWidget* field : std::initializer_list<QWidget*>{size_, count_, steps_, sampler_, schedule_})
    field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  sizeRow->addLayout(captioned(tr("Size"), size_), 3);
  sizeRow->addLayout(captioned(tr("Pictures"), count_), 1);
  stepsRow->addLayout(captioned(tr("Steps"), steps_), 2);
  stepsRow->addLayout(captioned(tr("Sampler"), sampler_), 3);
  stepsRow->addLayout(captioned(tr("Noise schedule"), schedule_), 3);
  column.addLayout(sizeRow);
  column.addLayout(stepsRow);
}

void SettingsPanel::nameEverything() {
  subjects_->setAccessibleName(tr("Subjects"));
  strength_->setAccessibleName(tr("How strongly the subject is used"));
  strength_->setToolTip(tr("1 as taught, lower is looser, higher is stricter (LoRA strength)"));
  prompt_->setAccessibleName(tr("Prompt"));
  negative_->setAccessibleName(tr("Leave out"));
  negative_->setToolTip(tr("Things to keep out of the picture (negative prompt)"));
  count_->setAccessibleName(tr("Number of pictures"));
  count_->setToolTip(tr("Each gets the next seed"));
  steps_->setAccessibleName(tr("Steps"));
  steps_->setToolTip(tr("More steps give finer pictures and take longer"));
  sampler_->setAccessibleName(tr("Sampler"));
  sampler_->setToolTip(tr("How noise becomes a picture"));
  schedule_->setAccessibleName(tr("Noise schedule"));
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
  connect(subjects_, &SubjectChips::teachRequested, this, &SettingsPanel::teachRequested);
  connect(strength_, &QDoubleSpinBox::valueChanged, this, [this](double value) { set(&MakeSettings::strength, value); });
  connect(prompt_, &PromptEdit::textChanged, this, [this] { set(&MakeSettings::prompt, prompt_->toPlainText()); });
  connect(negative_, &PromptEdit::textChanged, this, [this] { set(&MakeSettings::negative, negative_->toPlainText()); });
  connect(guidance_, &GuidanceControl::valueChanged, this, [this](double value) { set(&MakeSettings::guidance, value); });
  connect(drafts_, &DraftsBar::valueChosen, this, [this](double value) { set(&MakeSettings::guidance, value); });
  connect(count_, &QSpinBox::valueChanged, this, [this](int value) { set(&MakeSettings::count, value); });
  connect(steps_, &QSpinBox::valueChanged, this, [this](int value) { set(&MakeSettings::steps, value); });
  connect(sampler_, &QComboBox::currentIndexChanged, this, [this] { set(&MakeSettings::sampler, sampler_->currentData().toString()); });
  connect(schedule_, &QComboBox::currentIndexChanged, this,
          [this] { set(&MakeSettings::schedule, schedule_->currentData().toString()); });
}

void SettingsPanel::connectSeedAndSize() {
  connect(seed_, &SeedControl::seedTyped, this, [this](qint64 seed) { set(&MakeSettings::seed, seed); });
  connect(seed_, &SeedControl::lockWanted, this, [this](bool locked) {
    rules_.lockSeed(locked);
    refresh();
  });
  connect(size_, &SizeControl::shapeChosen, this, [this](Shape shape) {
    MakeSettings next = rules_.settings();
    const QSize before = pixelsOf(next, rules_.ownSize());
    if (shape == Shape::custom && !before.isEmpty()) {
      next.width = before.width();
      next.height = before.height();
    }
    next.shape = shape;
    rules_.change(next);
  });
  connect(size_, &SizeControl::sizeTyped, this, [this](int width, int height) {
    MakeSettings next = rules_.settings();
    next.width = width;
    next.height = height;
    rules_.change(next);
    refresh();
  });
}

/// Those that the sampler takes.
void SettingsPanel::showSchedules() {
  const MakeSettings& now = rules_.settings();
  const api::SamplerName* sampler = api::find_sampler(toStdString(now.sampler));
  const bool takesAll = sampler != nullptr && sampler->takes_schedules;
  const int wanted = takesAll ? static_cast<int>(api::schedule_list.size()) : 1;
  if (schedule_->count() != wanted) {
    schedule_->clear();
    for (int i = 0; i < wanted; ++i) {
      const QString key = toQString(std::string(api::schedule_list[static_cast<std::size_t>(i)].key));
      schedule_->addItem(scheduleName(key), key);
    }
  }
  schedule_->setCurrentIndex(schedule_->findData(now.schedule));
  schedule_->setEnabled(takesAll);
  schedule_->setToolTip(takesAll ? tr("How the noise levels are spaced")
                                 : tr("%1 has its own spacing; choose another sampler for others").arg(samplerName(now.sampler)));
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
  seed_->setSeed(now.seed);
  size_->display(now, rules_.ownSize());
  showValue(*count_, now.count);
  showValue(*steps_, now.steps);
  sampler_->setCurrentIndex(sampler_->findData(now.sampler));
  showSchedules();
  refreshing_ = false;
}

}  // namespace likeness::ui
