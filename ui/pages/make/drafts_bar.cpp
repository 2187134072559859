#include "ui/pages/make/drafts_bar.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {

DraftsBar::DraftsBar(MakeViewModel& rules, QWidget* parent)
    : QWidget(parent), rules_(rules), switch_(new QPushButton(tr("Drafts"))), hint_(new QLabel), strip_(new DraftStrip) {
  switch_->setCheckable(true);
  switch_->setFlat(true);
  switch_->setToolTip(tr("Small quick pictures over the whole range, to choose the guidance by eye"));
  hint_->setProperty("role", QStringLiteral("caption"));
  hint_->setWordWrap(true);
  auto* row = new QHBoxLayout;
  row->setSpacing(theme::kSpacing);
  row->addWidget(switch_);
  row->addWidget(hint_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing / 2);
  column->addLayout(row);
  column->addWidget(strip_);
  connect(switch_, &QPushButton::clicked, this, [this](bool on) {
    rules_.setShowsDrafts(on);
    refresh();
  });
  connect(strip_, &DraftStrip::valueChosen, this, &DraftsBar::valueChosen);
  connect(&rules_.drafts(), &GuidanceDrafts::changed, this, &DraftsBar::refresh);
  connect(&rules_, &MakeViewModel::settingsChanged, this, &DraftsBar::refresh);
  refresh();
}

void DraftsBar::refresh() {
  const bool wanted = rules_.showsDrafts();
  const bool locked = rules_.settings().seed >= 0;
  switch_->setChecked(wanted);
  strip_->setVisible(wanted && locked);
  QString hint;
  if (wanted && !locked) hint = tr("Lock the seed to see them.");
  else if (wanted && rules_.drafts().isMaking()) hint = tr("Drawing …");
  hint_->setText(hint);
  std::vector<DraftStrip::Draft> drafts;
  for (const double value : GuidanceDrafts::values()) drafts.push_back({.value = value, .image = rules_.drafts().draft(value)});
  strip_->showDrafts(std::move(drafts));
  strip_->setChosen(rules_.settings().guidance);
}

}  // namespace likeness::ui
