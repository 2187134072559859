#include "ui/pages/teach_page.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QImage>
#include <QKeyEvent>
#include <QLabel>
#include <QMimeData>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/pages/teach/empty_view.h"
#include "ui/pages/teach/end_view.h"
#include "ui/pages/teach/run_view.h"
#include "ui/pages/teach/setup_view.h"
#include "ui/widgets/picture_overlay.h"
#include "ui/widgets/sample_matrix.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

QStringList localFiles(const QMimeData& data) {
  QStringList files;
  for (const QUrl& url : data.urls()) {
    if (url.isLocalFile()) files << url.toLocalFile();
  }
  return files;
}

bool holdsPhotos(const QMimeData& data) { return data.hasImage() || !localFiles(data).isEmpty(); }

}  // namespace

TeachPage::TeachPage(AppState& state, QWidget* parent)
    : QWidget(parent),
      model_(state),
      views_(new QStackedWidget),
      empty_(new EmptyView),
      setup_(new SetupView(state, model_)),
      run_(new RunView(model_)),
      end_(new EndView(model_)),
      dropHint_(new QLabel(this)),
      overlay_(new PictureOverlay(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(views_);
  for (QWidget* view :
       {static_cast<QWidget*>(empty_), static_cast<QWidget*>(setup_), static_cast<QWidget*>(run_), static_cast<QWidget*>(end_)})
    views_->addWidget(view);
  setAcceptDrops(true);
  dropHint_->setObjectName(QStringLiteral("teachDropHint"));
  dropHint_->setProperty("overlay", true);
  dropHint_->setAlignment(Qt::AlignCenter);
  dropHint_->setAttribute(Qt::WA_TransparentForMouseEvents);
  dropHint_->hide();
  connect(&model_, &TeachViewModel::stateChanged, this, &TeachPage::showState);
  connect(&model_, &TeachViewModel::noticeRaised, this, &TeachPage::noticeRaised);
  connect(&model_, &TeachViewModel::interruptedRunFound, this, &TeachPage::interruptedRunFound);
  connect(&model_, &TeachViewModel::runDiscarded, this, &TeachPage::runDiscarded);
  connect(empty_, &EmptyView::chooseRequested, this, &TeachPage::choosePhotos);
  connect(empty_, &EmptyView::pasteRequested, this, &TeachPage::paste);
  connect(empty_, &EmptyView::sampleRequested, &model_, &TeachViewModel::useSample);
  connect(setup_, &SetupView::chooseRequested, this, &TeachPage::choosePhotos);
  connect(setup_, &SetupView::pasteRequested, this, &TeachPage::paste);
  connect(run_, &RunView::enlargeRequested, this, &TeachPage::enlarge);
  connect(end_, &EndView::enlargeRequested, this, &TeachPage::enlarge);
  connect(end_, &EndView::makePicturesRequested, this, &TeachPage::makePicturesRequested);
  connect(overlay_, &PictureOverlay::moveRequested, this, &TeachPage::moveEnlarged);
  connect(overlay_, &PictureOverlay::closed, this, [this] { views_->currentWidget()->setFocus(); });
  showState();
}

void TeachPage::showState() {
  if (model_.state() != TeachViewModel::State::Interrupted) Q_EMIT interruptionOver();
  QWidget* view = end_;
  switch (model_.state()) {
    case TeachViewModel::State::Empty: view = empty_; break;
    case TeachViewModel::State::Collecting: view = setup_; break;
    case TeachViewModel::State::Queued:
    case TeachViewModel::State::Preparing:
    case TeachViewModel::State::Learning:
    case TeachViewModel::State::Paused:
    case TeachViewModel::State::Finishing: view = run_; break;
    default: break;
  }
  if (views_->currentWidget() == view) return;
  overlay_->close();
  views_->setCurrentWidget(view);
  if (!isVisible()) return;
  if (view == setup_) setup_->focusName();
  // Else Stop might inherit the focus from Start, and a second press of the space bar would end the run.
  if (view == run_) run_->matrix().setFocus();
}

void TeachPage::addPhotos(const QStringList& files) { model_.addFiles(files); }

void TeachPage::choosePhotos() {
  const QString start = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
  addPhotos(QFileDialog::getOpenFileNames(this, tr("Choose photos of one subject"), start,
                                          tr("Photos (*.png *.jpg *.jpeg *.webp *.heic *.heif *.tif *.tiff *.bmp);;All files (*)")));
}

void TeachPage::take(const QMimeData& mime) {
  if (const QStringList files = localFiles(mime); !files.isEmpty()) {
    model_.addFiles(files);
  } else if (mime.hasImage()) {
    model_.addPicture(qvariant_cast<QImage>(mime.imageData()));
  }
}

void TeachPage::paste() {
  const QMimeData* mime = QApplication::clipboard()->mimeData();
  if (!model_.offers(TeachViewModel::Action::AddPhotos)) return;
  if (mime == nullptr || !holdsPhotos(*mime)) {
    Q_EMIT noticeRaised(tr("There is no picture on the clipboard. Copy one in another program first."));
    return;
  }
  take(*mime);
}

void TeachPage::pauseOrResume() { model_.pauseOrResume(); }

void TeachPage::checkpointNow() { model_.checkpointNow(); }

void TeachPage::sampleNow() { model_.sampleNow(); }

void TeachPage::continueRun() { model_.continueRun(); }

void TeachPage::discardRun() { model_.discardRun(); }

void TeachPage::takeBackRun(const QString& folder) { model_.takeBackRun(folder); }

void TeachPage::showSubject(const QString& subjectId) { model_.showSubject(subjectId); }

void TeachPage::dragEnterEvent(QDragEnterEvent* event) {
  if (!model_.offers(TeachViewModel::Action::AddPhotos) || !holdsPhotos(*event->mimeData())) return;
  event->acceptProposedAction();
  const auto count = std::max<qsizetype>(1, localFiles(*event->mimeData()).size());
  dropHint_->setText(count == 1 ? tr("Add 1 photo") : tr("Add %1 photos").arg(count));
  dropHint_->show();
  dropHint_->raise();
}

void TeachPage::dragLeaveEvent(QDragLeaveEvent*) { dropHint_->hide(); }

void TeachPage::dropEvent(QDropEvent* event) {
  dropHint_->hide();
  if (!model_.offers(TeachViewModel::Action::AddPhotos) || !holdsPhotos(*event->mimeData())) return;
  event->acceptProposedAction();
  take(*event->mimeData());
}

void TeachPage::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Paste)) return paste();
  QWidget::keyPressEvent(event);
}

void TeachPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  dropHint_->setGeometry(rect().adjusted(theme::kSpacing, theme::kSpacing, -theme::kSpacing, -theme::kSpacing));
}

void TeachPage::enlarge(const QModelIndex& cell) {
  const auto picture = cell.data(SampleTable::PictureRole).value<QImage>();
  if (picture.isNull()) return;
  enlarged_ = cell;
  overlay_->open(picture, cell.data(Qt::AccessibleTextRole).toString());
}

void TeachPage::moveEnlarged(int columns, int rows) {
  const SampleTable& samples = model_.run().samples();
  const QModelIndex next = samples.index(enlarged_.row() + rows, enlarged_.column() + columns);
  if (!next.isValid()) return;
  enlarge(next);
  run_->matrix().setCurrentIndex(next);
  end_->matrix().setCurrentIndex(next);
}

}  // namespace likeness::ui
