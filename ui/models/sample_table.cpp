#include "ui/models/sample_table.h"

#include <algorithm>
#include <cmath>

#include <QLocale>

#include "ui/bridge/convert.h"

namespace likeness::ui {

namespace {

QString percent(double value) { return QLocale().toString(std::lround(value)); }

}  // namespace

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

void SampleTable::addScores(const api::Metrics& metrics) {
  if (!std::isfinite(metrics.likeness)) return;
  scores_[metrics.step] = metrics;
  headersChanged();
}

void SampleTable::setRecommended(std::int64_t step) {
  recommended_ = step;
  headersChanged();
}

void SampleTable::headersChanged() {
  if (!steps_.empty()) Q_EMIT headerDataChanged(Qt::Horizontal, 0, static_cast<int>(steps_.size()) - 1);
}

double SampleTable::likeness(std::int64_t step) const {
  const auto found = scores_.find(step);
  return found == scores_.end() ? api::kNotMeasured : found->second.likeness;
}

void SampleTable::clear() {
  beginResetModel();
  scores_.clear();
  recommended_ = 0;
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
  const QString caption = stepText(step);
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

QString SampleTable::stepText(std::int64_t step) const {
  if (step == 0) return tr("Before");
  const QString text = tr("Step %1").arg(QLocale().toString(static_cast<qlonglong>(step)));
  return step == recommended_ ? QStringLiteral("\u2605 ") + text : text;
}

/// All that was measured, a line each.
QString SampleTable::scoreText(std::int64_t step) const {
  const auto found = scores_.find(step);
  if (found == scores_.end()) return {};
  const api::Metrics& scores = found->second;
  QStringList lines{tr("Likeness: %1 % (your photos among one another: 100 %)").arg(percent(scores.likeness))};
  if (std::isfinite(scores.prompt_following)) lines << tr("Follows the words: %1 %").arg(percent(scores.prompt_following));
  if (std::isfinite(scores.prior_drift)) lines << tr("Its kind has become like it: %1 %").arg(percent(scores.prior_drift));
  if (std::isfinite(scores.copying)) lines << tr("Copies a photo: %1 %").arg(percent(scores.copying));
  if (step == recommended_) lines << tr("Recommended: pictures are made with this checkpoint.");
  return lines.join(QLatin1Char('\n'));
}

QVariant SampleTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return QAbstractTableModel::headerData(section, orientation, role);
  if (orientation == Qt::Vertical) return prompts_.value(section);
  const std::int64_t step = steps_.at(static_cast<std::size_t>(section));
  if (!scores_.contains(step)) return stepText(step);
  if (role == Qt::ToolTipRole) return stepText(step) + QLatin1Char('\n') + scoreText(step);
  return stepText(step) + QLatin1Char('\n') + tr("%1 % alike").arg(percent(likeness(step)));
}

}  // namespace likeness::ui
