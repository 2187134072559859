#include "ui/widgets/before_after.h"

#include <algorithm>

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/models/sample_table.h"
#include "ui/widgets/picture_tile.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {

BeforeAfter::BeforeAfter(SampleTable& samples, QWidget* parent) : QWidget(parent), samples_(samples) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, theme::kSpacing, 0, 0);
}

void BeforeAfter::refresh() {
  delete content_;
  content_ = new QWidget;
  grid_ = new QGridLayout(content_);
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(theme::kSpacing);
  layout()->addWidget(content_);
  const int last = samples_.columnCount() - 1;
  if (last < 0) return;
  for (int prompt = 0; prompt < samples_.rowCount(); ++prompt) {
    auto* words = new QLabel(samples_.prompts()[prompt]);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignHCenter | Qt::AlignBottom);
    words->setMinimumWidth(60);
    grid_->addWidget(words, 0, prompt + 1);
    grid_->setColumnStretch(prompt + 1, 1);
  }
  addRow(1, 0);
  if (last > 0) addRow(2, last);
  grid_->setRowStretch(3, 1);
  fitTiles();
}

/// No tile is higher than its picture needs, so that captions stay close to what they name.
void BeforeAfter::fitTiles() {
  const auto tiles = findChildren<PictureTile*>();
  if (tiles.isEmpty()) return;
  const int titleWidth = fontMetrics().horizontalAdvance(tr("Before")) + 2 * theme::kSpacing;
  const int columns = std::max(1, samples_.rowCount());
  const int cell = (width() - titleWidth) / columns - theme::kSpacing;
  for (PictureTile* tile : tiles)
    tile->setMaximumHeight(std::max(tile->minimumSizeHint().height(), static_cast<int>(cell / samples_.aspect())));
}

void BeforeAfter::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitTiles();
}

void BeforeAfter::addRow(int gridRow, int column) {
  const QString caption = samples_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
  auto* title = new QLabel(column == 0 ? tr("Before") : tr("After"));
  title->setProperty("role", QStringLiteral("heading"));
  title->setToolTip(caption);
  grid_->addWidget(title, gridRow, 0);
  grid_->setRowStretch(gridRow, 100);
  for (int prompt = 0; prompt < samples_.rowCount(); ++prompt) {
    const QPersistentModelIndex cell = samples_.index(prompt, column);
    auto* tile = new PictureTile;
    tile->setObjectName(QStringLiteral("beforeAfter_%1_%2").arg(prompt).arg(column == 0 ? 0 : 1));
    tile->setPicture(cell.data(SampleTable::PictureRole).value<QImage>());
    tile->setToolTip(cell.data(Qt::ToolTipRole).toString());
    tile->setAccessibleName(tr("%1, enlarge").arg(cell.data(Qt::AccessibleTextRole).toString()));
    connect(tile, &PictureTile::clicked, this, [this, cell] { Q_EMIT enlargeRequested(cell); });
    grid_->addWidget(tile, gridRow, prompt + 1);
  }
}

}  // namespace likeness::ui
