#include "ui/widgets/filmstrip.h"

#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QWheelEvent>

#include "ui/models/filmstrip_model.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kTile = 84, kFrame = 4;

class TileDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {kTile, kTile}; }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRect inside = option.rect.adjusted(kFrame, kFrame, -kFrame, -kFrame);
    const auto image = index.data(Qt::DecorationRole).value<QImage>();
    QRectF place(QPointF(), QSizeF(image.size().scaled(inside.size(), Qt::KeepAspectRatio)));
    place.moveCenter(QRectF(inside).center());
    painter->drawImage(place, image);
    if (index.data(FilmstripModel::PartialRole).toBool()) paintMark(*painter, inside);
    if (option.state.testFlag(QStyle::State_Selected)) {
      painter->setPen(QPen(theme::accent(), 2));
      painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), theme::kRadius / 2.0, theme::kRadius / 2.0);
    }
    painter->restore();
  }

 private:
  static void paintMark(QPainter& painter, const QRect& inside) {
    QFont font = painter.font();
    font.setPointSizeF(font.pointSizeF() * 0.8);
    painter.setFont(font);
    const QRect band(inside.left(), inside.bottom() - 15, inside.width(), 16);
    painter.fillRect(band, theme::background());
    painter.setPen(theme::warning());
    painter.drawText(band, Qt::AlignCenter, Filmstrip::tr("unfinished"));
  }
};

}  // namespace

Filmstrip::Filmstrip(QWidget* parent) : QListView(parent) {
  setViewMode(QListView::IconMode);
  setFlow(QListView::LeftToRight);
  setWrapping(false);
  setMovement(QListView::Static);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setUniformItemSizes(true);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFrameShape(QFrame::NoFrame);
  viewport()->setAutoFillBackground(false);
  setFixedHeight(kTile + horizontalScrollBar()->sizeHint().height() + 4);
  setItemDelegate(new TileDelegate(this));
  setAccessibleName(tr("Pictures of this session"));
}

void Filmstrip::showRow(int row) {
  quiet_ = true;
  setCurrentIndex(row >= 0 ? model()->index(row, 0) : QModelIndex());
  if (row < 0) clearSelection();
  quiet_ = false;
}

// Not currentChanged: that one is also called when Tab merely passes through.
void Filmstrip::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
  QListView::selectionChanged(selected, deselected);
  if (!quiet_ && !selected.isEmpty()) Q_EMIT pictureChosen(selected.indexes().first().row());
}

void Filmstrip::wheelEvent(QWheelEvent* event) {
  QScrollBar* bar = horizontalScrollBar();
  const QPoint delta = event->angleDelta();
  bar->setValue(bar->value() - (delta.y() != 0 ? delta.y() : delta.x()));
  event->accept();
}

}  // namespace likeness::ui
