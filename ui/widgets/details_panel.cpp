#include "ui/widgets/details_panel.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kShortText = 16;  // letters that fit beside the caption

QPushButton* action(const QString& icon, const QString& text, const QString& tip) {
  auto* button = new QPushButton(icon.isEmpty() ? QIcon() : theme::icon(icon), text);
  button->setToolTip(tip);
  return button;
}

QLabel* label(const QString& text, const QString& role = {}) {
  auto* made = new QLabel(text);
  made->setTextFormat(Qt::PlainText);
  if (!role.isEmpty()) made->setProperty("role", role);
  return made;
}

}  // namespace

DetailsPanel::DetailsPanel(QWidget* parent)
    : QWidget(parent), hint_(label({}, QStringLiteral("caption"))), lines_(new QWidget), actions_(new QWidget) {
  useSettings_ = action({}, tr("Use these settings"), tr("Put all of them on the left, seed included"));
  useSeed_ = action(QStringLiteral("lock"), tr("Use this seed"), tr("Keep only the seed; the rest stays as it is"));
  start_ =
      action(QStringLiteral("make"), tr("Start from this"), tr("The next pictures are made from this one instead of from noise alone"));
  copyText_ = action(QStringLiteral("copy"), tr("Copy details"), tr("As text that other programs read too"));
  copyPicture_ = action(QStringLiteral("copy"), tr("Copy picture"), tr("To paste it into another program"));
  compare_ = action(QStringLiteral("compare"), tr("Compare"), tr("Lay it beside others on the Compare page"));
  showFolder_ = action(QStringLiteral("folder"), tr("Show in folder"), tr("Open the folder with the picture's file"));
  hint_->setWordWrap(true);
  auto* grid = new QGridLayout(lines_);
  grid->setContentsMargins(0, 0, theme::kSpacing, 0);
  grid->setHorizontalSpacing(theme::kSpacing);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(1, 1);

  auto* scroll = new QScrollArea;
  scroll->setWidget(lines_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setAccessibleName(tr("Details of the picture"));

  auto* buttons = new QVBoxLayout(actions_);
  buttons->setContentsMargins(0, 0, 0, 0);
  buttons->setSpacing(6);
  for (QPushButton* button : {useSettings_, useSeed_, start_, compare_, copyText_, copyPicture_, showFolder_}) buttons->addWidget(button);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addWidget(label(tr("Details"), QStringLiteral("heading")));
  column->addWidget(hint_);
  column->addWidget(scroll, 1);
  column->addWidget(actions_);
  showLines({}, Content::nothing);
}

void DetailsPanel::clearLines() {
  values_.clear();
  while (QLayoutItem* item = lines_->layout()->takeAt(0)) {
    if (item->widget() != nullptr) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
}

void DetailsPanel::showLines(const std::vector<std::pair<QString, QString>>& lines, Content content) {
  clearLines();
  auto* grid = qobject_cast<QGridLayout*>(lines_->layout());
  int row = 0;
  for (const auto& [name, text] : lines) {
    QLabel* value = label(text);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setAccessibleName(name);
    QLabel* caption = label(name, QStringLiteral("caption"));
    if (text.size() <= kShortText) {
      grid->addWidget(caption, row, 0, Qt::AlignTop);
      grid->addWidget(value, row++, 1, Qt::AlignTop);
    } else {
      grid->addWidget(caption, row++, 0, 1, 2);
      grid->addWidget(value, row++, 0, 1, 2);
    }
    values_.emplace_back(name, value);
  }
  const int rows = grid->rowCount();
  for (int i = 0; i < rows; ++i) grid->setRowStretch(i, 0);
  grid->setRowStretch(row, 1);
  const bool any = content != Content::nothing;
  hint_->setText(any ? tr("What this file was made of is not known.") : tr("How the picture was made appears here once it is finished."));
  hint_->setVisible(content != Content::everything);
  actions_->setVisible(any);
  for (QPushButton* button : {useSettings_, useSeed_, copyText_}) button->setVisible(content == Content::everything);
}

QString DetailsPanel::value(const QString& name) const {
  for (const auto& [key, shown] : values_)
    if (key == name) return shown->text();
  return {};
}

}  // namespace likeness::ui
