#include "ui/pages/library/pictures_section.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/pages/library/parts.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kSearchLetters = 34, kLongestSearch = 200, kReadableWidth = 420, kBelowCount = 3, kMostStars = 5, kMostCompared = 4;

}  // namespace

PicturesSection::PicturesSection(LibraryViewModel& rules, QWidget* parent)
    : QWidget(parent), rules_(rules), count_(library::caption()), search_(new QLineEdit), filters_(nullptr), actions_(nullptr),
      stack_(new QStackedWidget), grid_(new PictureGrid),
      empty_(nullptr), emptyTitle_(library::title()), emptyText_(library::caption()), clear_(new QPushButton(tr("Show all pictures"))) {
  empty_ = makeEmpty();
  grid_->setModel(&rules_.pictures());
  stack_->addWidget(grid_);
  stack_->addWidget(empty_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addWidget(makeHeader());
  filters_ = makeFilters();
  actions_ = makeActions();
  column->addWidget(filters_);
  column->addWidget(stack_, 1);
  column->addWidget(actions_);
  connect(search_, &QLineEdit::textChanged, &rules_, &LibraryViewModel::setSearch);
  connect(clear_, &QPushButton::clicked, this, [this] {
    search_->clear();
    rules_.clearQuery();
    search_->setFocus();
  });
  connectGrid();
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

QWidget* PicturesSection::makeFilters() {
  favourites_ = new QPushButton(theme::icon(QStringLiteral("heart")), tr("Favourites"));
  favourites_->setCheckable(true);
  favourites_->setToolTip(tr("Show favourites only"));
  connect(favourites_, &QPushButton::clicked, &rules_, &LibraryViewModel::setFavouritesOnly);
  rating_ = new QComboBox;
  rating_->setAccessibleName(tr("Rating"));
  rating_->addItem(tr("Any rating"), 0);
  for (int stars = 1; stars <= kMostStars; ++stars)
    rating_->addItem(stars == kMostStars ? QString(stars, QChar(0x2605)) : tr("%1 or more", "stars").arg(QString(stars, QChar(0x2605))), stars);
  connect(rating_, &QComboBox::activated, this, [this] { rules_.setLeastRating(rating_->currentData().toInt()); });
  order_ = new QComboBox;
  order_->setAccessibleName(tr("Order"));
  using Order = PictureQuery::Order;
  const std::pair<QString, Order> orders[] = {
      {tr("Newest first"), Order::newest}, {tr("Oldest first"), Order::oldest}, {tr("Best rated first"), Order::bestRated}};
  for (const auto& [words, order] : orders) order_->addItem(words, static_cast<int>(order));
  connect(order_, &QComboBox::activated, this, [this] { rules_.setOrder(static_cast<Order>(order_->currentData().toInt())); });
  auto* made = new QWidget;
  auto* row = new QHBoxLayout(made);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::kSpacing);
  for (QWidget* each : std::initializer_list<QWidget*>{favourites_, rating_, order_}) row->addWidget(each);
  row->addStretch(1);
  return made;
}

QWidget* PicturesSection::makeActions() {
  chosen_ = library::caption();
  compare_ = new QPushButton(theme::icon(QStringLiteral("compare")), tr("Compare"));
  mark_ = new QPushButton(theme::icon(QStringLiteral("heart")), tr("Favourite"));
  mark_->setToolTip(tr("Make them favourites, or no longer (F)"));
  auto* trash = new QPushButton(theme::icon(QStringLiteral("trash")), tr("Move to the trash"));
  trash->setToolTip(tr("Can be undone (Del)"));
  connect(compare_, &QPushButton::clicked, this, &PicturesSection::compare);
  connect(mark_, &QPushButton::clicked, this, &PicturesSection::toggleFavourite);
  connect(trash, &QPushButton::clicked, this, [this] { rules_.moveToTrash(grid_->chosenFiles()); });
  auto* made = new QWidget;
  auto* row = new QHBoxLayout(made);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::kSpacing);
  row->addWidget(chosen_, 1);
  for (QPushButton* each : {compare_, mark_, trash}) row->addWidget(each);
  return made;
}

