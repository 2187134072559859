#include "ui/pages/library/picture_view.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QShortcut>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/pages/library/parts.h"
#include "ui/viewmodels/picture_words.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/zoom_bar.h"

namespace likeness::ui {
namespace {

constexpr int kDetailsWidth = 248;

}  // namespace

PictureView::PictureView(LibraryViewModel& rules, QWidget* parent)
    : QWidget(parent), rules_(rules), back_(new QPushButton(tr("← All pictures"))), position_(library::caption()), view_(new ImageView),
      strip_(new Filmstrip), marks_(new RatingControl), details_(new DetailsPanel) {
  details_->setFixedWidth(kDetailsWidth);
  nameDetails();
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::kMargin);
  row->addWidget(makeMiddle(), 1);
  row->addWidget(details_);
  connect(back_, &QPushButton::clicked, this, &PictureView::backRequested);
  auto* escape = new QShortcut(Qt::Key_Escape, this);
  escape->setContext(Qt::WidgetWithChildrenShortcut);
  connect(escape, &QShortcut::activated, this, &PictureView::backRequested);
  connect(strip_, &Filmstrip::pictureChosen, this, &PictureView::showPicture);
  connect(&rules_.thumbnails(), &ThumbnailLoader::opened, this, &PictureView::onOpened);
  connectDetails();
}

QWidget* PictureView::makeMiddle() {
  back_->setAccessibleName(tr("All pictures"));
  back_->setToolTip(tr("Back to the pictures and the search (Esc)"));
  view_->setAccessibleName(tr("Picture"));
  strip_->setModel(&rules_.pictures());
  strip_->setAccessibleName(tr("Neighbouring pictures"));
  strip_->installEventFilter(this);
  auto* middle = new QWidget;
  auto* header = new QHBoxLayout;
  header->setSpacing(theme::kMargin);
  header->addWidget(back_);
  header->addWidget(position_);
  header->addStretch(1);
  header->addWidget(makeActions());
  header->addWidget(new ZoomBar(*view_));
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addLayout(header);
  column->addWidget(view_, 1);
  column->addWidget(strip_);
  return middle;
}

QWidget* PictureView::makeActions() {
  auto* compare = new QToolButton;
  compare->setIcon(theme::icon(QStringLiteral("compare")));
  compare->setAccessibleName(tr("Compare"));
  compare->setToolTip(tr("Lay it beside others on the Compare page (C)"));
  auto* trash = new QToolButton;
  trash->setIcon(theme::icon(QStringLiteral("trash")));
  trash->setAccessibleName(tr("Move to the trash"));
  trash->setToolTip(tr("Move to the trash; can be undone (Del)"));
  connect(compare, &QToolButton::clicked, this, [this] { Q_EMIT compareRequested({shown_.file}); });
  connect(trash, &QToolButton::clicked, this, &PictureView::moveToTrash);
  connect(marks_, &RatingControl::favouriteChosen, this, [this](bool favourite) { rules_.setFavourite({shown_.file}, favourite); });
  connect(marks_, &RatingControl::ratingChosen, this, [this](int stars) { rules_.setRating({shown_.file}, stars); });
  auto* made = new QWidget;
  auto* row = new QHBoxLayout(made);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(marks_);
  row->addSpacing(theme::kSpacing);
  for (QToolButton* each : {compare, trash}) {
    each->setAutoRaise(true);
    each->setFocusPolicy(Qt::TabFocus);
    row->addWidget(each);
  }
  return made;
}

void PictureView::toggleFavourite() { rules_.setFavourite({shown_.file}, !shown_.favourite); }

/// The neighbour is shown instead, so that several can be looked through.
void PictureView::moveToTrash() {
  const QString file = shown_.file;
  const int now = row();
  if (now >= 0 && now + 1 < rules_.pictures().rowCount()) showPicture(now + 1);
  else if (now > 0) showPicture(now - 1);
  rules_.moveToTrash({file});
}

/// Keys on the strip, where a list would search by letters instead.
bool PictureView::eventFilter(QObject* watched, QEvent* event) {
  if (watched != strip_ || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const auto& pressed = *static_cast<QKeyEvent*>(event);
  const int key = pressed.key();
  if ((pressed.modifiers() & ~Qt::KeypadModifier) != 0) return false;
  if (key == Qt::Key_F) toggleFavourite();
  else if (key >= Qt::Key_0 && key <= Qt::Key_5) rules_.setRating({shown_.file}, key - Qt::Key_0);
  else if (key == Qt::Key_C) Q_EMIT compareRequested({shown_.file});
  else if (key == Qt::Key_Delete) moveToTrash();
  else return false;
  return true;
}

void PictureView::nameDetails() {
  QPushButton* again = details_->useSettingsButton();
  again->setText(tr("Make again"));
  again->setToolTip(tr("Goes to the Make page with all of its settings, seed included"));
  again->setProperty("primary", true);
}

void PictureView::connectDetails() {
  connect(details_->useSettingsButton(), &QPushButton::clicked, this, [this] { Q_EMIT makeAgainRequested(picture_.request); });
  connect(details_->startButton(), &QPushButton::clicked, this, [this] { Q_EMIT startRequested(shown_.file); });
  connect(details_->copyTextButton(), &QPushButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(pictureText(picture_)); });
  connect(details_->copyPictureButton(), &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setImage(view_->image()); });
  connect(details_->showFolderButton(), &QPushButton::clicked, this,
          [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(shown_.file).absolutePath())); });
}

void PictureView::showPicture(int row) {
  PictureList& list = rules_.pictures();
  chosen_ = list.index(row);
  shown_ = list.at(row);
  picture_ = list.picture(row).value_or(api::PictureInfo{});
  picture_.file = toStdString(shown_.file);
  const auto lines = pictureWords(picture_);
  details_->showLines(lines, lines.empty() ? DetailsPanel::Content::fileOnly : DetailsPanel::Content::everything);
  details_->compareButton()->hide();  // stands above the picture
  details_->useSeedButton()->hide();  // there are no settings here that a single seed could go into
  details_->copyPictureButton()->setEnabled(false);
  view_->setPlaceholder({});
  view_->setPreview(rules_.thumbnails().thumbnail(shown_.file, shown_.modifiedMs), QSize(picture_.width, picture_.height));
  rules_.thumbnails().open(shown_.file);
  strip_->showRow(row);
  marks_->showMarks(shown_.favourite, shown_.rating);
  refreshPosition();
}

void PictureView::onOpened(const QString& file, const QImage& picture) {
  if (file != shown_.file) return;
  if (picture.isNull()) view_->setPlaceholder(tr("This picture's file is gone or cannot be read."));
  view_->setPicture(picture);
  details_->copyPictureButton()->setEnabled(!picture.isNull());
}

bool PictureView::follow() {
  const int now = row() >= 0 ? row() : rules_.pictures().rowOf(shown_.file);
  if (now < 0) return false;
  const IndexedPicture& there = rules_.pictures().at(now);
  const bool other = row() < 0 || there.file != shown_.file || there.modifiedMs != shown_.modifiedMs || there.particulars != shown_.particulars;
  if (other) showPicture(now);
  shown_ = there;
  marks_->showMarks(shown_.favourite, shown_.rating);
  refreshPosition();
  return true;
}

void PictureView::refreshPosition() {
  const QLocale locale;
  position_->setText(tr("%1 of %2").arg(locale.toString(row() + 1), locale.toString(rules_.pictures().rowCount())));
}

}  // namespace likeness::ui
