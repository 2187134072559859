#include "ui/pages/make/numbers_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "engine/api/samplers.h"
#include "ui/bridge/convert.h"
#include "ui/pages/make/parts.h"
#include "ui/viewmodels/picture_words.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {

using make::captioned;
using make::showValue;

NumbersPanel::NumbersPanel(MakeViewModel& rules, QWidget* parent)
    : QWidget(parent),
      rules_(rules),
      seed_(new SeedControl),
      size_(new SizeControl),
      count_(new QSpinBox),
      steps_(new QSpinBox),
      sampler_(new QComboBox),
      schedule_(new QComboBox) {
  build();
  nameEverything();
  for (QWidget* box : std::initializer_list<QWidget*>{count_, steps_, sampler_, schedule_}) WheelGuard::protect(box);
  connectFields();
  connectSize();
  connect(&rules_, &MakeViewModel::settingsChanged, this, &NumbersPanel::refresh);
  connect(&rules_, &MakeViewModel::knowledgeChanged, this, &NumbersPanel::refresh);
  refresh();
}

void NumbersPanel::build() {
  count_->setRange(1, kMostPictures);
  steps_->setRange(1, kMostSteps);
  for (const api::SamplerName& sampler : api::sampler_list) {
    const QString key = toQString(std::string(sampler.key));
    sampler_->addItem(samplerName(key), key);
  }
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addLayout(captioned(tr("Seed"), seed_));
  column->addLayout(captioned(tr("Size"), size_));
  const auto addPair = [column](QLayout* first, QLayout* second) {
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::kSpacing);
    row->addLayout(first, 1);
    row->addLayout(second, 1);
    column->addLayout(row);
  };
  for (QWidget* field : std::initializer_list<QWidget*>{size_, count_, steps_, sampler_, schedule_})
    field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  addPair(captioned(tr("Pictures"), count_), captioned(tr("Steps"), steps_));
  addPair(captioned(tr("Sampler"), sampler_), captioned(tr("Noise schedule"), schedule_));
}

void NumbersPanel::nameEverything() {
  count_->setAccessibleName(tr("Number of pictures"));
  count_->setToolTip(tr("Each gets the next seed"));
  steps_->setAccessibleName(tr("Steps"));
  steps_->setToolTip(tr("More steps give finer pictures and take longer"));
  sampler_->setAccessibleName(tr("Sampler"));
  sampler_->setToolTip(tr("How noise becomes a picture"));
  schedule_->setAccessibleName(tr("Noise schedule"));
}

template <class Field, class Value>
void NumbersPanel::set(Field MakeSettings::*field, const Value& value) {
  if (refreshing_) return;
  MakeSettings next = rules_.settings();
  next.*field = value;
  rules_.change(next);
  refresh();  // also where a limit left everything as it was
}

void NumbersPanel::connectFields() {
  connect(seed_, &SeedControl::seedTyped, this, [this](qint64 seed) { set(&MakeSettings::seed, seed); });
  connect(seed_, &SeedControl::lockWanted, this, [this](bool locked) {
    rules_.lockSeed(locked);
    refresh();
  });
  connect(count_, &QSpinBox::valueChanged, this, [this](int value) { set(&MakeSettings::count, value); });
  connect(steps_, &QSpinBox::valueChanged, this, [this](int value) { set(&MakeSettings::steps, value); });
  connect(sampler_, &QComboBox::currentIndexChanged, this, [this] { set(&MakeSettings::sampler, sampler_->currentData().toString()); });
  connect(schedule_, &QComboBox::currentIndexChanged, this, [this] { set(&MakeSettings::schedule, schedule_->currentData().toString()); });
}

void NumbersPanel::connectSize() {
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
void NumbersPanel::showSchedules() {
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

void NumbersPanel::refresh() {
  if (refreshing_) return;
  refreshing_ = true;
  const MakeSettings& now = rules_.settings();
  seed_->setSeed(now.seed);
  size_->display(now, rules_.ownSize());
  showValue(*count_, now.count);
  count_->setEnabled(now.axes.empty());  // a grid has one picture a cell
  showValue(*steps_, now.steps);
  sampler_->setCurrentIndex(sampler_->findData(now.sampler));
  showSchedules();
  refreshing_ = false;
}

}  // namespace likeness::ui
