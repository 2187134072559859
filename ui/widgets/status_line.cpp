#include "ui/widgets/status_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "ui/widgets/memory_bar.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kProgressSteps = 1000;

QLabel* makeCaption(const QString& name, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(name);
  label->setProperty("role", QStringLiteral("caption"));
  label->setTextFormat(Qt::PlainText);
  return label;
}

}  // namespace

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent),
      device_(makeCaption(QStringLiteral("device"), this)),
      memory_(new MemoryBar(this)),
      figures_(makeCaption(QStringLiteral("memory"), this)),
      job_(new QToolButton(this)),
      progress_(new QProgressBar(this)) {
  job_->setObjectName(QStringLiteral("job"));
  job_->setAutoRaise(true);
  job_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  job_->setToolTip(tr("Show this job's page"));
  job_->setFocusPolicy(Qt::TabFocus);
  job_->setCursor(Qt::PointingHandCursor);
  progress_->setObjectName(QStringLiteral("progress"));
  progress_->setTextVisible(false);
  progress_->setFixedSize(160, 6);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(theme::kMargin, 4, theme::kMargin, 4);
  row->setSpacing(theme::kSpacing);
  row->addWidget(device_);
  row->addSpacing(theme::kSpacing);
  row->addWidget(memory_, 0, Qt::AlignVCenter);
  row->addWidget(figures_);
  row->addStretch();
  row->addWidget(job_);
  row->addWidget(progress_, 0, Qt::AlignVCenter);
  connect(job_, &QToolButton::clicked, this, &StatusLine::jobClicked);
  setDevice({});
  setJob({}, -1);
}

void StatusLine::setDevice(const api::DeviceStatus& status) {
  device_->setText(status.name.empty() ? tr("Getting ready …") : QString::fromStdString(status.name));
  device_->setToolTip(QString::fromStdString(status.note));
  const bool measured = status.memory_total > 0;
  memory_->setVisible(measured);
  figures_->setVisible(measured);
  if (!measured) return;
  const MemoryUse use{.total = status.memory_total, .ours = status.memory_ours, .others = status.memory_others};
  memory_->setUse(use);
  figures_->setText(tr("Likeness %1 · others %2 · free %3").arg(bytesText(use.ours), bytesText(use.others), bytesText(use.free())));
  figures_->setToolTip(status.gpu ? tr("Memory of the graphics card: %1").arg(bytesText(use.total))
                                  : tr("Memory of this computer: %1").arg(bytesText(use.total)));
  memory_->setToolTip(figures_->toolTip());
  memory_->setAccessibleName(figures_->text());
}

void StatusLine::setDeviceText(const QString& text) { device_->setText(text); }

void StatusLine::setJob(const QString& text, double fraction) {
  job_->setText(text);
  job_->setVisible(!text.isEmpty());
  progress_->setVisible(!text.isEmpty());
  progress_->setRange(0, fraction < 0 ? 0 : kProgressSteps);
  if (fraction >= 0) progress_->setValue(static_cast<int>(fraction * kProgressSteps));
}

}  // namespace likeness::ui
