// The sample pictures of a run as a table: a row for each prompt, a column for each training step, column 0 the untouched model.
// Grows as pictures arrive; a picture of the same prompt and step replaces the older one. GUI thread only.
#pragma once

#include <map>
#include <vector>

#include <QAbstractTableModel>
#include <QImage>
#include <QStringList>

#include "engine/api/events.h"

namespace likeness::ui {

class SampleTable : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Role { PictureRole = Qt::UserRole, FileRole, StepRole, PromptRole };

  using QAbstractTableModel::QAbstractTableModel;

  /// Takes events of kind sample; others are passed over.
  void add(const api::ImageReady& image);
  void clear();

  const std::vector<std::int64_t>& steps() const { return steps_; }
  QStringList prompts() const { return prompts_; }
  /// Null where no such picture is there.
  QImage picture(int prompt, std::int64_t step) const;
  QString file(int prompt, std::int64_t step) const;
  /// Width over height of the newest picture; 1 while there is none.
  double aspect() const { return aspect_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Cell {
    QImage picture;
    QString file;
  };
  const Cell* cell(int prompt, std::int64_t step) const;

  std::vector<std::int64_t> steps_;
  QStringList prompts_;
  std::map<std::pair<int, std::int64_t>, Cell> cells_;
  double aspect_ = 1;
};

}  // namespace likeness::ui
