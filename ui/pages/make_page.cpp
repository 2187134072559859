#include "ui/pages/make_page.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedWidget>
#include <QStyle>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/picture_words.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kLeftWidth = 316, kDetailsWidth = 248, kTextHeight = 15;  // in pixels at this height of a line

}  // namespace

MakePage::MakePage(AppState& state, QWidget* parent)
    : QWidget(parent),
      rules_(state),
      settings_(new SettingsPanel(state, rules_)),
      bar_(new GenerateBar),
      pictures_(new PictureArea(rules_)),
      mask_(new MaskEditor(rules_)),
      middle_(new QStackedWidget),
      details_(new DetailsPanel),
      escape_(new QShortcut(Qt::Key_Escape, this)) {
  details_->setFixedWidth(kDetailsWidth * fontMetrics().height() / kTextHeight);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  row->setSpacing(theme::kMargin);
  row->addWidget(makeLeft());
  middle_->addWidget(pictures_);
  middle_->addWidget(mask_);
  row->addWidget(middle_, 1);
  row->addWidget(details_);

  connectMiddle();
  connect(&rules_, &MakeViewModel::noticeRaised, this, &MakePage::noticeRaised);
  connect(&rules_, &MakeViewModel::settingsChanged, this, &MakePage::refreshStatus);
  connect(&rules_, &MakeViewModel::knowledgeChanged, this, &MakePage::refreshStatus);
  connect(&rules_.jobs(), &MakeJobs::changed, this, &MakePage::refreshStatus);
  connect(&rules_.jobs(), &MakeJobs::failed, pictures_, &PictureArea::showError);
  connectDetails();
  addShortcuts();
  pictures_->restore();
  refreshDetails();
  refreshStatus();
  setFocusProxy(settings_->prompt());
}

QWidget* MakePage::makeLeft() {
  auto* scroll = new QScrollArea;
  scroll->setWidget(settings_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* left = new QWidget;
  left->setFixedWidth(kLeftWidth * fontMetrics().height() / kTextHeight + style()->pixelMetric(QStyle::PM_ScrollBarExtent));
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addWidget(scroll, 1);
  column->addWidget(bar_);
  connect(settings_, &SettingsPanel::teachRequested, this, &MakePage::teachRequested);
  connect(bar_, &GenerateBar::generateClicked, this, &MakePage::generate);
  connect(bar_, &GenerateBar::interruptClicked, this, &MakePage::interrupt);
  connect(bar_, &GenerateBar::clearClicked, &rules_.jobs(), &MakeJobs::cancelWaiting);
  return left;
}

void MakePage::connectMiddle() {
  connect(pictures_, &PictureArea::teachRequested, this, &MakePage::teachRequested);
  connect(pictures_, &PictureArea::exampleChosen, this, [this](const QString& prompt) {
    MakeSettings next = rules_.settings();
    next.prompt = prompt;
    rules_.change(next);
    settings_->prompt()->setFocus();
  });
  connect(pictures_, &PictureArea::shownPictureChanged, this, &MakePage::refreshDetails);
  connect(settings_->guidance(), &GuidanceControl::dragged, this,
          [this](double guidance) { pictures_->showDraft(rules_.drafts().nearest(guidance)); });
  connect(settings_->guidance(), &GuidanceControl::dropped, this, [this] { pictures_->showDraft({}); });
  connect(pictures_, &PictureArea::startRequested, this, &MakePage::startFrom);
  connect(settings_, &SettingsPanel::paintRequested, this, [this] { showMask(true); });
  connect(mask_, &MaskEditor::done, this, [this] { showMask(false); });
}

void MakePage::showMask(bool shown) {
  if (shown) mask_->open();
  middle_->setCurrentWidget(shown ? static_cast<QWidget*>(mask_) : pictures_);
  if (shown) mask_->setFocus();
}

void MakePage::connectDetails() {
  connect(details_->startButton(), &QPushButton::clicked, this, [this] {
    if (const api::PictureInfo* picture = pictures_->shownPicture()) startFrom(toQString(picture->file));
  });
  connect(details_->useSettingsButton(), &QPushButton::clicked, this, [this] {
    if (const api::PictureInfo* picture = pictures_->shownPicture()) useSettings(api::Generate(picture->request));
  });
  connect(details_->useSeedButton(), &QPushButton::clicked, this, [this] {
    if (const api::PictureInfo* picture = pictures_->shownPicture()) rules_.useSeed(picture->request.sample.seed);
  });
  connect(details_->copyTextButton(), &QPushButton::clicked, this, [this] {
    if (const api::PictureInfo* picture = pictures_->shownPicture()) QGuiApplication::clipboard()->setText(pictureText(*picture));
  });
  connect(details_->copyPictureButton(), &QPushButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setImage(pictures_->shownImage()); });
  connect(details_->compareButton(), &QPushButton::clicked, this, [this] {
    if (const api::PictureInfo* picture = pictures_->shownPicture()) Q_EMIT compareRequested({toQString(picture->file)});
  });
  connect(details_->showFolderButton(), &QPushButton::clicked, this, [this] {
    const api::PictureInfo* picture = pictures_->shownPicture();
    if (picture != nullptr) QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(toQString(picture->file)).absolutePath()));
  });
}

