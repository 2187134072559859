#include "ui/pages/queue/job_row.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/icon_label.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kIcon = 24, kButtonIcon = 18, kProgressSteps = 1000;

QLabel* plain(const char* name, const char* role) {
  auto* label = new QLabel;
  label->setObjectName(QLatin1String(name));
  label->setTextFormat(Qt::PlainText);
  label->setProperty("role", QLatin1String(role));
  return label;
}

}  // namespace

JobRow::JobRow(QWidget* parent)
    : QFrame(parent), icon_(new IconLabel(QStringLiteral("make"), kIcon, theme::mutedText)), title_(plain("jobTitle", "heading")),
      words_(plain("jobWords", "caption")), doing_(plain("jobDoing", "caption")), progress_(new QProgressBar) {
  setProperty("card", true);
  setFocusPolicy(Qt::StrongFocus);
  words_->setWordWrap(true);
  progress_->setTextVisible(false);
  progress_->setFixedHeight(6);
  show_ = button(QStringLiteral("jobShow"), QStringLiteral("zoom-in"), tr("Show its page"));
  pause_ = button(QStringLiteral("jobPause"), QStringLiteral("pause"), tr("Pause"));
  earlier_ = button(QStringLiteral("jobEarlier"), QStringLiteral("up"), tr("Do it earlier (Alt+Up)"));
  later_ = button(QStringLiteral("jobLater"), QStringLiteral("down"), tr("Do it later (Alt+Down)"));
  remove_ = button(QStringLiteral("jobRemove"), QStringLiteral("remove"), tr("Take it out of the queue (Del)"));
  build();
  connect(show_, &QToolButton::clicked, this, [this] { Q_EMIT showRequested(kind_); });
  connect(pause_, &QToolButton::clicked, this, [this] { Q_EMIT pauseRequested(!paused_); });
  connect(earlier_, &QToolButton::clicked, this, &JobRow::earlierRequested);
  connect(later_, &QToolButton::clicked, this, &JobRow::laterRequested);
  connect(remove_, &QToolButton::clicked, this, &JobRow::removeRequested);
}

QToolButton* JobRow::button(const QString& name, const QString& icon, const QString& tip) {
  auto* made = new QToolButton;
  made->setObjectName(name);
  made->setIcon(theme::icon(icon));
  made->setIconSize({kButtonIcon, kButtonIcon});
  made->setToolTip(tip);
  made->setAccessibleName(tip);
  made->setProperty("framed", true);
  made->setFocusPolicy(Qt::TabFocus);
  return made;
}

void JobRow::build() {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(theme::kMargin, theme::kSpacing * 3 / 2, theme::kSpacing * 3 / 2, theme::kSpacing * 3 / 2);
  row->setSpacing(theme::kSpacing * 3 / 2);
  auto* words = new QVBoxLayout;
  words->setSpacing(theme::kSpacing / 2);
  for (QWidget* each : std::initializer_list<QWidget*>{title_, words_, doing_, progress_}) words->addWidget(each);
  row->addWidget(icon_, 0, Qt::AlignTop);
  row->addLayout(words, 1);
  for (QToolButton* each : {show_, pause_, earlier_, later_, remove_}) row->addWidget(each, 0, Qt::AlignVCenter);
}

void JobRow::showJob(const RunningJobs::Entry& job, Place place) {
  const bool runs = place == Place::running;
  job_ = job.id;
  kind_ = job.kind;
  paused_ = job.state == api::State::paused;
  icon_->setIcon(job.kind == RunningJobs::Kind::teach ? QStringLiteral("teach") : QStringLiteral("make"));
  title_->setText(job.title);
  words_->setText(job.words);
  words_->setVisible(!job.words.isEmpty());
  doing_->setText(job.doing);
  doing_->setVisible(runs);
  progress_->setVisible(runs);
  progress_->setRange(0, job.fraction < 0 ? 0 : kProgressSteps);
  if (job.fraction >= 0) progress_->setValue(static_cast<int>(job.fraction * kProgressSteps));
  pause_->setVisible(runs);
  pause_->setIcon(theme::icon(paused_ ? QStringLiteral("play") : QStringLiteral("pause")));
  pause_->setToolTip(paused_ ? tr("Resume") : tr("Pause"));
  pause_->setAccessibleName(pause_->toolTip());
  earlier_->setVisible(!runs);
  later_->setVisible(!runs);
  earlier_->setEnabled(place == Place::middle || place == Place::last);
  later_->setEnabled(place == Place::middle || place == Place::first);
  remove_->setIcon(theme::icon(runs ? QStringLiteral("stop") : QStringLiteral("remove")));
  remove_->setToolTip(runs ? tr("Stop it, keeping what is there (Del)") : tr("Take it out of the queue (Del)"));
  remove_->setAccessibleName(remove_->toolTip());
  setAccessibleName(runs ? tr("%1: %2", "job, what it does now").arg(job.title, job.doing) : job.title);
}

void JobRow::keyPressEvent(QKeyEvent* event) {
  const bool alt = event->modifiers() == Qt::AltModifier;
  if (alt && event->key() == Qt::Key_Up) return Q_EMIT earlierRequested();
  if (alt && event->key() == Qt::Key_Down) return Q_EMIT laterRequested();
  if (event->key() == Qt::Key_Delete) return Q_EMIT removeRequested();
  QFrame::keyPressEvent(event);
}

void JobRow::paintEvent(QPaintEvent* event) {
  QFrame::paintEvent(event);
  if (!hasFocus()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(theme::accent());
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::kRadius, theme::kRadius);
}

}  // namespace likeness::ui
