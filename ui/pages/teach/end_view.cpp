#include "ui/pages/teach/end_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/pages/teach/parts.h"
#include "ui/viewmodels/teach_end_words.h"
#include "ui/viewmodels/teach_words.h"
#include "ui/widgets/before_after.h"
#include "ui/widgets/loss_chart.h"
#include "ui/widgets/sample_matrix.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/verdict_card.h"

namespace likeness::ui {

namespace {

constexpr int kWordsWidth = 400;

QLabel* paragraph(const QString& objectName) {
  auto* label = new QLabel;
  label->setObjectName(objectName);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  return label;
}

}  // namespace

EndView::EndView(TeachViewModel& model, QWidget* parent) : QWidget(parent), model_(model) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  layout->setSpacing(theme::kSpacing * 3 / 2);
  layout->addWidget(buildHeader());
  auto* row = new QHBoxLayout;
  row->setSpacing(theme::kMargin);
  words_ = buildWords();
  row->addWidget(words_, 0, Qt::AlignLeft);
  row->addWidget(buildTabs(), 1);
  layout->addLayout(row, 1);
  layout->addStretch();
  connect(&model_, &TeachViewModel::stateChanged, this, &EndView::showState);
  connect(&model_.run(), &TeachRun::lossesChanged, this, [this] {
    if (!model_.run().isActive()) showState();
  });
  showState();
}

QWidget* EndView::buildHeader() {
  auto* header = new QWidget;
  header->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  auto* layout = new QVBoxLayout(header);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing / 2);
  title_ = parts::subjectTitle();
  title_->setObjectName(QStringLiteral("teachEndTitle"));
  layout->addWidget(title_);
  make_ = parts::button(QStringLiteral("teachMake"), tr("Make pictures"));
  connect(make_, &QPushButton::clicked, this, [this] { Q_EMIT makePicturesRequested(model_.run().draft().id); });
  continue_ = parts::button(QStringLiteral("teachContinue"), tr("Continue teaching"));
  connect(continue_, &QPushButton::clicked, &model_, &TeachViewModel::continueRun);
  change_ = parts::button(QStringLiteral("teachChange"), tr("Back to settings"), QStringLiteral("reload"));
  change_->setToolTip(tr("The photos and settings of this subject, to start again"));
  connect(change_, &QPushButton::clicked, &model_, &TeachViewModel::changeSettings);
  discard_ = parts::button(QStringLiteral("teachDiscard"), tr("Discard the run"), QStringLiteral("remove"));
  discard_->setToolTip(tr("Move what was learnt so far to the trash; photos and settings stay"));
  connect(discard_, &QPushButton::clicked, &model_, &TeachViewModel::discardRun);
  another_ = parts::button(QStringLiteral("teachAnother"), tr("Teach another"), QStringLiteral("add"));
  connect(another_, &QPushButton::clicked, &model_, &TeachViewModel::teachAnother);
  make_->setProperty("primary", true);
  continue_->setProperty("primary", true);
  auto* row = new QHBoxLayout;
  summary_ = paragraph(QStringLiteral("teachEndSummary"));
  row->addWidget(summary_, 1);
  for (QPushButton* button : {make_, continue_, change_, discard_, another_}) row->addWidget(button);
  layout->addLayout(row);
  return header;
}

QWidget* EndView::buildWords() {
  auto* inside = new QWidget;
  auto* layout = new QVBoxLayout(inside);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing);
  verdict_ = new VerdictCard;
  verdict_->setObjectName(QStringLiteral("teachVerdict"));
  layout->addWidget(verdict_);
  failure_ = parts::card();
  auto* words = new QVBoxLayout(failure_);
  words->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  words->setSpacing(theme::kSpacing);
  happened_ = paragraph(QStringLiteral("teachHappened"));
  saved_ = paragraph(QStringLiteral("teachSaved"));
  advice_ = paragraph(QStringLiteral("teachAdvice"));
  const std::pair<QString, QLabel*> paragraphs[] = {
      {tr("What happened"), happened_}, {tr("What was kept"), saved_}, {tr("What to do"), advice_}};
  for (const auto& [title, text] : paragraphs) {
    words->addWidget(parts::heading(title));
    words->addWidget(text);
  }
  layout->addWidget(failure_);
  copy_ = parts::button(QStringLiteral("teachCopy"), tr("Copy text"), QStringLiteral("copy"));
  connect(copy_, &QPushButton::clicked, this, &EndView::copyText);
  layout->addWidget(copy_, 0, Qt::AlignLeft);
  layout->addStretch();
  auto* scroll = new QScrollArea;
  scroll->setWidget(inside);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFixedWidth(kWordsWidth);
  return scroll;
}

