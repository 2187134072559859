#include "ui/models/picture_index_thread.h"

#include <utility>

namespace likeness::ui {

PictureIndexThread::PictureIndexThread(const QString& file, QObject* parent) : QObject(parent), worker_(new QObject) {
  thread_.setObjectName(QStringLiteral("picture index"));
  worker_->moveToThread(&thread_);
  connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
  thread_.start();
  QMetaObject::invokeMethod(worker_, [this, file] { index_ = std::make_unique<PictureIndex>(file); });
}

PictureIndexThread::~PictureIndexThread() {
  QMetaObject::invokeMethod(worker_, [this] {
    index_.reset();
    thread_.quit();
  });
  thread_.wait();
}

void PictureIndexThread::post(std::function<void(PictureIndex&)> work) {
  QMetaObject::invokeMethod(worker_, [this, work = std::move(work)] {
    work(*index_);
    const PictureIndex::Trouble trouble = index_->takeTrouble();
    if (trouble == PictureIndex::Trouble::none) return;
    QMetaObject::invokeMethod(this, [this, trouble] { Q_EMIT this->trouble(trouble); });
  });
}

void PictureIndexThread::put(const api::PictureInfo& picture) {
  post([picture](PictureIndex& index) { index.put(picture); });
}

void PictureIndexThread::reconcile(std::vector<api::PictureInfo> pictures, const QSet<QString>& keep) {
  post([all = std::make_shared<std::vector<api::PictureInfo>>(std::move(pictures)), keep](PictureIndex& index) {
    index.reconcile(*all, keep);
  });
}

void PictureIndexThread::remove(const QStringList& files) {
  post([files](PictureIndex& index) { index.remove(files); });
}

void PictureIndexThread::setFavourite(const QStringList& files, bool favourite) {
  post([files, favourite](PictureIndex& index) { index.setFavourite(files, favourite); });
}

void PictureIndexThread::setRating(const QStringList& files, int rating) {
  post([files, rating](PictureIndex& index) { index.setRating(files, rating); });
}

void PictureIndexThread::find(const PictureQuery& query) {
  post([this, query](PictureIndex& index) {
    auto pictures = index.find(query);
    if (!pictures) return;
    auto answer = std::make_shared<FoundPictures>(FoundPictures{.query = query, .pictures = std::move(*pictures), .total = index.count()});
    QMetaObject::invokeMethod(this, [this, answer] { Q_EMIT found(answer); });
  });
}

}  // namespace likeness::ui
