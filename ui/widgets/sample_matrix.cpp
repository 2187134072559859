#include "ui/widgets/sample_matrix.h"

#include <algorithm>

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include "ui/models/sample_table.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

constexpr int kGap = 3;
constexpr int kLeastCell = 72;
constexpr int kGreatestCell = 220;
constexpr int kPromptWidth = 116;

class SampleDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto picture = index.data(SampleTable::PictureRole).value<QImage>();
    const QRectF room = QRectF(option.rect).adjusted(kGap, kGap, -kGap, -kGap);
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    QRectF place = room;
    if (picture.isNull()) {
      painter->setPen(QPen(theme::line(), 1, Qt::DotLine));
      painter->drawRect(room);
    } else {
      const QSizeF size = QSizeF(picture.size()).scaled(room.size(), Qt::KeepAspectRatio);
      place = QRectF(room.center() - QPointF(size.width() / 2, size.height() / 2), size);
      painter->drawImage(place, picture);
    }
    if (option.state.testFlag(QStyle::State_Selected) || option.state.testFlag(QStyle::State_MouseOver)) {
      painter->setPen(QPen(theme::accent(), option.state.testFlag(QStyle::State_Selected) ? 2 : 1));
      painter->drawRect(place);
    }
    painter->restore();
  }
};

}  // namespace

SampleMatrix::SampleMatrix(SampleTable& samples, QWidget* parent) : QTableView(parent), samples_(samples) {
  setModel(&samples);
  setItemDelegate(new SampleDelegate(this));
  setSelectionMode(QAbstractItemView::SingleSelection);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setCornerButtonEnabled(false);
  setTabKeyNavigation(false);
  setMouseTracking(true);
  setAccessibleName(tr("Sample pictures by prompt and step"));
  horizontalHeader()->setMinimumSectionSize(kLeastCell);
  horizontalHeader()->setSectionsClickable(false);
  verticalHeader()->setMinimumSectionSize(kLeastCell);
  verticalHeader()->setSectionsClickable(false);
  verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter | static_cast<Qt::Alignment>(Qt::TextWordWrap));
  verticalHeader()->setTextElideMode(Qt::ElideNone);
  verticalHeader()->setFixedWidth(kPromptWidth);
  connect(horizontalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
    const QScrollBar& bar = *horizontalScrollBar();
    follows_ = bar.sliderPosition() >= bar.maximum() - 2;
  });
  connect(&samples, &QAbstractItemModel::rowsInserted, this, &SampleMatrix::fitCells);
  connect(&samples, &QAbstractItemModel::columnsInserted, this, &SampleMatrix::fitCells);
  connect(&samples, &QAbstractItemModel::modelReset, this, [this] {
    follows_ = true;
    showHeaders();
  });
  connect(horizontalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int greatest) {
    if (follows_) horizontalScrollBar()->setValue(greatest);
  });
  connect(this, &QAbstractItemView::clicked, this, &SampleMatrix::enlargeRequested);
  showHeaders();
}

void SampleMatrix::fitCells() {
  const int rows = samples_.rowCount();
  if (rows == 0) return;
  // Room is left for the scroll bar whether it is there or not, so that its coming does not change the cells.
  const int room = (height() - horizontalHeader()->sizeHint().height() - horizontalScrollBar()->sizeHint().height()) / rows;
  const int cellHeight = std::clamp(room, kLeastCell, kGreatestCell);
  const int picture = static_cast<int>((cellHeight - 2 * kGap) * samples_.aspect());
  verticalHeader()->setDefaultSectionSize(cellHeight);
  horizontalHeader()->setDefaultSectionSize(std::clamp(picture + 2 * kGap, kLeastCell, 2 * kGreatestCell));
  showHeaders();
}

void SampleMatrix::showHeaders() {
  const bool any = samples_.columnCount() > 0;
  horizontalHeader()->setVisible(any);
  verticalHeader()->setVisible(any);
}

void SampleMatrix::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fitCells();
}

void SampleMatrix::keyPressEvent(QKeyEvent* event) {
  const bool enlarge = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
  if (enlarge && currentIndex().isValid()) return Q_EMIT enlargeRequested(currentIndex());
  QTableView::keyPressEvent(event);
}

void SampleMatrix::paintEvent(QPaintEvent* event) {
  QTableView::paintEvent(event);
  if (samples_.columnCount() > 0) return;
  QPainter painter(viewport());
  painter.setPen(theme::mutedText());
  painter.drawText(viewport()->rect().adjusted(theme::kMargin, 0, -theme::kMargin, 0), Qt::AlignCenter | Qt::TextWordWrap,
                   tr("Sample pictures appear here: first what the model draws before it has seen your photos, then how it changes."));
}

}  // namespace likeness::ui
