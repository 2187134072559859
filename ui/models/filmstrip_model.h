// The session's finished pictures in the order they were made: a thumbnail, what they were made of, a mark for unfinished ones.
// Thumbnails of remembered files are read from disk when first asked for. GUI thread only.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QImage>

#include "engine/api/events.h"

namespace likeness::ui {

class FilmstripModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { PartialRole = Qt::UserRole + 1, FileRole };

  using QAbstractListModel::QAbstractListModel;

  int rowCount(const QModelIndex& parent = {}) const override;

  /// Decoration: QImage thumbnail; tooltip and accessible text: the prompt.
  QVariant data(const QModelIndex& index, int role) const override;

  /// Appends; `image` may be null, then the file is read when needed.
  void add(const api::PictureInfo& picture, const QImage& image = {});

  /// Replaces what is known about pictures already there.
  void setInfo(const std::vector<api::PictureInfo>& pictures);

  const api::PictureInfo& picture(int row) const { return entries_[static_cast<std::size_t>(row)].picture; }
  int rowOf(const std::string& file) const;

 private:
  struct Entry {
    api::PictureInfo picture;
    mutable QImage thumbnail;
  };

  std::vector<Entry> entries_;
};

}  // namespace likeness::ui
