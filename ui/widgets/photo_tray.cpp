#include "ui/widgets/photo_tray.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/models/photo_list.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/tinted_icon.h"

namespace likeness::ui {

namespace {

constexpr int kPicture = 148;
constexpr int kBadge = 20;
constexpr int kInset = 6;

class PhotoDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    return {kPicture + 2 * kInset, kPicture + 2 * kInset + option.fontMetrics.height() + 6};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRectF tile = QRectF(option.rect).adjusted(2.5, 2.5, -2.5, -2.5);
    painter->setPen(selected ? QPen(theme::accent(), 2) : QPen(theme::line()));
    painter->setBrush(selected ? theme::raised() : theme::surface());
    painter->drawRoundedRect(tile, theme::kRadius, theme::kRadius);
    const QRect frame(option.rect.left() + kInset, option.rect.top() + kInset, kPicture, kPicture);
    const int badges = index.data(PhotoList::BadgesRole).toInt();
    paintPicture(*painter, frame, index.data(PhotoList::ThumbnailRole).value<QImage>(), (badges & PhotoList::Unusable) != 0);
    paintBadges(*painter, frame, badges);
    painter->setPen((badges & PhotoList::Unusable) != 0 ? theme::bad() : theme::text());
    const QRect label(frame.left(), frame.bottom() + 3, frame.width(), option.fontMetrics.height() + 2);
    painter->drawText(label, Qt::AlignCenter, option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, label.width()));
    painter->restore();
  }

 private:
  static void paintPicture(QPainter& painter, const QRect& frame, const QImage& picture, bool dimmed) {
    if (picture.isNull()) {
      const QPixmap icon = theme::icon(QStringLiteral("photo")).pixmap(48, 48);
      painter.drawPixmap(frame.center() - QPoint(24, 24), icon);
      return;
    }
    const QSize size = picture.size().scaled(frame.size(), Qt::KeepAspectRatio);
    const QRect place(frame.center() - QPoint(size.width() / 2 - 1, size.height() / 2 - 1), size);
    painter.setOpacity(dimmed ? 0.4 : 1);
    painter.drawImage(place, picture);
    painter.setOpacity(1);
  }

  static void paintBadges(QPainter& painter, const QRect& frame, int badges) {
    int right = frame.right();
    const auto badge = [&](int flag, const QString& icon, const QColor& ring) {
      if ((badges & flag) == 0) return;
      const QRect place(right - kBadge, frame.top() + 1, kBadge, kBadge);
      painter.setPen(QPen(ring, 1.5));
      painter.setBrush(theme::background());
      painter.drawEllipse(place);
      painter.drawPixmap(place.adjusted(4, 4, -4, -4), tintedIcon(icon, kBadge - 8, ring, painter.device()->devicePixelRatioF()));
      right -= kBadge + 4;
    };
    badge(PhotoList::Unusable, QStringLiteral("error"), theme::bad());
    badge(PhotoList::Duplicate, QStringLiteral("copy"), theme::warning());
    badge(PhotoList::Advised, QStringLiteral("warning"), theme::warning());
    badge(PhotoList::Rotated, QStringLiteral("reload"), theme::text());
  }
};

}  // namespace

PhotoTray::PhotoTray(PhotoList& photos, QWidget* parent) : QListView(parent) {
  setModel(&photos);
  setItemDelegate(new PhotoDelegate(this));
  setViewMode(QListView::IconMode);
  setResizeMode(QListView::Adjust);
  setMovement(QListView::Static);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setUniformItemSizes(true);
  setSpacing(4);
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  setAccessibleName(tr("Photos of the subject"));
  viewport()->setAutoFillBackground(false);
}

QStringList PhotoTray::selectedFiles() const {
  QStringList files;
  for (const QModelIndex& index : selectionModel()->selectedIndexes()) files << index.data(PhotoList::FileRole).toString();
  return files;
}

void PhotoTray::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) {
    if (const QStringList files = selectedFiles(); !files.isEmpty()) Q_EMIT removeRequested(files);
    return;
  }
  QListView::keyPressEvent(event);
}

void PhotoTray::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
  QListView::selectionChanged(selected, deselected);
  Q_EMIT selectedFilesChanged();
}

}  // namespace likeness::ui