void PicturesSection::connectGrid() {
  connect(grid_, &PictureGrid::pictureOpened, this, &PicturesSection::pictureOpened);
  connect(grid_, &PictureGrid::choiceChanged, this, &PicturesSection::refreshActions);
  connect(grid_, &PictureGrid::favouriteRequested, this, &PicturesSection::toggleFavourite);
  connect(grid_, &PictureGrid::ratingRequested, this, [this](int stars) { rules_.setRating(grid_->chosenFiles(), stars); });
  connect(grid_, &PictureGrid::compareRequested, this, &PicturesSection::compare);
  connect(grid_, &PictureGrid::trashRequested, this, [this] { rules_.moveToTrash(grid_->chosenFiles()); });
}

void PicturesSection::compare() {
  const QStringList files = grid_->chosenFiles();
  if (!files.isEmpty() && files.size() <= kMostCompared) Q_EMIT compareRequested(files);
}

/// All become favourites, unless they are already.
void PicturesSection::toggleFavourite() {
  const QModelIndexList chosen = grid_->selectionModel()->selectedIndexes();
  const bool all = std::all_of(chosen.begin(), chosen.end(), [](const QModelIndex& each) { return each.data(PictureList::FavouriteRole).toBool(); });
  if (!chosen.isEmpty()) rules_.setFavourite(grid_->chosenFiles(), !all);
}

void PicturesSection::refreshActions() {
  const int chosen = static_cast<int>(grid_->chosenFiles().size());
  actions_->setVisible(chosen > 0 && stack_->currentWidget() == grid_);
  chosen_->setText(tr("%Ln chosen", nullptr, chosen));
  compare_->setEnabled(chosen <= kMostCompared);
  compare_->setToolTip(chosen <= kMostCompared ? tr("Lay them side by side (C)") : tr("Up to four pictures can be compared"));
}

QString PicturesSection::countText() const {
  const int total = rules_.total();
  if (total == 0) return {};
  if (!rules_.shownQuery().narrows()) return tr("%Ln picture(s)", nullptr, total);
  return tr("%L1 of %Ln picture(s)", nullptr, total).arg(rules_.pictures().rowCount());
}

void PicturesSection::showEmptyWords() {
  const PictureQuery& shown = rules_.shownQuery();
  if (rules_.total() > 0) {
    const QString words = shown.text.simplified();
    emptyTitle_->setText(words.isEmpty() ? tr("No such picture") : tr("No picture with “%1”").arg(words));
    emptyText_->setText(shown.favouritesOnly || shown.leastRating > 0 ? tr("Favourites and ratings narrow what is shown.")
                                                                      : tr("Every word must be in the prompt or in a subject's name."));
  } else if (rules_.arePicturesKnown()) {
    emptyTitle_->setText(tr("No pictures yet"));
    emptyText_->setText(tr("What you make on the Make page appears here by itself, with everything needed to make it again."));
  } else {
    emptyTitle_->setText({});
    emptyText_->setText(tr("Looking through your pictures folder …"));
  }
  emptyTitle_->setVisible(!emptyTitle_->text().isEmpty());
}

void PicturesSection::refresh() {
  const bool any = rules_.total() > 0;
  const PictureQuery& query = rules_.query();
  count_->setText(countText());
  search_->setVisible(any);
  filters_->setVisible(any);
  clear_->setVisible(any);
  favourites_->setChecked(query.favouritesOnly);
  rating_->setCurrentIndex(rating_->findData(query.leastRating));
  order_->setCurrentIndex(order_->findData(static_cast<int>(query.order)));
  showEmptyWords();
  stack_->setCurrentWidget(rules_.pictures().rowCount() > 0 ? static_cast<QWidget*>(grid_) : empty_);
  refreshActions();
}

}  // namespace likeness::ui
