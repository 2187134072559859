#include "ui/pages/queue_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/pages/queue/job_row.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kReadableWidth = 760;

QLabel* label(const QString& text, const QString& role) {
  auto* made = new QLabel(text);
  made->setProperty("role", role);
  made->setTextFormat(Qt::PlainText);
  return made;
}

JobRow::Place placeOf(const std::vector<RunningJobs::Entry>& entries, std::size_t index) {
  if (entries[index].state != api::State::queued) return JobRow::Place::running;
  const bool first = index == 0 || entries[index - 1].state != api::State::queued;
  const bool last = index + 1 == entries.size();
  if (first && last) return JobRow::Place::only;
  return first ? JobRow::Place::first : last ? JobRow::Place::last : JobRow::Place::middle;
}

}  // namespace

QueuePage::QueuePage(AppState& state, QWidget* parent)
    : QWidget(parent), jobs_(state.jobs()), count_(label({}, QStringLiteral("caption"))), clear_(new QPushButton(tr("Take out all that wait"))),
      scroll_(new QScrollArea), list_(nullptr), empty_(nullptr) {
  auto* inside = new QWidget;
  list_ = new QVBoxLayout(inside);
  list_->setContentsMargins(0, 0, theme::kSpacing, 0);
  list_->setSpacing(theme::kSpacing);
  list_->addStretch(1);
  scroll_->setWidget(inside);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  empty_ = buildEmpty();
  auto* middle = new QWidget;
  middle->setMaximumWidth(kReadableWidth);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kMargin);
  column->addWidget(buildHeader());
  column->addWidget(scroll_, 1);
  column->addWidget(empty_, 1);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  row->addStretch(1);
  row->addWidget(middle, 100);
  row->addStretch(1);
  connect(&jobs_, &RunningJobs::changed, this, &QueuePage::refresh);
  refresh();
}

QWidget* QueuePage::buildHeader() {
  clear_->setIcon(theme::icon(QStringLiteral("remove")));
  connect(clear_, &QPushButton::clicked, this, [this] {
    for (const RunningJobs::Entry& each : jobs_.entries())
      if (each.state == api::State::queued) jobs_.cancel(each.id);
  });
  auto* header = new QWidget;
  auto* row = new QHBoxLayout(header);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::kSpacing);
  row->addWidget(label(tr("Queue"), QStringLiteral("title")));
  row->addWidget(count_, 1, Qt::AlignBottom);
  row->addWidget(clear_);
  return header;
}

QWidget* QueuePage::buildEmpty() {
  auto* text = label(tr("Nothing is being made or taught now. What you start while something runs waits here, "
                        "so that you can let it work through the night."),
                     QStringLiteral("caption"));
  text->setWordWrap(true);
  text->setAlignment(Qt::AlignCenter);
  auto* title = label(tr("The queue is empty"), QStringLiteral("title"));
  title->setAlignment(Qt::AlignCenter);
  auto* make = new QPushButton(theme::icon(QStringLiteral("make")), tr("Make pictures"));
  connect(make, &QPushButton::clicked, this, &QueuePage::makeRequested);
  auto* made = new QWidget;
  auto* column = new QVBoxLayout(made);
  column->setSpacing(theme::kSpacing * 3 / 2);
  column->addStretch(1);
  column->addWidget(title);
  column->addWidget(text);
  column->addWidget(make, 0, Qt::AlignHCenter);
  column->addStretch(2);
  return made;
}

JobRow* QueuePage::makeRow() {
  auto* row = new JobRow;
  connect(row, &JobRow::earlierRequested, this, [this, row] { move(row, true); });
  connect(row, &JobRow::laterRequested, this, [this, row] { move(row, false); });
  connect(row, &JobRow::removeRequested, this, [this, row] { jobs_.cancel(row->job()); });
  connect(row, &JobRow::pauseRequested, this, [this, row](bool paused) { jobs_.pause(row->job(), paused); });
  connect(row, &JobRow::showRequested, this, &QueuePage::showRequested);
  return row;
}

/// The keys stay with the job, which is in another row afterwards.
void QueuePage::move(JobRow* row, bool earlier) {
  const api::JobId job = row->job();
  const bool hadFocus = row->hasFocus();
  if (earlier) jobs_.moveEarlier(job);
  else jobs_.moveLater(job);
  for (JobRow* each : rows_)
    if (hadFocus && each->job() == job) each->setFocus();
}

void QueuePage::setRowCount(std::size_t count) {
  while (rows_.size() < count) {
    rows_.push_back(makeRow());
    list_->insertWidget(static_cast<int>(rows_.size()) - 1, rows_.back());
  }
  while (rows_.size() > count) {
    rows_.back()->hide();
    rows_.back()->deleteLater();
    rows_.pop_back();
  }
}

void QueuePage::refresh() {
  const auto entries = jobs_.entries();
  setRowCount(entries.size());
  int waiting = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    rows_[i]->showJob(entries[i], placeOf(entries, i));
    if (entries[i].state == api::State::queued) ++waiting;
  }
  count_->setText(waiting > 0 ? tr("%n waiting", nullptr, waiting) : QString());
  clear_->setVisible(waiting > 0);
  scroll_->setVisible(!entries.empty());
  empty_->setVisible(entries.empty());
}

}  // namespace likeness::ui
