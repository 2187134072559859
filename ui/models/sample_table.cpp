#include "ui/models/sample_table.h"

#include <algorithm>

#include <QLocale>

#include "ui/bridge/convert.h"

namespace likeness::ui {

void SampleTable::add(const api::ImageReady& image) {
  if (image.kind != api::ImageKind::sample || image.index < 0) return;
  if (image.index >= prompts_.size()) {
    beginInsertRows({}, static_cast<int>(prompts_.size()), image.index);
    while (prompts_.size() <= image.index) prompts_ << QString();
    endInsertRows();
  }
  if (!image.picture.request.prompts.empty()) {
    prompts_[image.index] = toQString(image.picture.request.prompts.front());
    Q_EMIT headerDataChanged(Qt::Vertical, image.index, image.index);
  }
  auto place = std::lower_bound(steps_.begin(), steps_.end(), image.step);
  const int column = static_cast<int>(place - steps_.begin());
  const bool fresh = place == steps_.end() || *place != image.step;
  const QImage picture = toQImage(image.pixels);
  if (!picture.isNull()) aspect_ = static_cast<double>(picture.width()) / picture.height();
  if (fresh) {
    beginInsertColumns({}, column, column);
    steps_.insert(place, image.step);
  }
  cells_[{image.index, image.step}] = {picture, toQString(image.file)};
  if (fresh) endInsertColumns();
  Q_EMIT dataChanged(index(image.index, column), index(image.index, column));
}

void SampleTable::clear() {
  beginResetModel();
  steps_.clear();
  prompts_.clear();
  cells_.clear();
  endResetModel();
}

const SampleTable::Cell* SampleTable::cell(int prompt, std::int64_t step) const {
  const auto found = cells_.find({prompt, step});
  return found == cells_.end() ? nullptr : &found->second;
}

QImage SampleTable::picture(int prompt, std::int64_t step) const {
  const Cell* found = cell(prompt, step);
  return found == nullptr ? QImage() : found->picture;
}

QString SampleTable::file(int prompt, std::int64_t step) const {
  const Cell* found = cell(prompt, step);
  return found == nullptr ? QString() : found->file;
}

int SampleTable::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(prompts_.size()); }

int SampleTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(steps_.size()); }

QVariant SampleTable::data(const QModelIndex& at, int role) const {
  if (!checkIndex(at, CheckIndexOption::IndexIsValid)) return {};
  const std::int64_t step = steps_[static_cast<std::size_t>(at.column())];
  const QString caption = headerData(at.column(), Qt::Horizontal, Qt::DisplayRole).toString();
  switch (role) {
    case PictureRole: return picture(at.row(), step);
    case FileRole: return file(at.row(), step);
    case StepRole: return QVariant::fromValue<qint64>(step);
    case PromptRole: return prompts_[at.row()];
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: return tr("%1, %2").arg(prompts_[at.row()], caption);
    default: return {};
  }
}

QVariant SampleTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return QAbstractTableModel::headerData(section, orientation, role);
  if (orientation == Qt::Vertical) return prompts_.value(section);
  const std::int64_t step = steps_.at(static_cast<std::size_t>(section));
  return step == 0 ? tr("Before") : tr("Step %1").arg(QLocale().toString(static_cast<qlonglong>(step)));
}

}  // namespace likeness::ui
