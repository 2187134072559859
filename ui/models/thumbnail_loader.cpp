#include "ui/models/thumbnail_loader.h"

#include <algorithm>
#include <utility>

#include <QImageReader>

namespace likeness::ui {
namespace {

constexpr int kThreads = 2, kCacheKilobytes = 128 * 1024, kAllocationLimitMegabytes = 256;
constexpr std::size_t kMostWaiting = 512;  // more tiles than any screen shows; older wishes have been scrolled past

QString keyOf(const QString& file, qint64 stamp) { return file + QLatin1Char('\n') + QString::number(stamp); }

QImage readPicture(const QString& file) {
  QImageReader reader(file);
  reader.setAutoTransform(true);
  return reader.read();
}

QImage readThumbnail(const QString& file) {
  constexpr int side = ThumbnailLoader::kSide;
  QImageReader reader(file);
  reader.setAutoTransform(true);
  const QSize size = reader.size();
  if (std::max(size.width(), size.height()) > side) reader.setScaledSize(size.scaled(side, side, Qt::KeepAspectRatio));
  const QImage image = reader.read();
  return image.hasAlphaChannel() ? image.convertToFormat(QImage::Format_ARGB32_Premultiplied) : image.convertToFormat(QImage::Format_RGB32);
}

}  // namespace

ThumbnailLoader::ThumbnailLoader(QObject* parent) : QObject(parent), thumbnails_(kCacheKilobytes) {
  pool_.setMaxThreadCount(kThreads);
  QImageReader::setAllocationLimit(kAllocationLimitMegabytes);
}

ThumbnailLoader::~ThumbnailLoader() { pool_.waitForDone(); }

QImage ThumbnailLoader::thumbnail(const QString& file, qint64 stamp) {
  const QString key = keyOf(file, stamp);
  if (const QImage* known = thumbnails_.object(key)) return *known;
  if (unreadable_.contains(key) || asked_.contains(key)) return {};
  asked_.insert(key);
  waiting_.push_back({file, key});
  if (waiting_.size() > kMostWaiting) {
    asked_.remove(waiting_.front().key);
    waiting_.pop_front();
  }
  startNext();
  return {};
}

bool ThumbnailLoader::isUnreadable(const QString& file, qint64 stamp) const { return unreadable_.contains(keyOf(file, stamp)); }

void ThumbnailLoader::open(const QString& file) {
  toOpen_ = file;
  startNext();
}

void ThumbnailLoader::startNext() {
  while (running_ < kThreads && (!toOpen_.isEmpty() || !waiting_.empty())) {
    ++running_;
    if (const QString file = std::exchange(toOpen_, QString()); !file.isEmpty()) {
      pool_.start([this, file] {
        QMetaObject::invokeMethod(this, [this, file, picture = readPicture(file)] {
          --running_;
          Q_EMIT opened(file, picture);
          startNext();
        }, Qt::QueuedConnection);
      });
      continue;
    }
    const Wish wish = waiting_.back();
    waiting_.pop_back();
    pool_.start([this, wish] {
      QMetaObject::invokeMethod(this, [this, wish, image = readThumbnail(wish.file)] { onRead(wish, image); }, Qt::QueuedConnection);
    });
  }
}

void ThumbnailLoader::onRead(const Wish& wish, const QImage& image) {
  --running_;
  asked_.remove(wish.key);
  if (image.isNull()) unreadable_.insert(wish.key);
  else thumbnails_.insert(wish.key, new QImage(image), std::max(1, static_cast<int>(image.sizeInBytes() / 1024)));
  Q_EMIT ready(wish.file);
  startNext();
}

}  // namespace likeness::ui
