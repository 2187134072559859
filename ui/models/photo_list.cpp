#include "ui/models/photo_list.h"

#include <algorithm>

#include <QFileInfo>

#include "ui/bridge/convert.h"

namespace likeness::ui {

namespace {

QString nameOf(const std::string& file) { return QFileInfo(toQString(file)).fileName(); }

int badgesOf(const api::PhotoReport& report) {
  int badges = PhotoList::NoBadge;
  if (report.rotation != 0) badges |= PhotoList::Rotated;
  if (!report.duplicate_of.empty()) badges |= PhotoList::Duplicate;
  if (!report.accepted) badges |= PhotoList::Unusable;
  if (report.accepted && !report.advice.empty()) badges |= PhotoList::Advised;
  return badges;
}

}  // namespace

void PhotoList::setReports(std::vector<api::PhotoReport> reports) {
  beginResetModel();
  reports_ = std::move(reports);
  thumbnails_.clear();
  for (const api::PhotoReport& report : reports_) thumbnails_.push_back(toQImage(report.thumbnail));
  endResetModel();
}

void PhotoList::removeFile(const QString& file) {
  const auto found =
      std::find_if(reports_.begin(), reports_.end(), [&](const api::PhotoReport& report) { return toQString(report.file) == file; });
  if (found == reports_.end()) return;
  const auto row = found - reports_.begin();
  beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
  reports_.erase(found);
  thumbnails_.erase(thumbnails_.begin() + row);
  endRemoveRows();
}

int PhotoList::usableCount() const {
  return static_cast<int>(std::count_if(reports_.begin(), reports_.end(), [](const auto& report) { return report.accepted; }));
}

QStringList PhotoList::problems() const {
  QStringList lines;
  for (const api::PhotoReport& report : reports_) {
    if (!report.accepted) lines << tr("%1 cannot be used: %2").arg(nameOf(report.file), toQString(report.reason));
  }
  for (const api::PhotoReport& report : reports_) {
    if (report.accepted && !report.duplicate_of.empty())
      lines << tr("%1 is almost the same picture as %2.").arg(nameOf(report.file), nameOf(report.duplicate_of));
  }
  return lines;
}

int PhotoList::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(reports_.size()); }

QString PhotoList::words(const api::PhotoReport& report) const {
  QStringList lines;
  if (!report.accepted) lines << tr("Not usable: %1").arg(toQString(report.reason));
  if (report.width > 0) lines << tr("%1 x %2 pixels").arg(report.width).arg(report.height);
  if (report.rotation != 0) lines << tr("Turned upright");
  if (!report.duplicate_of.empty()) lines << tr("Almost the same as %1").arg(nameOf(report.duplicate_of));
  for (const std::string& advice : report.advice) lines << toQString(advice);
  return lines.join(QLatin1Char('\n'));
}

QVariant PhotoList::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto row = static_cast<std::size_t>(index.row());
  const api::PhotoReport& report = reports_[row];
  switch (role) {
    case Qt::DisplayRole: return nameOf(report.file);
    case Qt::ToolTipRole: return nameOf(report.file) + QLatin1Char('\n') + words(report);
    case Qt::AccessibleTextRole: return nameOf(report.file) + QStringLiteral(". ") + words(report);
    case ThumbnailRole: return thumbnails_[row];
    case FileRole: return toQString(report.file);
    case BadgesRole: return badgesOf(report);
    default: return {};
  }
}

}  // namespace likeness::ui
