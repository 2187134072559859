// Pictures read from files beside the GUI thread: thumbnails, which are kept within a memory limit, and one whole picture at a time.
// Asking never waits: what is not there yet comes with a signal. The last thumbnail asked for is read first, so that after fast scrolling
// what is seen comes first. PNG and JPEG as Qt reads them, camera rotation obeyed; nothing larger than 8192 x 8192 pixels. GUI thread only.
#pragma once

#include <deque>

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QString>
#include <QThreadPool>

namespace likeness::ui {

class ThumbnailLoader : public QObject {
  Q_OBJECT

 public:
  static constexpr int kSide = 256;        // of a thumbnail's longer side, in pixels; smaller pictures stay as they are

  explicit ThumbnailLoader(QObject* parent = nullptr);
  ~ThumbnailLoader() override;

  /// Null until it has been read; a later `stamp` (time of the file) asks for it anew.
  QImage thumbnail(const QString& file, qint64 stamp);

  /// It was tried and cannot be read.
  bool isUnreadable(const QString& file, qint64 stamp) const;

  /// Reads the whole picture; a newer call overtakes one that has not begun.
  void open(const QString& file);

 Q_SIGNALS:
  /// A thumbnail is there, or unreadable.
  void ready(const QString& file);
  /// Null when it cannot be read.
  void opened(const QString& file, const QImage& picture);

 private:
  struct Wish {
    QString file;
    QString key;
  };

  void startNext();
  void onRead(const Wish& wish, const QImage& image);

  QCache<QString, QImage> thumbnails_;
  QSet<QString> unreadable_;
  QSet<QString> asked_;                    // waiting or being read
  std::deque<Wish> waiting_;
  QString toOpen_;
  int running_ = 0;
  QThreadPool pool_;
};

}  // namespace likeness::ui
