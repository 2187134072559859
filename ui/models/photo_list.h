// The photos of the subject being put together, as the engine judged them: thumbnails, badges and words for the tray.
// Holds the engine's last answer; the view model replaces it as a whole. Badge words stand in tooltips and accessible texts, so that
// nothing is said by colour or icon alone. GUI thread only.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QImage>
#include <QStringList>

#include "engine/api/events.h"

namespace likeness::ui {

class PhotoList : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { ThumbnailRole = Qt::UserRole, FileRole, BadgesRole };
  enum Badge { NoBadge = 0, Rotated = 1, Duplicate = 2, Unusable = 4, Advised = 8 };

  using QAbstractListModel::QAbstractListModel;

  void setReports(std::vector<api::PhotoReport> reports);
  void removeFile(const QString& file);

  int usableCount() const;
  /// "notes.txt: This is not a picture." for each photo that cannot be used, then one for each duplicate.
  QStringList problems() const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  QString words(const api::PhotoReport& report) const;

  std::vector<api::PhotoReport> reports_;
  std::vector<QImage> thumbnails_;
};

}  // namespace likeness::ui
