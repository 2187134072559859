#include "ui/pages/library_page.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedWidget>

#include "ui/pages/library/picture_view.h"
#include "ui/pages/library/pictures_section.h"
#include "ui/pages/library/subjects_section.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kLeftWidth = 316;

}  // namespace

LibraryPage::LibraryPage(AppState& state, QWidget* parent)
    : QWidget(parent), rules_(state), stack_(new QStackedWidget), pictures_(new PicturesSection(rules_)), view_(new PictureView(rules_)) {
  auto* subjects = new SubjectsSection(state, rules_);
  subjects->setFixedWidth(kLeftWidth);
  stack_->addWidget(pictures_);
  stack_->addWidget(view_);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  row->setSpacing(theme::kMargin);
  row->addWidget(subjects);
  row->addWidget(stack_, 1);
  connect(subjects, &SubjectsSection::makePicturesRequested, this, &LibraryPage::makePicturesRequested);
  connect(subjects, &SubjectsSection::runRequested, this, &LibraryPage::runRequested);
  connect(subjects, &SubjectsSection::teachRequested, this, &LibraryPage::teachRequested);
  connect(pictures_, &PicturesSection::pictureOpened, this, &LibraryPage::openPicture);
  connect(view_, &PictureView::backRequested, this, &LibraryPage::closePicture);
  connect(view_, &PictureView::makeAgainRequested, this, &LibraryPage::makeAgainRequested);
  connect(view_, &PictureView::startRequested, this, &LibraryPage::startRequested);
  connect(pictures_, &PicturesSection::compareRequested, this, &LibraryPage::compareRequested);
  connect(view_, &PictureView::compareRequested, this, &LibraryPage::compareRequested);
  connect(&rules_, &LibraryViewModel::trashed, this, &LibraryPage::trashed);
  connect(&rules_, &LibraryViewModel::noticeRaised, this, &LibraryPage::noticeRaised);
  connect(&rules_, &LibraryViewModel::picturesChanged, this, [this] {
    if (stack_->currentWidget() == view_ && !view_->follow()) closePicture();
  });
  auto* find = new QShortcut(QKeySequence::Find, this);
  find->setContext(Qt::WidgetWithChildrenShortcut);
  connect(find, &QShortcut::activated, this, &LibraryPage::find);
  auto* undo = new QShortcut(QKeySequence::Undo, this);
  undo->setContext(Qt::WidgetWithChildrenShortcut);
  connect(undo, &QShortcut::activated, this, &LibraryPage::undoTrash);
  setFocusProxy(pictures_->grid());
  rules_.refresh();
}

void LibraryPage::undoTrash() { rules_.undoTrash(); }

void LibraryPage::find() {
  closePicture();
  pictures_->searchField()->setFocus();
  pictures_->searchField()->selectAll();
}

void LibraryPage::openPicture(int row) {
  view_->showPicture(row);
  stack_->setCurrentWidget(view_);
  setFocusProxy(view_->strip());
  view_->strip()->setFocus();
}

void LibraryPage::closePicture() {
  PictureGrid* grid = pictures_->grid();
  stack_->setCurrentWidget(pictures_);
  setFocusProxy(grid);
  grid->setFocus();
  if (view_->row() >= 0) grid->setCurrentIndex(grid->model()->index(view_->row(), 0));
}

void LibraryPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  rules_.refresh();
}

}  // namespace likeness::ui
