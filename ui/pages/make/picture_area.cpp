#include "ui/pages/make/picture_area.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/zoom_bar.h"

namespace likeness::ui {
namespace {

const QString kErrorId = QStringLiteral("make-error");

}  // namespace

PictureArea::PictureArea(MakeViewModel& rules, QWidget* parent)
    : QWidget(parent), rules_(rules), errors_(new NoticeBar), stack_(new QStackedWidget), empty_(new EmptyState), view_(new ImageView),
      newest_(new QPushButton(tr("Show the newest"))), tools_(new QWidget), filmstrip_(new Filmstrip) {
  build();
  connect(empty_, &EmptyState::exampleChosen, this, &PictureArea::exampleChosen);
  connect(empty_, &EmptyState::teachRequested, this, &PictureArea::teachRequested);
  connect(newest_, &QPushButton::clicked, this, &PictureArea::follow);
  connect(filmstrip_, &Filmstrip::pictureChosen, this, &PictureArea::choose);
  filmstrip_->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(filmstrip_, &QWidget::customContextMenuRequested, this, &PictureArea::showMenu);
  MakeJobs& jobs = rules_.jobs();
  connect(&jobs, &MakeJobs::ended, this, &PictureArea::onEnded);
  connect(&jobs, &MakeJobs::changed, this, [this] {
    view_->setProgress(rules_.jobs().fraction());
    refresh();
  });
  connect(&jobs, &MakeJobs::previewArrived, this, &PictureArea::onPreview);
  connect(&jobs, &MakeJobs::pictureFinished, this, &PictureArea::onFinished);
  connect(&rules_, &MakeViewModel::knowledgeChanged, this, &PictureArea::refresh);
  connect(&rules_, &MakeViewModel::settingsChanged, this, &PictureArea::refresh);
  connect(&rules_, &MakeViewModel::picturesKnown, this, [this](const std::vector<api::PictureInfo>& pictures) {
    pictures_.setInfo(pictures);
    Q_EMIT shownPictureChanged();
  });
  refresh();
}

void PictureArea::build() {
  view_->setPlaceholder(tr("The picture appears here as it takes shape."));
  stack_->addWidget(empty_);
  stack_->addWidget(view_);
  filmstrip_->setModel(&pictures_);
  newest_->setToolTip(tr("Go back to what is being made, or to the last picture"));
  QSizePolicy keepsPlace = tools_->sizePolicy();
  keepsPlace.setRetainSizeWhenHidden(true);
  tools_->setSizePolicy(keepsPlace);
  auto* row = new QHBoxLayout(tools_);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(newest_);
  row->addStretch(1);
  row->addWidget(new ZoomBar(*view_));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  errors_->layout()->setContentsMargins(0, 0, 0, 0);
  column->addWidget(errors_);
  column->addWidget(stack_, 1);
  column->addWidget(tools_);
  column->addWidget(filmstrip_);
}

void PictureArea::restore() {
  const QStringList files = rules_.rememberedPictures();
  for (const QString& file : files) {
    api::PictureInfo picture;
    picture.file = toStdString(file);
    pictures_.add(picture);
  }
  rules_.lookUpPictures(files);
  if (pictures_.rowCount() > 0) display(pictures_.rowCount() - 1, {});
  refresh();
}

const api::PictureInfo* PictureArea::shownPicture() const {
  return shown_ >= 0 && shown_ < pictures_.rowCount() ? &pictures_.picture(shown_) : nullptr;
}

void PictureArea::follow() {
  errors_->close(kErrorId);
  following_ = true;
  if (pictures_.rowCount() > 0) display(pictures_.rowCount() - 1, {});
  refresh();
}

void PictureArea::choose(int row) {
  following_ = row == pictures_.rowCount() - 1 && !rules_.jobs().isBusy();
  display(row, {});
  refresh();
}

void PictureArea::showMenu(const QPoint& place) {
  const QModelIndex index = filmstrip_->indexAt(place);
  if (!index.isValid()) return;
  const QString file = toQString(pictures_.picture(index.row()).file);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(theme::icon(QStringLiteral("make")), tr("Start from this"), this, [this, file] { Q_EMIT startRequested(file); });
  menu->popup(filmstrip_->viewport()->mapToGlobal(place));
}

void PictureArea::display(int row, const QImage& image) {
  shown_ = row;
  filmstrip_->showRow(row);
  view_->setPicture(image.isNull() ? QImage(toQString(pictures_.picture(row).file)) : image);
  Q_EMIT shownPictureChanged();
}

bool PictureArea::isEmpty() const { return pictures_.rowCount() == 0 && !rules_.jobs().isBusy(); }

void PictureArea::onPreview(const QImage& image) {
  if (!following_ || image.isNull()) return;
  view_->setPreview(image, rules_.jobs().pictureSize());
  refresh();
  if (shown_ < 0) return;
  shown_ = -1;
  filmstrip_->showRow(-1);
  Q_EMIT shownPictureChanged();
}

void PictureArea::onFinished(const api::PictureInfo& picture, const QImage& image) {
  pictures_.add(picture, image);
  if (following_) display(pictures_.rowCount() - 1, image);
  refresh();
}

// A job that ended without a picture leaves its preview behind.
void PictureArea::onEnded() {
  if (!following_ || shown_ >= 0) return;
  if (pictures_.rowCount() > 0) display(pictures_.rowCount() - 1, {});
  else view_->setPicture({});
}

void PictureArea::showDraft(const QImage& draft) {
  if (rules_.jobs().isBusy() || (draft.isNull() && !drafting_)) return;
  drafting_ = !draft.isNull();
  if (drafting_) view_->setPreview(draft, draft.size());
  else if (shownPicture() != nullptr) view_->setPicture(QImage(toQString(shownPicture()->file)));
  else view_->setPicture({});
  refresh();
}

void PictureArea::refresh() {
  const bool anything = !isEmpty() || drafting_;
  stack_->setCurrentWidget(anything ? static_cast<QWidget*>(view_) : empty_);
  tools_->setVisible(anything && !view_->image().isNull());
  filmstrip_->setVisible(pictures_.rowCount() > 0);
  newest_->setVisible(!following_);
  empty_->showExamples(rules_.examples(), rules_.taughtSubjects().empty() ? EmptyState::TeachHint::show : EmptyState::TeachHint::hide);
}

void PictureArea::showError(const api::ErrorText& error) {
  QString text = toQString(error.message);
  if (!error.hint.empty()) text += QLatin1Char('\n') + toQString(error.hint);
  Notice notice{.id = kErrorId, .kind = Notice::Kind::error, .text = text, .buttons = {}};
  notice.buttons.push_back({tr("Copy text"), [text] { QGuiApplication::clipboard()->setText(text); }});
  errors_->show(notice);
}

}  // namespace likeness::ui
