#include "ui/viewmodels/start_picture.h"

#include <algorithm>

#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/make_settings.h"

namespace likeness::ui {

StartPicture::StartPicture(EngineBridge& bridge, QObject* parent) : QObject(parent), bridge_(bridge) {
  connect(&bridge, &EngineBridge::pictureRead, this, &StartPicture::onRead);
  connect(&bridge, &EngineBridge::jobStateChanged, this, [this](const api::JobState& state) {
    if (state.job != job_ || job_ == 0 || state.state != api::State::failed) return;
    open({});
    Q_EMIT failed(toQString(state.error.message));
  });
}

void StartPicture::open(const QString& file) {
  if (file == file_) return;
  file_ = file;
  image_ = {};
  size_ = {};
  job_ = file.isEmpty() ? 0 : bridge_.submit(api::ReadPicture{.file = toStdString(file)});
  Q_EMIT changed();
}

void StartPicture::onRead(const api::PictureRead& read) {
  if (read.job != job_ || job_ == 0) return;
  image_ = toQImage(read.pixels);
  size_ = {read.picture.width, read.picture.height};
  Q_EMIT changed();
  Q_EMIT opened();
}

SavedMask saveMask(const QImage& mask) {
  const QImage grey = mask.convertToFormat(QImage::Format_Grayscale8);
  bool any = false;
  for (int y = 0; y < grey.height() && !any; ++y)
    any = std::any_of(grey.constScanLine(y), grey.constScanLine(y) + grey.width(), [](uchar value) { return value >= 128; });
  if (!any) return {};
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  grey.save(&buffer, "PNG");
  const QDir folder(homeFolder() + QStringLiteral("/masks"));
  const QString name = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toHex().left(16));
  const QString file = folder.filePath(name + QStringLiteral(".png"));
  if (QFile::exists(file)) return {file, false};
  QSaveFile out(file);
  const bool written =
      folder.mkpath(QStringLiteral(".")) && out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit();
  return {written ? file : QString(), written};
}

QSize sizeToStartFrom(QSize size, int own) {
  if (size.isEmpty()) return {};
  QSizeF wanted = size;
  const double shorter = std::min(size.width(), size.height()), longer = std::max(size.width(), size.height());
  if (own > 0 && (longer > 1.5 * own || shorter < own / 2.0)) wanted *= own / shorter;
  const auto side = [](double pixels) { return std::clamp(static_cast<int>(pixels / 8 + 0.5) * 8, kSmallestSide, kLargestSide); };
  return {side(wanted.width()), side(wanted.height())};
}

}  // namespace likeness::ui
