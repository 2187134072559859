#include "ui/viewmodels/library_viewmodel.h"

#include <utility>

#include <QDir>

#include "ui/bridge/convert.h"

namespace likeness::ui {
namespace {

constexpr int kTypingMs = 120;

bool isInPicturesFolder(const QString& file) {
  return QDir::cleanPath(file).startsWith(QDir::cleanPath(picturesFolder()) + QLatin1Char('/'));
}

}  // namespace

LibraryViewModel::LibraryViewModel(AppState& state, QObject* parent)
    : QObject(parent), state_(state), pictures_(thumbnails_), index_(QDir(homeFolder()).filePath(QStringLiteral("library.sqlite"))),
      subjectsKnown_(!state.subjects().empty()) {
  typing_.setSingleShot(true);
  typing_.setInterval(kTypingMs);
  connect(&typing_, &QTimer::timeout, this, [this] { index_.find(search_); });
  connect(&index_, &PictureIndexThread::found, this, [this](const std::shared_ptr<FoundPictures>& found) { onFound(*found); });
  connect(&index_, &PictureIndexThread::trouble, this, &LibraryViewModel::onTrouble);
  EngineBridge& bridge = state_.bridge();
  connect(&bridge, &EngineBridge::picturesListed, this, &LibraryViewModel::onListed);
  connect(&bridge, &EngineBridge::imageReady, this, &LibraryViewModel::onImage);
  connect(&bridge, &EngineBridge::jobStateChanged, this, &LibraryViewModel::onState);
  const auto know = [this] {
    subjectsKnown_ = true;
    Q_EMIT subjectsChanged();
  };
  connect(&state_, &AppState::subjectsChanged, this, know);
  connect(&bridge, &EngineBridge::engineFailed, this, know);
  index_.find(search_);
}

void LibraryViewModel::refresh() {
  state_.refreshSubjects();
  if (ask_ != 0) return;
  arrived_.clear();
  ask_ = state_.bridge().submit(api::ListPictures{.folders = {toStdString(picturesFolder())}});
}

void LibraryViewModel::setSearch(const QString& text) {
  if (text == search_) return;
  search_ = text;
  typing_.start();
}

void LibraryViewModel::onFound(FoundPictures& found) {
  if (found.text != search_) return;
  pictures_.setPictures(std::move(found.pictures), found.text == shownSearch_ ? PictureList::Change::merge : PictureList::Change::replace);
  shownSearch_ = found.text;
  total_ = found.total;
  Q_EMIT picturesChanged();
}

void LibraryViewModel::onListed(const api::PicturesListed& listed) {
  if (listed.job != ask_ || ask_ == 0) return;
  ask_ = 0;
  looked_ = true;
  index_.reconcile(listed.pictures, arrived_);
  index_.find(search_);
}

void LibraryViewModel::onImage(const api::ImageReady& image) {
  const QString file = toQString(image.file);
  if (image.kind != api::ImageKind::final || !isInPicturesFolder(file)) return;
  api::PictureInfo picture = image.picture;
  picture.file = image.file;
  arrived_.insert(file);
  index_.put(picture);
  index_.find(search_);
}

void LibraryViewModel::onState(const api::JobState& state) {
  const bool failed = state.state == api::State::failed || state.state == api::State::cancelled;
  if (!failed || state.job != ask_ || ask_ == 0) return;
  ask_ = 0;
  looked_ = true;
  Q_EMIT picturesChanged();
}

void LibraryViewModel::onTrouble(PictureIndex::Trouble trouble) {
  if (trouble == PictureIndex::Trouble::rebuilt) {
    Q_EMIT noticeRaised(tr("The library's index was damaged and is being made anew. Your pictures are not affected."));
  } else {
    Q_EMIT noticeRaised(tr("The library's index cannot be saved in %1, so pictures appear more slowly at the next start. "
                           "Your pictures are not affected.").arg(homeFolder()));
  }
  refresh();
}

}  // namespace likeness::ui
