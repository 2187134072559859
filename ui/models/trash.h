// The desktop's trash, without waiting for the disk: files and folders are moved there in a thread, and the last move can be taken back
// while the program runs. What was moved stays in the trash as any other file does. GUI thread only.
#pragma once

#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QVector>

namespace likeness::ui {

class Trash : public QObject {
  Q_OBJECT

 public:
  explicit Trash(QObject* parent = nullptr);
  ~Trash() override;

  void move(const QStringList& files);

  /// Puts back what the last finished move took; nothing when there is nothing to put back.
  void undo();
  bool canUndo() const { return !last_.isEmpty(); }

 Q_SIGNALS:
  /// `failed`: those that are still where they were.
  void moved(const QStringList& files, const QStringList& failed);
  void restored(const QStringList& files, const QStringList& failed);

 private:
  struct Moved {
    QString from;
    QString to;  // empty: could not be moved
  };

  QVector<Moved> last_;
  QThreadPool pool_;  // one thread: in the order asked for
};

}  // namespace likeness::ui
