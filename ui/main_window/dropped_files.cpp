#include "ui/main_window/dropped_files.h"

#include <algorithm>
#include <initializer_list>

#include <QFile>
#include <QMimeData>
#include <QUrl>

namespace likeness::ui {
namespace {

constexpr qint64 kLookedAt = 64 * 1024;  // text chunks stand before the picture's data

bool endsWithAny(const QString& file, std::initializer_list<const char*> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&file](const char* ending) { return file.endsWith(QLatin1String(ending), Qt::CaseInsensitive); });
}

}  // namespace

QStringList localFiles(const QMimeData& data) {
  QStringList files;
  for (const QUrl& url : data.urls()) {
    if (url.isLocalFile()) files.append(url.toLocalFile());
  }
  return files;
}

bool isWeights(const QString& file) { return endsWithAny(file, {".safetensors", ".ckpt", ".pt", ".bin"}); }

bool isPicture(const QString& file) {
  return endsWithAny(file, {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".avif"});
}

bool holdsSettings(const QString& file) {
  QFile opened(file);
  if (!opened.open(QIODevice::ReadOnly)) return false;
  const QByteArray start = opened.read(kLookedAt);
  if (start.startsWith("\x89PNG\r\n\x1a\n")) {
    for (const char* kind : {"tEXt", "iTXt", "zTXt"})
      for (const char* key : {"parameters", "likeness", "invokeai_metadata", "prompt"})
        if (start.contains(QByteArray(kind) + key + '\0')) return true;
    return false;
  }
  // JPEG has its EXIF at the beginning, WebP at the end; programs that make pictures write their text as UTF-16 there.
  opened.seek(std::max<qint64>(0, opened.size() - kLookedAt));
  return (start + opened.read(kLookedAt)).contains(QByteArray("UNICODE\0", 8));
}

}  // namespace likeness::ui
