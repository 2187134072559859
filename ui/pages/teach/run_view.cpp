#include "ui/pages/teach/run_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/pages/teach/parts.h"
#include "ui/viewmodels/teach_words.h"
#include "ui/widgets/loss_chart.h"
#include "ui/widgets/picture_strip.h"
#include "ui/widgets/sample_matrix.h"
#include "ui/widgets/stage_list.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

constexpr int kTickMs = 1000;

QString number(qint64 value) { return QLocale().toString(static_cast<qlonglong>(value)); }

QFrame* titledCard(const QString& title, QWidget* content) {
  QFrame* card = parts::card();
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(theme::kMargin, theme::kSpacing, theme::kMargin, theme::kSpacing);
  layout->setSpacing(theme::kSpacing);
  layout->addWidget(parts::heading(title));
  layout->addWidget(content, 1);
  return card;
}

}  // namespace

RunView::RunView(TeachViewModel& model, QWidget* parent) : QWidget(parent), model_(model) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  layout->setSpacing(theme::kSpacing * 3 / 2);
  layout->addWidget(buildHeader());
  layout->addWidget(buildBody(), 1);
  TeachRun& run = model_.run();
  connect(&model_, &TeachViewModel::stateChanged, this, &RunView::showState);
  connect(&model_, &TeachViewModel::asked, this, &RunView::showButtons);
  connect(&run, &TeachRun::progressChanged, this, &RunView::showProgress);
  connect(&run, &TeachRun::lossesChanged, chart_, &LossChart::historyChanged);
  connect(&run, &TeachRun::classPictureAdded, this, [this](const QImage& picture, const QString& file) {
    strip_->add(picture, file);
    showProgress();
  });
  clock_.setInterval(kTickMs);
  connect(&clock_, &QTimer::timeout, this, &RunView::showProgress);
  showState();
}

QWidget* RunView::buildHeader() {
  auto* header = new QWidget;
  auto* layout = new QVBoxLayout(header);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing);
  auto* row = new QHBoxLayout;
  title_ = parts::subjectTitle();
  title_->setObjectName(QStringLiteral("teachPhase"));
  row->addWidget(title_, 1);
  row->addWidget(buildButtons());
  layout->addLayout(row);
  bar_ = new QProgressBar;
  bar_->setObjectName(QStringLiteral("teachBar"));
  bar_->setTextVisible(false);
  bar_->setFixedHeight(8);
  bar_->setAccessibleName(tr("Progress of teaching"));
  layout->addWidget(bar_);
  auto* below = new QHBoxLayout;
  line_ = new QLabel;
  line_->setObjectName(QStringLiteral("teachProgress"));
  below->addWidget(line_);
  below->addStretch(1);
  stages_ = new StageList({tr("Photos"), tr("Class pictures"), tr("Before"), tr("Learning"), tr("Checking")});
  stages_->setObjectName(QStringLiteral("teachStages"));
  stages_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  below->addWidget(stages_);
  layout->addLayout(below);
  return header;
}

QWidget* RunView::buildButtons() {
  auto* box = new QWidget;
  auto* layout = new QHBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  pause_ = parts::button(QStringLiteral("teachPause"), tr("Pause"), QStringLiteral("pause"));
  connect(pause_, &QPushButton::clicked, &model_, &TeachViewModel::pauseOrResume);
  sample_ = parts::button(QStringLiteral("teachSampleNow"), tr("Sample now"), QStringLiteral("sample"));
  sample_->setToolTip(tr("Draw the sample pictures with what it has learnt so far (F6)"));
  connect(sample_, &QPushButton::clicked, &model_, &TeachViewModel::sampleNow);
  checkpoint_ = parts::button(QStringLiteral("teachCheckpoint"), tr("Checkpoint now"), QStringLiteral("save"));
  checkpoint_->setToolTip(tr("Save what it has learnt so far (F5)"));
  connect(checkpoint_, &QPushButton::clicked, &model_, &TeachViewModel::checkpointNow);
  stop_ = parts::button(QStringLiteral("teachStop"), tr("Stop"), QStringLiteral("stop"));
  stop_->setToolTip(tr("End this run; checkpoints are kept and it can be continued"));
  connect(stop_, &QPushButton::clicked, &model_, &TeachViewModel::stop);
  for (QPushButton* button : {pause_, sample_, checkpoint_, stop_}) layout->addWidget(button);
  return box;
}

