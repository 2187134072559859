#include "ui/pages/library/pictures_section.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/pages/library/parts.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kSearchLetters = 34, kLongestSearch = 200, kReadableWidth = 420, kBelowCount = 3;

}  // namespace

PicturesSection::PicturesSection(LibraryViewModel& rules, QWidget* parent)
    : QWidget(parent), rules_(rules), count_(library::caption()), search_(new QLineEdit), stack_(new QStackedWidget), grid_(new PictureGrid),
      empty_(nullptr), emptyTitle_(library::title()), emptyText_(library::caption()), clear_(new QPushButton(tr("Clear the search"))) {
  empty_ = makeEmpty();
  grid_->setModel(&rules_.pictures());
  stack_->addWidget(grid_);
  stack_->addWidget(empty_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addWidget(makeHeader());
  column->addWidget(stack_, 1);
  connect(search_, &QLineEdit::textChanged, &rules_, &LibraryViewModel::setSearch);
  connect(clear_, &QPushButton::clicked, this, [this] {
    search_->clear();
    search_->setFocus();
  });
  connect(grid_, &PictureGrid::pictureOpened, this, &PicturesSection::pictureOpened);
  connect(&rules_, &LibraryViewModel::picturesChanged, this, &PicturesSection::refresh);
  connect(&rules_.pictures(), &PictureList::modelReset, grid_, &QListView::scrollToTop);
  refresh();
}

QWidget* PicturesSection::makeHeader() {
  search_->setPlaceholderText(tr("Search words or subjects"));
  search_->setToolTip(tr("Finds pictures by the words of their prompt and by subject (Ctrl+F)"));
  search_->setAccessibleName(tr("Search pictures"));
  search_->setClearButtonEnabled(true);
  search_->setMaxLength(kLongestSearch);
  search_->setFixedWidth(kSearchLetters * search_->fontMetrics().averageCharWidth());
  count_->setContentsMargins(0, 0, 0, kBelowCount);
  auto* header = new QWidget;
  auto* row = new QHBoxLayout(header);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::kSpacing);
  row->addWidget(library::title(tr("Pictures")));
  row->addWidget(count_, 1, Qt::AlignBottom);
  row->addWidget(search_);
  return header;
}

QWidget* PicturesSection::makeEmpty() {
  auto* middle = new QWidget;
  middle->setFixedWidth(kReadableWidth);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addStretch(1);
  for (QLabel* label : {emptyTitle_, emptyText_}) {
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignCenter);
    column->addWidget(label);
  }
  column->addWidget(clear_, 0, Qt::AlignHCenter);
  column->addStretch(1);
  auto* made = new QWidget;
  auto* row = new QHBoxLayout(made);  // a row, since a column would measure the texts' height at its own, larger width
  row->addStretch(1);
  row->addWidget(middle);
  row->addStretch(1);
  return made;
}

QString PicturesSection::countText() const {
  const int total = rules_.total();
  if (total == 0) return {};
  if (rules_.shownSearch().trimmed().isEmpty()) return tr("%Ln picture(s)", nullptr, total);
  return tr("%L1 of %Ln picture(s)", nullptr, total).arg(rules_.pictures().rowCount());
}

void PicturesSection::refresh() {
  const bool any = rules_.total() > 0;
  const bool shown = rules_.pictures().rowCount() > 0;
  count_->setText(countText());
  search_->setVisible(any);
  clear_->setVisible(any);
  if (any) {
    emptyTitle_->setText(tr("No picture with “%1”").arg(rules_.shownSearch().simplified()));
    emptyText_->setText(tr("Every word must be in the prompt or in a subject's name."));
  } else if (rules_.arePicturesKnown()) {
    emptyTitle_->setText(tr("No pictures yet"));
    emptyText_->setText(tr("What you make on the Make page appears here by itself, with everything needed to make it again."));
  } else {
    emptyTitle_->setText({});
    emptyText_->setText(tr("Looking through your pictures folder …"));
  }
  emptyTitle_->setVisible(!emptyTitle_->text().isEmpty());
  stack_->setCurrentWidget(shown ? static_cast<QWidget*>(grid_) : empty_);
}

}  // namespace likeness::ui
