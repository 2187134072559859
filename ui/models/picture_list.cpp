#include "ui/models/picture_list.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QFileInfo>

#include "ui/models/picture_json.h"

namespace likeness::ui {
namespace {

using Pictures = std::vector<IndexedPicture>;

constexpr int kMostSteps = 16;  // more runs of rows coming and going than this are a new list

bool isBefore(const IndexedPicture& a, const IndexedPicture& b) {
  return a.modifiedMs != b.modifiedMs ? a.modifiedMs > b.modifiedMs : a.file > b.file;
}

/// How many runs of `a` are not in `b`; both sorted.
int runsMissing(const Pictures& a, const Pictures& b) {
  int runs = 0;
  bool inRun = false;
  auto other = b.begin();
  for (const IndexedPicture& each : a) {
    while (other != b.end() && isBefore(*other, each)) ++other;
    const bool missing = other == b.end() || isBefore(each, *other);
    if (missing && !inRun) ++runs;
    inRun = missing;
  }
  return runs;
}

bool contains(const Pictures& pictures, const IndexedPicture& picture) {
  return std::binary_search(pictures.begin(), pictures.end(), picture, isBefore);
}

}  // namespace

PictureList::PictureList(ThumbnailLoader& thumbnails, QObject* parent) : QAbstractListModel(parent), thumbnails_(thumbnails) {
  connect(&thumbnails_, &ThumbnailLoader::ready, this, [this](const QString& file) {
    if (const int row = rowOf(file); row >= 0) Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole, UnreadableRole});
  });
}

int PictureList::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(pictures_.size()); }

QVariant PictureList::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const IndexedPicture& each = at(index.row());
  switch (role) {
    case Qt::DecorationRole: return thumbnails_.thumbnail(each.file, each.modifiedMs);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
      const QString words = each.prompt.isEmpty() ? QFileInfo(each.file).fileName() : each.prompt;
      return each.partial ? tr("%1 (unfinished)").arg(words) : words;
    }
    case PartialRole: return each.partial;
    case FileRole: return each.file;
    case UnreadableRole: return thumbnails_.isUnreadable(each.file, each.modifiedMs);
    case FavouriteRole: return each.favourite;
    case RatingRole: return each.rating;
    default: return {};
  }
}

void PictureList::setPictures(Pictures pictures, Change change) {
  if (pictures == pictures_) return;
  // SQLite and Qt disagree on the order of some rare letters; what is out of Qt's order cannot be merged.
  const bool sorted = std::is_sorted(pictures.begin(), pictures.end(), isBefore);
  if (change == Change::merge && sorted && runsMissing(pictures_, pictures) + runsMissing(pictures, pictures_) <= kMostSteps) return merge(pictures);
  beginResetModel();
  pictures_ = std::move(pictures);
  endResetModel();
}

void PictureList::merge(Pictures& pictures) {
  removeMissing(pictures);
  insertNew(pictures);
  for (std::size_t i = 0; i < pictures_.size(); ++i) {
    if (pictures_[i] == pictures[i]) continue;
    pictures_[i] = std::move(pictures[i]);
    const QModelIndex changed = index(static_cast<int>(i));
    Q_EMIT dataChanged(changed, changed);
  }
}

void PictureList::removeMissing(const Pictures& pictures) {
  for (int last = rowCount() - 1; last >= 0; --last) {
    if (contains(pictures, at(last))) continue;
    int first = last;
    while (first > 0 && !contains(pictures, at(first - 1))) --first;
    beginRemoveRows({}, first, last);
    pictures_.erase(pictures_.begin() + first, pictures_.begin() + last + 1);
    endRemoveRows();
    last = first;
  }
}

void PictureList::insertNew(Pictures& pictures) {
  for (int first = 0; first < static_cast<int>(pictures.size()); ++first) {
    if (contains(pictures_, pictures[static_cast<std::size_t>(first)])) continue;
    int last = first;
    while (last + 1 < static_cast<int>(pictures.size()) && !contains(pictures_, pictures[static_cast<std::size_t>(last) + 1])) ++last;
    beginInsertRows({}, first, last);
    pictures_.insert(pictures_.begin() + first, pictures.begin() + first, pictures.begin() + last + 1);
    endInsertRows();
    first = last;
  }
}

int PictureList::rowOf(const QString& file) const {
  const auto found = std::find_if(pictures_.begin(), pictures_.end(), [&](const IndexedPicture& each) { return each.file == file; });
  return found == pictures_.end() ? -1 : static_cast<int>(found - pictures_.begin());
}

std::optional<api::PictureInfo> PictureList::picture(int row) const { return pictureFromJson(at(row).particulars); }

}  // namespace likeness::ui
