#include "ui/viewmodels/library_viewmodel.h"

#include <utility>

#include <QDir>

#include "ui/bridge/convert.h"

namespace likeness::ui {
namespace {

constexpr int kTypingMs = 120;

bool isInside(const QString& file, const QString& folder) {
  return QDir::cleanPath(file).startsWith(QDir::cleanPath(folder) + QLatin1Char('/'));
}

}  // namespace

LibraryViewModel::LibraryViewModel(AppState& state, QObject* parent)
    : QObject(parent), state_(state), pictures_(thumbnails_), index_(QDir(homeFolder()).filePath(QStringLiteral("library.sqlite"))),
      subjectsKnown_(!state.subjects().empty()) {
  typing_.setSingleShot(true);
  typing_.setInterval(kTypingMs);
  connect(&typing_, &QTimer::timeout, this, &LibraryViewModel::look);
  connect(&index_, &PictureIndexThread::found, this, [this](const std::shared_ptr<FoundPictures>& found) { onFound(*found); });
  connect(&index_, &PictureIndexThread::trouble, this, &LibraryViewModel::onTrouble);
  connect(&trash_, &Trash::moved, this, &LibraryViewModel::onTrashed);
  connect(&trash_, &Trash::restored, this, [this](const QStringList&, const QStringList& failed) {
    if (!failed.isEmpty())
      Q_EMIT noticeRaised(tr("%n picture(s) could not be put back; look into the trash.", nullptr, static_cast<int>(failed.size())));
    refresh();
  });
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
  look();
}

void LibraryViewModel::refresh() {
  state_.refreshSubjects();
  if (ask_ != 0) return;
  arrived_.clear();
  ask_ = state_.bridge().submit(api::ListPictures{.folders = {toStdString(state_.settings().picturesFolder())}});
}

void LibraryViewModel::look() { index_.find(query_); }

void LibraryViewModel::setSearch(const QString& text) {
  if (text == query_.text) return;
  query_.text = text;
  typing_.start();
}

void LibraryViewModel::setFavouritesOnly(bool only) {
  query_.favouritesOnly = only;
  look();
}

void LibraryViewModel::setLeastRating(int stars) {
  query_.leastRating = stars;
  look();
}

void LibraryViewModel::setOrder(PictureQuery::Order order) {
  query_.order = order;
  look();
}

void LibraryViewModel::clearQuery() {
  query_ = {.order = query_.order};
  look();
}

void LibraryViewModel::setFavourite(const QStringList& files, bool favourite) {
  index_.setFavourite(files, favourite);
  look();
}

void LibraryViewModel::setRating(const QStringList& files, int stars) {
  index_.setRating(files, stars);
  look();
}

void LibraryViewModel::moveToTrash(const QStringList& files) {
  if (!files.isEmpty()) trash_.move(files);
}

void LibraryViewModel::undoTrash() {
  if (trash_.canUndo()) trash_.undo();
}

void LibraryViewModel::onTrashed(const QStringList& files, const QStringList& failed) {
  index_.remove(files);
  look();
  if (!failed.isEmpty())
    Q_EMIT noticeRaised(tr("%n picture(s) could not be moved to the trash.", nullptr, static_cast<int>(failed.size())));
  if (!files.isEmpty()) Q_EMIT trashed(tr("%n picture(s) moved to the trash.", nullptr, static_cast<int>(files.size())));
}

void LibraryViewModel::onFound(FoundPictures& found) {
  if (found.query != query_) return;
  pictures_.setPictures(std::move(found.pictures),
                        found.query == shownQuery_ ? PictureList::Change::merge : PictureList::Change::replace);
  shownQuery_ = found.query;
  total_ = found.total;
  Q_EMIT picturesChanged();
}

void LibraryViewModel::onListed(const api::PicturesListed& listed) {
  if (listed.job != ask_ || ask_ == 0) return;
  ask_ = 0;
  looked_ = true;
  index_.reconcile(listed.pictures, arrived_);
  look();
}

void LibraryViewModel::onImage(const api::ImageReady& image) {
  const QString file = toQString(image.file);
  if (image.kind != api::ImageKind::final || !isInside(file, state_.settings().picturesFolder())) return;
  api::PictureInfo picture = image.picture;
  picture.file = image.file;
  arrived_.insert(file);
  index_.put(picture);
  look();
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
