#include "ui/pages/library/picture_grid.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include "ui/models/picture_list.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kSmallestTile = 164, kGap = 8, kFrame = 4, kBorder = 2, kIcon = 28;

class TileDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    const auto* view = qobject_cast<const QListView*>(option.widget);
    return view != nullptr ? view->gridSize() : QSize(kSmallestTile, kSmallestTile);
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRect tile = option.rect.adjusted(0, 0, -kGap, -kGap);
    const bool marked = option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->setPen(Qt::NoPen);
    painter->setBrush(hovered ? theme::raised() : theme::surface());
    painter->drawRoundedRect(tile, theme::kRadius / 2.0, theme::kRadius / 2.0);
    paintPicture(*painter, tile.adjusted(kFrame, kFrame, -kFrame, -kFrame), index);
    if (marked) {
      painter->setBrush(Qt::NoBrush);
      painter->setPen(QPen(theme::accent(), kBorder));
      painter->drawRoundedRect(QRectF(tile).adjusted(1, 1, -1, -1), theme::kRadius / 2.0, theme::kRadius / 2.0);
    }
    painter->restore();
  }

 private:
  static void paintPicture(QPainter& painter, const QRect& inside, const QModelIndex& index) {
    const auto image = index.data(Qt::DecorationRole).value<QImage>();
    if (!image.isNull()) {
      QRectF place(QPointF(), QSizeF(image.size().scaled(inside.size(), Qt::KeepAspectRatio)));
      place.moveCenter(QRectF(inside).center());
      painter.drawImage(place, image);
      if (index.data(PictureList::PartialRole).toBool()) paintMark(painter, place.toAlignedRect().intersected(inside));
    } else if (index.data(PictureList::UnreadableRole).toBool()) {
      QRect place(0, 0, kIcon, kIcon);
      place.moveCenter(inside.center());
      theme::icon(QStringLiteral("warning")).paint(&painter, place);
    }
  }

  static void paintMark(QPainter& painter, const QRect& picture) {
    QFont font = painter.font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    painter.setFont(font);
    const int height = painter.fontMetrics().height() + kFrame;
    const QRect band(picture.left(), picture.bottom() + 1 - height, picture.width(), height);
    painter.fillRect(band, theme::background());
    painter.setPen(theme::warning());
    painter.drawText(band, Qt::AlignCenter, PictureGrid::tr("unfinished"));
  }
};

}  // namespace

PictureGrid::PictureGrid(QWidget* parent) : QListView(parent) {
  // List mode lays a wrapped line out in one pass; icon mode keeps a search tree that is slow to build for thousands.
  setViewMode(QListView::ListMode);
  setFlow(QListView::LeftToRight);
  setWrapping(true);
  setResizeMode(QListView::Adjust);
  setUniformItemSizes(true);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);  // the tiles' size must not depend on it
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  setItemDelegate(new TileDelegate(this));
  QPalette ground = palette();
  ground.setColor(QPalette::Base, theme::background());
  setPalette(ground);
  setAccessibleName(tr("Pictures, newest first"));
  connect(this, &QListView::clicked, this, [this](const QModelIndex& index) { Q_EMIT pictureOpened(index.row()); });
  fitTiles();
}

void PictureGrid::resizeEvent(QResizeEvent* event) {
  fitTiles();
  QListView::resizeEvent(event);
}

void PictureGrid::fitTiles() {
  const int room = viewport()->width() - 1;  // a row as wide as the view would already wrap
  const int columns = std::max(1, room / kSmallestTile);
  const QSize tile(room / columns, room / columns);
  if (tile == gridSize()) return;
  setGridSize(tile);
  verticalScrollBar()->setSingleStep(tile.height() / 4);
}

void PictureGrid::keyPressEvent(QKeyEvent* event) {
  const bool open = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
  if (!open || !currentIndex().isValid()) return QListView::keyPressEvent(event);
  Q_EMIT pictureOpened(currentIndex().row());
}

}  // namespace likeness::ui
