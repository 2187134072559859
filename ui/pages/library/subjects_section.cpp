#include "ui/pages/library/subjects_section.h"

#include <algorithm>
#include <tuple>

#include <QLayoutItem>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/pages/library/parts.h"
#include "ui/pages/library/subject_card.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

/// What a card shows.
auto shownOf(const api::SubjectInfo& subject) {
  return std::tie(subject.id, subject.name, subject.kind, subject.method, subject.step, subject.run_folder, subject.photo_file, subject.sample_file,
                  subject.taught, subject.modified_ms);
}

bool areAlike(const std::vector<api::SubjectInfo>& a, const std::vector<api::SubjectInfo>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const api::SubjectInfo& one, const api::SubjectInfo& other) { return shownOf(one) == shownOf(other); });
}

}  // namespace

SubjectsSection::SubjectsSection(AppState& state, LibraryViewModel& rules, QWidget* parent)
    : QWidget(parent), state_(state), rules_(rules) {
  empty_ = makeEmpty();
  list_ = makeCards();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addWidget(library::title(tr("Subjects")));
  column->addWidget(empty_);
  column->addWidget(list_, 1);
  column->addStretch();
  connect(&rules_, &LibraryViewModel::subjectsChanged, this, &SubjectsSection::refresh);
  refresh();
}

QWidget* SubjectsSection::makeCards() {
  auto* inside = new QWidget;
  cards_ = new QVBoxLayout(inside);
  cards_->setContentsMargins(0, 0, theme::kSpacing, 0);
  cards_->setSpacing(theme::kSpacing);
  cards_->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidget(inside);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setAccessibleName(tr("Subjects"));
  return scroll;
}

QWidget* SubjectsSection::makeEmpty() {
  emptyText_ = library::caption();
  emptyText_->setWordWrap(true);
  teach_ = new QPushButton(theme::icon(QStringLiteral("teach")), tr("Teach a subject"));
  connect(teach_, &QPushButton::clicked, this, &SubjectsSection::teachRequested);
  auto* made = new QWidget;
  auto* column = new QVBoxLayout(made);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addWidget(emptyText_);
  column->addWidget(teach_, 0, Qt::AlignLeft);
  return made;
}

void SubjectsSection::refresh() {
  const std::vector<api::SubjectInfo>& subjects = state_.subjects();
  empty_->setVisible(subjects.empty());
  list_->setVisible(!subjects.empty());
  teach_->setVisible(rules_.areSubjectsKnown());
  emptyText_->setText(rules_.areSubjectsKnown() ? tr("No subjects yet. A few photos of your dog, your cup or yourself are enough to teach one.")
                                                : tr("Looking for your subjects …"));
  if (areAlike(subjects, shown_)) return;
  shown_ = subjects;
  while (cards_->count() > 1) {
    QLayoutItem* item = cards_->takeAt(0);
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  for (const api::SubjectInfo& subject : subjects) {
    auto* card = new SubjectCard(subject, rules_.thumbnails());
    connect(card, &SubjectCard::makePicturesRequested, this, &SubjectsSection::makePicturesRequested);
    connect(card, &SubjectCard::runRequested, this, &SubjectsSection::runRequested);
    cards_->insertWidget(cards_->count() - 1, card);
  }
}

}  // namespace likeness::ui
