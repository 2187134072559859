#include "ui/pages/library/picture_grid.h"

#include <algorithm>

#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include "ui/models/picture_list.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kSmallestTile = 164, kGap = 8, kFrame = 4, kBorder = 2, kIcon = 28, kMark = 12, kMostStars = 5;

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
    const bool marked = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->setPen(Qt::NoPen);
    painter->setBrush(hovered ? theme::raised() : theme::surface());
    painter->drawRoundedRect(tile, theme::kRadius / 2.0, theme::kRadius / 2.0);
    paintPicture(*painter, tile.adjusted(kFrame, kFrame, -kFrame, -kFrame), index);
    paintThoughts(*painter, tile.adjusted(kFrame, kFrame, -kFrame, -kFrame), index);
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

  /// A heart and stars in the lower left corner, on a ground of their own.
  static void paintThoughts(QPainter& painter, const QRect& inside, const QModelIndex& index) {
    QStringList marks;
    if (index.data(PictureList::FavouriteRole).toBool()) marks << QStringLiteral("heart-full");
    for (int star = 0; star < index.data(PictureList::RatingRole).toInt(); ++star) marks << QStringLiteral("star-full");
    if (marks.isEmpty()) return;
    const int width = static_cast<int>(marks.size()) * kMark + 2 * kFrame;
    const QRect ground(inside.left() + kFrame, inside.bottom() - kMark - 3 * kFrame + 1, width, kMark + 2 * kFrame);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::background());
    painter.drawRoundedRect(ground, theme::kRadius / 2.0, theme::kRadius / 2.0);
    for (int i = 0; i < marks.size(); ++i)
      theme::icon(marks[i]).paint(&painter, QRect(ground.left() + kFrame + i * kMark, ground.top() + kFrame, kMark, kMark));
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
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);  // the tiles' size must not depend on it
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  setItemDelegate(new TileDelegate(this));
  setAccessibleName(tr("Pictures, newest first"));
  connect(this, &QListView::clicked, this, [this](const QModelIndex& index) {
    const bool choosing = (QGuiApplication::keyboardModifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) != 0;
    if (!choosing) Q_EMIT pictureOpened(index.row());
  });
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

QStringList PictureGrid::chosenFiles() const {
  QModelIndexList chosen = selectionModel() == nullptr ? QModelIndexList() : selectionModel()->selectedIndexes();
  std::sort(chosen.begin(), chosen.end());
  QStringList files;
  for (const QModelIndex& index : chosen) files << index.data(PictureList::FileRole).toString();
  return files;
}

void PictureGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
  QListView::selectionChanged(selected, deselected);
  Q_EMIT choiceChanged();
}

void PictureGrid::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == 0;
  const bool open = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space;
  if (!plain || !currentIndex().isValid()) return QListView::keyPressEvent(event);
  if (open) Q_EMIT pictureOpened(currentIndex().row());
  else if (key == Qt::Key_F) Q_EMIT favouriteRequested();
  else if (key >= Qt::Key_0 && key <= Qt::Key_0 + kMostStars) Q_EMIT ratingRequested(key - Qt::Key_0);
  else if (key == Qt::Key_C) Q_EMIT compareRequested();
  else if (key == Qt::Key_Delete) Q_EMIT trashRequested();
  else QListView::keyPressEvent(event);
}

}  // namespace likeness::ui
