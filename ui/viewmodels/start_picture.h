// The picture that the next ones start from, as the engine decoded it, and masks painted over it, kept as PNG files in the data folder.
// One file a mask, named by its content: a request that waits keeps the mask it was made with. GUI thread only.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>

#include "ui/bridge/engine_bridge.h"

namespace likeness::ui {

class StartPicture : public QObject {
  Q_OBJECT

 public:
  explicit StartPicture(EngineBridge& bridge, QObject* parent = nullptr);

  /// Reads the file, unless it is the one already here; empty: none.
  void open(const QString& file);

  const QString& file() const { return file_; }
  /// At most 1024 pixels a side; null until it has been read.
  const QImage& image() const { return image_; }
  /// Of the file.
  QSize size() const { return size_; }

 Q_SIGNALS:
  void changed();
  void opened();                       // the picture has been read
  void failed(const QString& reason);  // it cannot be; it is closed then

 private:
  void onRead(const api::PictureRead& read);

  EngineBridge& bridge_;
  api::JobId job_ = 0;
  QString file_;
  QImage image_;
  QSize size_;
};

struct SavedMask {
  QString file;        // empty when the mask is all black or could not be written
  bool isNew = false;  // false: such a mask was there already
};

/// White is painted anew.
SavedMask saveMask(const QImage& mask);

/// Pixels to make from a picture of `size` with a model of its own size: as it is where the model can, else smaller or larger.
QSize sizeToStartFrom(QSize size, int ownSize);

}  // namespace likeness::ui