void MakePage::addShortcuts() {
  const auto add = [this](const QKeySequence& keys, auto action) {
    auto* shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, action);
  };
  add(Qt::CTRL | Qt::Key_Return, [this] { generate(); });
  add(Qt::CTRL | Qt::Key_Enter, [this] { generate(); });
  // Fields that take text keep these two keys for themselves.
  add(QKeySequence(Qt::Key_BracketLeft), [this] { settings_->guidance()->step(-1); });
  add(QKeySequence(Qt::Key_BracketRight), [this] { settings_->guidance()->step(1); });
  escape_->setContext(Qt::WidgetWithChildrenShortcut);
  connect(escape_, &QShortcut::activated, this, &MakePage::interrupt);
}

void MakePage::refreshStatus() {
  const MakeJobs& jobs = rules_.jobs();
  const bool busy = jobs.isBusy();
  escape_->setEnabled(busy);
  details_->setVisible(!pictures_->isEmpty());
  bar_->showStatus({.busy = busy, .waiting = jobs.waiting(), .whyNot = rules_.whyNot(), .progress = jobs.progressText()});
}

void MakePage::refreshDetails() {
  const api::PictureInfo* picture = pictures_->shownPicture();
  using Content = DetailsPanel::Content;
  if (picture == nullptr) {
    rules_.setShownSeed(-1);
    details_->showLines({}, Content::nothing);
    return;
  }
  const auto lines = pictureWords(*picture);
  rules_.setShownSeed(lines.empty() ? -1 : picture->request.sample.seed);
  details_->showLines(lines, lines.empty() ? Content::fileOnly : Content::everything);
}

void MakePage::showSubject(const QString& id) {
  rules_.chooseSubject(id);
  settings_->prompt()->setFocus();
}

void MakePage::useSettings(const api::Generate& request) { rules_.useSettings(request); }

void MakePage::generate() {
  if (!rules_.generate()) return;
  showMask(false);
  pictures_->follow();
}

void MakePage::interrupt() { rules_.jobs().interrupt(); }

void MakePage::addDroppedPicture(const QString& file) { rules_.usePictureFile(file); }

void MakePage::startFrom(const QString& file) {
  showMask(false);
  rules_.startFrom(file);
}

void MakePage::addWeights(const QStringList& files) { rules_.addWeights(files); }

void MakePage::lockOrFreeSeed() { rules_.lockSeed(rules_.settings().seed < 0); }

void MakePage::makeAgain(const api::Generate& request) {
  rules_.jobs().submit(request);
  pictures_->follow();
}

}  // namespace likeness::ui
