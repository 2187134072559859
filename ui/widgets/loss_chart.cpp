#include "ui/widgets/loss_chart.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/chip.h"
#include "ui/widgets/loss_plot.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

QString lossHelp(LossKind kind) {
  switch (kind) {
    case LossKind::Subject:
      return LossChart::tr("How far the model is from your photos. It jumps from step to step; the bold line is its trend.");
    case LossKind::Class: return LossChart::tr("The same for the class pictures, which keep the kind as it was.");
    case LossKind::Probe:
      return LossChart::tr("Your photos measured with the same noise each time: if this falls, the subject is being learnt.");
    case LossKind::ProbeClass: return LossChart::tr("The class pictures measured with the same noise each time: this should stay level.");
  }
  return {};
}

}  // namespace

LossChart::LossChart(const LossHistory& history, QWidget* parent) : QWidget(parent), history_(history), plot_(new LossPlot(history)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing / 2);
  layout->addWidget(legend_ = buildLegend());
  layout->addWidget(plot_, 1);
  layout->addWidget(switches_ = buildSwitches());
  historyChanged();
}

QWidget* LossChart::buildLegend() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing / 2);
  for (int number = 0; number < kLossKinds; ++number) {
    const auto kind = static_cast<LossKind>(number);
    auto* chip = new Chip(lossName(kind), lossColor(kind), kind == LossKind::ProbeClass ? Chip::Mark::Ring : Chip::Mark::Dot);
    chip->setObjectName(QStringLiteral("lossChip%1").arg(number));
    chip->setChecked(true);
    chip->setToolTip(lossHelp(kind));
    chip->setAccessibleDescription(lossHelp(kind));
    connect(chip, &Chip::toggled, this, [this, kind](bool on) { plot_->setShown(kind, on); });
    layout->addWidget(chip);
    chips_[static_cast<std::size_t>(number)] = chip;
  }
  layout->addStretch();
  return row;
}

QWidget* LossChart::buildSwitches() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing / 2);
  marks_ = new QLabel;
  marks_->setText(tr("\u25BC checkpoint   \u25CB samples"));
  marks_->setProperty("role", QStringLiteral("caption"));
  layout->addWidget(marks_);
  layout->addStretch();
  showAll_ = new QPushButton(theme::icon(QStringLiteral("zoom-fit")), tr("Show all"));
  showAll_->setObjectName(QStringLiteral("lossShowAll"));
  showAll_->setAccessibleName(tr("Show all steps"));
  showAll_->setFlat(true);
  showAll_->hide();
  connect(showAll_, &QPushButton::clicked, plot_, &LossPlot::showAll);
  layout->addWidget(showAll_);
  auto* follow = new Chip(tr("Follow"), theme::text(), Chip::Mark::None);
  follow->setObjectName(QStringLiteral("lossFollow"));
  follow->setToolTip(tr("While zoomed in, move on with the newest step."));
  follow->setChecked(true);
  follow->hide();
  connect(follow, &Chip::toggled, plot_, &LossPlot::setFollowing);
  connect(plot_, &LossPlot::followingChanged, follow, &Chip::setChecked);
  connect(plot_, &LossPlot::zoomChanged, this, [this, follow](bool zoomed) {
    showAll_->setVisible(zoomed);
    follow->setVisible(zoomed);
  });
  layout->addWidget(follow);
  auto* logarithmic = new Chip(tr("Log"), theme::text(), Chip::Mark::None);
  logarithmic->setObjectName(QStringLiteral("lossLog"));
  logarithmic->setAccessibleName(tr("Logarithmic scale"));
  logarithmic->setToolTip(tr("Logarithmic scale: small changes stay visible late in the run."));
  connect(logarithmic, &Chip::toggled, plot_, &LossPlot::setLogarithmic);
  layout->addWidget(logarithmic);
  return row;
}

void LossChart::historyChanged() {
  legend_->setVisible(!history_.points().empty());
  switches_->setVisible(!history_.points().empty());
  for (int number = 0; number < kLossKinds; ++number) {
    const auto kind = static_cast<LossKind>(number);
    chips_[static_cast<std::size_t>(number)]->setVisible(kind == LossKind::Subject || !history_.line(kind).values.empty());
  }
  marks_->setVisible(!history_.checkpoints().empty() || !history_.samples().empty());
  plot_->historyChanged();
}

}  // namespace likeness::ui
