#include "ui/widgets/verdict_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"
#include "ui/widgets/icon_label.h"

namespace likeness::ui {

namespace {

constexpr int kMark = 18;

QWidget* makeLine(const VerdictCard::Line& line) {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing);
  auto* mark = line.ok ? new IconLabel(QStringLiteral("check"), kMark, theme::good)
                       : new IconLabel(QStringLiteral("remove"), kMark, theme::bad);
  mark->setAccessibleName(line.ok ? VerdictCard::tr("Passed") : VerdictCard::tr("Not passed"));
  layout->addWidget(mark, 0, Qt::AlignTop);
  auto* words = new QVBoxLayout;
  words->setSpacing(0);
  auto* sentence = new QLabel(line.sentence);
  sentence->setWordWrap(true);
  sentence->setProperty("role", QStringLiteral("heading"));
  words->addWidget(sentence);
  if (!line.detail.isEmpty()) {
    auto* detail = new QLabel(line.detail);
    detail->setWordWrap(true);
    detail->setProperty("role", QStringLiteral("caption"));
    words->addWidget(detail);
  }
  layout->addLayout(words, 1);
  row->setAccessibleName((line.ok ? VerdictCard::tr("Passed: %1") : VerdictCard::tr("Not passed: %1")).arg(line.sentence));
  return row;
}

}  // namespace

VerdictCard::VerdictCard(QWidget* parent) : QFrame(parent), layout_(new QVBoxLayout(this)) {
  setProperty("card", true);
  layout_->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  layout_->setSpacing(theme::kSpacing);
}

void VerdictCard::setLines(const std::vector<Line>& lines) {
  while (QLayoutItem* item = layout_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (const Line& line : lines) layout_->addWidget(makeLine(line));
}

}  // namespace likeness::ui
