#include "ui/models/filmstrip_model.h"

#include <algorithm>

#include <QFileInfo>
#include <QImageReader>

#include "ui/bridge/convert.h"

namespace likeness::ui {
namespace {

constexpr int kThumbnailSide = 160;

QImage readThumbnail(const QString& file) {
  QImageReader reader(file);
  const QSize size = reader.size();
  if (size.isValid()) reader.setScaledSize(size.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio));
  return reader.read();
}

}  // namespace

int FilmstripModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(entries_.size()); }

QVariant FilmstripModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Entry& entry = entries_[static_cast<std::size_t>(index.row())];
  const QString file = toQString(entry.picture.file);
  switch (role) {
    case Qt::DecorationRole:
      if (entry.thumbnail.isNull()) entry.thumbnail = readThumbnail(file);
      return entry.thumbnail;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
      const auto& prompts = entry.picture.request.prompts;
      const QString words = prompts.empty() ? QFileInfo(file).fileName() : toQString(prompts.front());
      return entry.picture.partial ? tr("%1 (unfinished)").arg(words) : words;
    }
    case PartialRole: return entry.picture.partial;
    case FileRole: return file;
    default: return {};
  }
}

void FilmstripModel::add(const api::PictureInfo& picture, const QImage& image) {
  const QImage thumbnail =
      image.isNull() ? QImage() : image.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  beginInsertRows({}, rowCount(), rowCount());
  entries_.push_back({.picture = picture, .thumbnail = thumbnail});
  endInsertRows();
}

void FilmstripModel::setInfo(const std::vector<api::PictureInfo>& pictures) {
  for (const api::PictureInfo& picture : pictures) {
    const int row = rowOf(picture.file);
    if (row < 0) continue;
    entries_[static_cast<std::size_t>(row)].picture = picture;
    Q_EMIT dataChanged(index(row), index(row));
  }
}

int FilmstripModel::rowOf(const std::string& file) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.picture.file == file; });
  return found == entries_.end() ? -1 : static_cast<int>(found - entries_.begin());
}

}  // namespace likeness::ui
