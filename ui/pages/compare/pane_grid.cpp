#include "ui/pages/compare/pane_grid.h"

#include <algorithm>

#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/image_view.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr std::size_t kInOneRow = 3;

QString wordsOf(const CompareViewModel::Picture& picture) {
  const auto& prompts = picture.info.request.prompts;
  return prompts.empty() ? QFileInfo(picture.file).fileName() : toQString(prompts.front());
}

}  // namespace

QString paneLetter(std::size_t index) { return QString(QLatin1Char(static_cast<char>('A' + index))); }

PaneGrid::PaneGrid(QWidget* parent) : QWidget(parent), grid_(new QGridLayout(this)) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(theme::kSpacing);
  for (std::size_t i = 0; i < CompareViewModel::kMost; ++i) panes_.push_back(makePane(i));
}

PaneGrid::Pane PaneGrid::makePane(std::size_t index) {
  Pane pane{.box = new QWidget(this), .caption = new ElidedLabel, .view = new ImageView};
  auto* letter = new QLabel(paneLetter(index));
  letter->setProperty("role", QStringLiteral("heading"));
  auto* away = new QToolButton;
  away->setIcon(theme::icon(QStringLiteral("remove")));
  away->setAutoRaise(true);
  away->setToolTip(tr("Take this picture away from here"));
  away->setAccessibleName(tr("Take picture %1 away").arg(paneLetter(index)));
  auto* row = new QHBoxLayout;
  row->setSpacing(theme::kSpacing);
  row->addWidget(letter);
  row->addWidget(pane.caption, 1);
  row->addWidget(away);
  auto* column = new QVBoxLayout(pane.box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing / 2);
  column->addLayout(row);
  column->addWidget(pane.view, 1);
  pane.view->setAccessibleName(tr("Picture %1").arg(paneLetter(index)));
  pane.box->hide();
  connect(away, &QToolButton::clicked, this, [this, index] { Q_EMIT removeRequested(index); });
  connect(pane.view, &ImageView::placeChanged, this, [this, view = pane.view] { follow(view); });
  return pane;
}

void PaneGrid::follow(const ImageView* moved) {
  if (following_) return;
  following_ = true;
  for (const Pane& pane : panes_)
    if (pane.view != moved) pane.view->setPlace(moved->place());
  following_ = false;
}

void PaneGrid::showPictures(const std::vector<CompareViewModel::Picture>& pictures) {
  const std::size_t columns = pictures.size() <= kInOneRow ? std::max<std::size_t>(1, pictures.size()) : 2;
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    const Pane& pane = panes_[i];
    grid_->removeWidget(pane.box);
    pane.box->setVisible(i < pictures.size());
    if (i >= pictures.size()) continue;
    grid_->addWidget(pane.box, static_cast<int>(i / columns), static_cast<int>(i % columns));
    pane.caption->setText(wordsOf(pictures[i]));
    pane.view->setPlaceholder(pictures[i].unreadable ? tr("This picture's file is gone or cannot be read.") : QString());
    pane.view->setPicture(pictures[i].image);
  }
}

}  // namespace likeness::ui
