#include "ui/pages/make/generate_bar.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {

GenerateBar::GenerateBar(QWidget* parent)
    : QWidget(parent), generate_(new QPushButton(tr("Generate"))), interrupt_(new QPushButton(tr("Interrupt"))),
      queue_(new QPushButton(theme::icon(QStringLiteral("add")), tr("Queue"))), status_(new QLabel), clear_(new QPushButton) {
  generate_->setProperty("primary", true);
  generate_->setToolTip(tr("Ctrl+Enter"));
  interrupt_->setIcon(theme::icon(QStringLiteral("stop")));
  interrupt_->setToolTip(tr("Stop after this step and keep what is there (Esc)"));
  queue_->setToolTip(tr("Make this one next, with the settings above (Ctrl+Enter)"));
  queue_->setAccessibleName(tr("Queue another picture"));
  clear_->setToolTip(tr("Take back what has not begun"));
  for (QPushButton* button : {generate_, interrupt_}) {
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumHeight(34);
  }
  queue_->setMinimumHeight(34);
  status_->setWordWrap(true);
  status_->setProperty("role", QStringLiteral("caption"));
  status_->setMinimumHeight(2 * status_->fontMetrics().lineSpacing());
  status_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  status_->setAccessibleName(tr("Progress"));

  auto* row = new QHBoxLayout;
  row->setSpacing(theme::kSpacing);
  row->addWidget(generate_, 1);
  row->addWidget(interrupt_, 1);
  row->addWidget(queue_);
  auto* below = new QHBoxLayout;
  below->addWidget(status_, 1);
  below->addWidget(clear_, 0, Qt::AlignTop);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addLayout(row);
  column->addLayout(below);

  connect(generate_, &QPushButton::clicked, this, &GenerateBar::generateClicked);
  connect(queue_, &QPushButton::clicked, this, &GenerateBar::generateClicked);
  connect(interrupt_, &QPushButton::clicked, this, &GenerateBar::interruptClicked);
  connect(clear_, &QPushButton::clicked, this, &GenerateBar::clearClicked);
  showStatus({});
}

void GenerateBar::showStatus(const Status& status) {
  generate_->setVisible(!status.busy);
  interrupt_->setVisible(status.busy);
  queue_->setVisible(status.busy);
  generate_->setEnabled(status.whyNot.isEmpty());
  queue_->setEnabled(status.whyNot.isEmpty());
  clear_->setVisible(status.busy && status.waiting > 0);
  clear_->setText(tr("Clear %n waiting", nullptr, status.waiting));
  status_->setText(status.busy ? status.progress : status.whyNot);
}

}  // namespace likeness::ui
