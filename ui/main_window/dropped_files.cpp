#include "ui/main_window/dropped_files.h"

#include <QFile>
#include <QMimeData>
#include <QUrl>

namespace likeness::ui {
namespace {

constexpr qint64 kLookedAt = 64 * 1024;  // text chunks stand before the picture's data

}  // namespace

QStringList localFiles(const QMimeData& data) {
  QStringList files;
  for (const QUrl& url : data.urls()) {
    if (url.isLocalFile()) files.append(url.toLocalFile());
  }
  return files;
}

bool holdsSettings(const QString& file) {
  QFile opened(file);
  if (!opened.open(QIODevice::ReadOnly)) return false;
  const QByteArray start = opened.read(kLookedAt);
  if (!start.startsWith("\x89PNG\r\n\x1a\n")) return false;
  for (const char* chunk : {"tEXtparameters", "iTXtparameters", "tEXtlikeness", "iTXtlikeness"}) {
    if (start.contains(chunk)) return true;
  }
  return false;
}

}  // namespace likeness::ui
