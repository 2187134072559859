// The picture index behind a thread of its own, so that the window never waits for the disk: commands return at once and run in order,
// answers come as signals in the thread that made the object (the GUI thread). The destructor lets what was commanded finish.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QObject>
#include <QThread>

#include "ui/models/picture_index.h"

namespace likeness::ui {

struct FoundPictures {
  PictureQuery query;                      // that was asked
  std::vector<IndexedPicture> pictures;
  int total = 0;                           // pictures in the index, found or not
};

class PictureIndexThread : public QObject {
  Q_OBJECT

 public:
  explicit PictureIndexThread(const QString& file, QObject* parent = nullptr);
  ~PictureIndexThread() override;

  void put(const api::PictureInfo& picture);
  void reconcile(std::vector<api::PictureInfo> pictures, const QSet<QString>& keep);
  void remove(const QStringList& files);
  void setFavourite(const QStringList& files, bool favourite);
  void setRating(const QStringList& files, int rating);
  void find(const PictureQuery& query);

 Q_SIGNALS:
  /// The pictures may be moved out.
  void found(std::shared_ptr<likeness::ui::FoundPictures> found);
  void trouble(likeness::ui::PictureIndex::Trouble trouble);

 private:
  void post(std::function<void(PictureIndex&)> work);

  QThread thread_;
  QObject* worker_;                        // lives in the thread; what is posted to it runs there
  std::unique_ptr<PictureIndex> index_;    // the thread's alone
};

}  // namespace likeness::ui
