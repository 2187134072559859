// The sample pictures of a run as a table: a row for each prompt, a column for each training step, column 0 the untouched model.
// A column's header tells how alike its pictures are, where that was measured, and bears a star when its checkpoint is recommended.
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
  /// Takes metrics that have scores of sample pictures; others are passed over.
  void addScores(const api::Metrics& metrics);
  /// 0: none.
  void setRecommended(std::int64_t step);
  void clear();

  /// Percent; NaN where the step was not measured.
  double likeness(std::int64_t step) const;

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
  QString stepText(std::int64_t step) const;
  QString scoreText(std::int64_t step) const;
  void headersChanged();

  std::vector<std::int64_t> steps_;
  QStringList prompts_;
  std::map<std::pair<int, std::int64_t>, Cell> cells_;
  std::map<std::int64_t, api::Metrics> scores_;
  std::int64_t recommended_ = 0;
  double aspect_ = 1;
};

}  // namespace likeness::ui
