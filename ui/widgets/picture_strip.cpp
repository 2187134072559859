#include "ui/widgets/picture_strip.h"

#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QPixmapCache>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

constexpr int kPicture = 72;
enum Role { PictureRole = Qt::UserRole, FileRole };

/// Many pictures can come at once when they are there from an earlier run, so files are read only when they are seen.
class StripDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {kPicture + 4, kPicture + 4}; }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const QString file = index.data(FileRole).toString();
    const QString key = QStringLiteral("strip:%1:%2").arg(index.row()).arg(file);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
      auto picture = index.data(PictureRole).value<QImage>();
      if (picture.isNull()) picture.load(file);
      if (picture.isNull()) return;
      pixmap = QPixmap::fromImage(picture.scaled(kPicture, kPicture, Qt::KeepAspectRatio, Qt::SmoothTransformation));
      QPixmapCache::insert(key, pixmap);
    }
    painter->drawPixmap(option.rect.center() - QPoint(pixmap.width() / 2, pixmap.height() / 2), pixmap);
  }
};

}  // namespace

PictureStrip::PictureStrip(QWidget* parent)
    : QWidget(parent), caption_(new QLabel), view_(new QListView), pictures_(new QStandardItemModel(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing / 2);
  caption_->setWordWrap(true);
  layout->addWidget(caption_);
  layout->addWidget(view_);
  view_->setModel(pictures_);
  view_->setViewMode(QListView::IconMode);
  view_->setFlow(QListView::LeftToRight);
  view_->setWrapping(false);
  view_->setMovement(QListView::Static);
  view_->setItemDelegate(new StripDelegate(this));
  view_->setUniformItemSizes(true);
  view_->setSpacing(2);
  view_->setFrameShape(QFrame::NoFrame);
  view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  view_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  view_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setFixedHeight(kPicture + 12 + view_->horizontalScrollBar()->sizeHint().height());
  view_->setAccessibleName(tr("Class pictures"));
}

void PictureStrip::setCaption(const QString& text) {
  caption_->setText(text);
  view_->setAccessibleDescription(text);
}

void PictureStrip::add(const QImage& picture, const QString& file) {
  auto* item = new QStandardItem;
  item->setData(picture, PictureRole);
  item->setData(file, FileRole);
  item->setData(tr("Class picture %1").arg(pictures_->rowCount() + 1), Qt::AccessibleTextRole);
  pictures_->appendRow(item);
  view_->scrollTo(item->index());
}

void PictureStrip::clear() { pictures_->clear(); }

int PictureStrip::count() const { return pictures_->rowCount(); }

}  // namespace likeness::ui