QWidget* EndView::buildTabs() {
  tabs_ = new QTabWidget;
  tabs_->setObjectName(QStringLiteral("teachTabs"));
  tabs_->setAccessibleName(tr("What it drew and how it learned"));
  tabs_->setDocumentMode(true);
  beforeAfter_ = new BeforeAfter(model_.run().samples());
  connect(beforeAfter_, &BeforeAfter::enlargeRequested, this, &EndView::enlargeRequested);
  tabs_->addTab(beforeAfter_, tr("Before and after"));
  matrix_ = new SampleMatrix(model_.run().samples());
  matrix_->setObjectName(QStringLiteral("teachEndMatrix"));
  connect(matrix_, &SampleMatrix::enlargeRequested, this, &EndView::enlargeRequested);
  tabs_->addTab(matrix_, tr("All samples"));
  chart_ = new LossChart(model_.run().losses());
  chart_->setObjectName(QStringLiteral("teachEndChart"));
  tabs_->addTab(chart_, tr("Loss chart"));
  return tabs_;
}

void EndView::showState() {
  const TeachViewModel::State state = model_.state();
  if (state != TeachViewModel::State::Done && state != TeachViewModel::State::Failed && state != TeachViewModel::State::Stopped &&
      state != TeachViewModel::State::Interrupted)
    return;
  showWords();
  showButtons();
  showTabs();
}

void EndView::showWords() {
  const TeachRun& run = model_.run();
  const TeachViewModel::State state = model_.state();
  title_->setText(endTitle(run));
  summary_->setText(endSummary(run));
  std::vector<VerdictCard::Line> lines;
  for (const api::VerdictCheck& check : run.result().verdict.checks)
    lines.push_back({check.ok, checkSentence(check, run.draft().name, run.draft().kind), toQString(check.detail)});
  verdict_->setLines(lines);
  verdict_->setVisible(state == TeachViewModel::State::Done);
  failure_->setVisible(state == TeachViewModel::State::Failed);
  words_->setVisible(state == TeachViewModel::State::Done || state == TeachViewModel::State::Failed);
  happened_->setText(toQString(run.error().message));
  saved_->setText(keptText(run));
  advice_->setText(adviceText(run));
}

void EndView::showButtons() {
  using Action = TeachViewModel::Action;
  make_->setVisible(model_.offers(Action::MakePictures));
  continue_->setVisible(model_.offers(Action::Continue));
  change_->setVisible(model_.offers(Action::ChangeSettings));
  discard_->setVisible(model_.offers(Action::Discard));
  another_->setVisible(model_.offers(Action::TeachAnother));
  copy_->setVisible(model_.offers(Action::CopyText));
}

void EndView::showTabs() {
  const TeachRun& run = model_.run();
  const int columns = model_.run().samples().columnCount();
  chart_->historyChanged();
  beforeAfter_->refresh();
  tabs_->setTabVisible(0, columns > 1);
  tabs_->setTabVisible(1, columns > 0);
  tabs_->setTabVisible(2, !run.losses().points().empty());
  tabs_->setVisible(columns > 0 || !run.losses().points().empty());
  tabs_->setCurrentIndex(columns > 1 ? 0 : columns > 0 ? 1 : 2);
}

void EndView::copyText() {
  const TeachRun& run = model_.run();
  const QString text = model_.state() == TeachViewModel::State::Failed
                           ? errorText(run.error())
                           : verdictText(run.result().verdict, run.draft().name, run.draft().kind);
  QApplication::clipboard()->setText(title_->text() + QLatin1Char('\n') + text);
}

}  // namespace likeness::ui
