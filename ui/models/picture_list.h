// The library's pictures for list views, newest first. Holds rows as the index gives them; thumbnails come from a loader when a view
// paints a tile, so thousands of rows cost nothing. A new answer to the same search is merged in: selection and scrolling stay.
// GUI thread only. The loader must outlive the list.
#pragma once

#include <optional>
#include <vector>

#include <QAbstractListModel>

#include "ui/models/filmstrip_model.h"
#include "ui/models/picture_index.h"
#include "ui/models/thumbnail_loader.h"

namespace likeness::ui {

class PictureList : public QAbstractListModel {
  Q_OBJECT

 public:
  /// The roles that Filmstrip knows, whether the file cannot be shown, and what the user thinks of it.
  enum Role { PartialRole = FilmstripModel::PartialRole, FileRole = FilmstripModel::FileRole, UnreadableRole, FavouriteRole, RatingRole };
  enum class Change { merge, replace };

  explicit PictureList(ThumbnailLoader& thumbnails, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;

  /// Decoration: QImage, null until it has been read; tooltip and accessible text: the prompt.
  QVariant data(const QModelIndex& index, int role) const override;

  /// Sorted by time and file name, both falling, as PictureIndex::find gives them.
  void setPictures(std::vector<IndexedPicture> pictures, Change change);

  const IndexedPicture& at(int row) const { return pictures_[static_cast<std::size_t>(row)]; }
  int rowOf(const QString& file) const;

  /// Everything known about a row.
  std::optional<api::PictureInfo> picture(int row) const;

 private:
  void merge(std::vector<IndexedPicture>& pictures);
  void removeMissing(const std::vector<IndexedPicture>& pictures);
  void insertNew(std::vector<IndexedPicture>& pictures);

  ThumbnailLoader& thumbnails_;
  std::vector<IndexedPicture> pictures_;
};

}  // namespace likeness::ui