QWidget* RunView::buildBody() {
  auto* splitter = new QSplitter(Qt::Horizontal);
  splitter->setObjectName(QStringLiteral("teachSplitter"));
  splitter->setChildrenCollapsible(false);
  splitter->setHandleWidth(theme::kSpacing * 3 / 2);
  chart_ = new LossChart(model_.run().losses());
  chart_->setObjectName(QStringLiteral("teachChart"));
  splitter->addWidget(titledCard(tr("How close it gets (lower is closer)"), chart_));
  auto* right = new QWidget;
  auto* layout = new QVBoxLayout(right);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing);
  strip_ = new PictureStrip;
  strip_->setObjectName(QStringLiteral("teachStrip"));
  matrix_ = new SampleMatrix(model_.run().samples());
  matrix_->setObjectName(QStringLiteral("teachMatrix"));
  connect(matrix_, &SampleMatrix::enlargeRequested, this, &RunView::enlargeRequested);
  layout->addWidget(strip_);
  layout->addWidget(matrix_, 1);
  splitter->addWidget(titledCard(tr("What it draws"), right));
  splitter->setStretchFactor(0, 5);
  splitter->setStretchFactor(1, 6);
  splitter->setSizes({500, 600});
  return splitter;
}

QString RunView::titleText() const {
  const TeachRun& run = model_.run();
  if (run.isStopping()) return tr("Stopping after this step …");
  switch (model_.state()) {
    case TeachViewModel::State::Queued: return tr("Waiting for the work before it");
    case TeachViewModel::State::Paused: return tr("Paused");
    case TeachViewModel::State::Learning:
      if (run.phase() == api::Phase::learning) return tr("Learning %1").arg(run.draft().name);
      [[fallthrough]];
    default: return phaseSentence(run.phase(), run.draft().kind);
  }
}

QString RunView::progressText() const {
  const TeachRun& run = model_.run();
  QStringList parts;
  const bool learning = run.stage() == TeachRun::Stage::Learning && run.total() > 0;
  const api::Progress& phase = run.progress();
  if (learning) {
    parts << tr("Step %1 of %2").arg(number(run.step()), number(run.total()));
    if (run.stepsPerSecond() > 0) parts << tr("%1 steps a second").arg(QLocale().toString(run.stepsPerSecond(), 'f', 1));
  } else if (phase.total > 0) {
    parts << tr("%1 of %2").arg(number(phase.step), number(phase.total));
  }
  if (run.elapsedSeconds() >= 1) parts << tr("%1 so far").arg(durationText(run.elapsedSeconds()));
  const double left = learning ? run.secondsLeft() : phase.seconds_left;
  if (left >= 0) parts << tr("about %1 left").arg(durationText(left));
  return parts.join(QStringLiteral("  \u00B7  "));
}

void RunView::showState() {
  if (model_.run().isActive() != clock_.isActive()) model_.run().isActive() ? clock_.start() : clock_.stop();
  if (model_.run().classPictureCount() == 0) strip_->clear();
  showButtons();
  showProgress();
}

void RunView::showButtons() {
  using Action = TeachViewModel::Action;
  const bool stopping = model_.run().isStopping();
  const bool resume = model_.offers(Action::Resume);
  pause_->setVisible(model_.offers(Action::Pause) || resume);
  pause_->setText(resume ? tr("Resume") : tr("Pause"));
  pause_->setAccessibleName(pause_->text());
  pause_->setToolTip(resume ? tr("Go on from here (F8)") : tr("Wait after this step, keeping everything in memory (F8)"));
  pause_->setIcon(theme::icon(resume ? QStringLiteral("play") : QStringLiteral("pause")));
  sample_->setVisible(model_.offers(Action::SampleNow));
  sample_->setText(model_.isSampleAsked() ? tr("Sampling …") : tr("Sample now"));
  checkpoint_->setVisible(model_.offers(Action::CheckpointNow));
  checkpoint_->setText(model_.isCheckpointAsked() ? tr("Saving …") : tr("Checkpoint now"));
  stop_->setVisible(model_.offers(Action::Stop));
  pause_->setEnabled(!stopping);
  sample_->setEnabled(!stopping && !model_.isSampleAsked());
  checkpoint_->setEnabled(!stopping && !model_.isCheckpointAsked());
  stop_->setEnabled(!stopping);
}

void RunView::showProgress() {
  const TeachRun& run = model_.run();
  title_->setText(titleText());
  line_->setText(progressText());
  stages_->setCurrent(static_cast<int>(run.stage()));
  const bool learning = run.stage() == TeachRun::Stage::Learning && run.total() > 0;
  const qint64 done = learning ? run.step() : run.progress().step;
  const qint64 total = learning ? run.total() : run.progress().total;
  const bool known = total > 0 || model_.state() == TeachViewModel::State::Queued;
  bar_->setRange(0, known ? 1000 : 0);
  if (known) bar_->setValue(total > 0 ? static_cast<int>(1000 * done / total) : 0);
  strip_->setCaption(tr("Its own idea of an ordinary %1, practised beside your photos so that it is not forgotten:").arg(run.draft().kind));
  strip_->setVisible(run.stage() == TeachRun::Stage::ClassPictures && strip_->count() > 0);
}

}  // namespace likeness::ui
