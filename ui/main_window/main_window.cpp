#include "ui/main_window/main_window.h"

#include <utility>

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QCloseEvent>
#include <QStackedWidget>
#include <QStatusBar>

#include "ui/bridge/convert.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/drop_area.h"
#include "ui/widgets/nav_rail.h"
#include "ui/widgets/status_line.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kDeviceIntervalMs = 2000;

QString closingId() { return QStringLiteral("close"); }

MainWindow::Page pageOf(RunningJobs::Kind kind) {
  return kind == RunningJobs::Kind::make ? MainWindow::Page::make : MainWindow::Page::teach;
}

QString joined(const api::ErrorText& error) {
  const QString message = toQString(error.message);
  return error.hint.empty() ? message : message + QLatin1Char('\n') + toQString(error.hint);
}

}  // namespace

MainWindow::MainWindow(AppState& state, WindowPages pages)
    : state_(state),
      pages_(std::move(pages)),
      jobs_(state.jobs()),
      workNotices_(state.jobs(), state.settings()),
      rail_(new NavRail(this)),
      notices_(new NoticeBar(this)),
      stack_(new QStackedWidget(this)),
      status_(new StatusLine(this)),
      dropArea_(nullptr),
      palette_(nullptr) {
  build();
  buildMenus();
  followSettings();
  connect(rail_, &NavRail::pageChosen, this, [this](int chosen) { showPage(static_cast<Page>(chosen)); });
  connect(status_, &StatusLine::jobClicked, this, [this] { showPage(pageOf(jobs_.currentKind())); });
  connect(&jobs_, &RunningJobs::changed, this, &MainWindow::updateJob);
  connect(&jobs_, &RunningJobs::ended, this, &MainWindow::onJobEnded);
  connect(&state_.bridge(), &EngineBridge::engineFailed, this, &MainWindow::onEngineFailed);
  connect(&state_, &AppState::deviceChanged, this, &MainWindow::onDevice);
  connect(&deviceTimer_, &QTimer::timeout, &state_, &AppState::refreshDevice);
  deviceTimer_.setInterval(kDeviceIntervalMs);
  qApp->installEventFilter(this);
  restore();
  updateJob();
  onDevice();
}

MainWindow::~MainWindow() { qApp->removeEventFilter(this); }

void MainWindow::build() {
  setObjectName(QStringLiteral("window"));
  setWindowIcon(theme::icon(QStringLiteral("likeness")));
  setAcceptDrops(true);
  buildPages();
  auto* centre = new QWidget(this);
  auto* column = new QVBoxLayout;
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(notices_);
  column->addWidget(stack_, 1);
  auto* row = new QHBoxLayout(centre);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(rail_);
  row->addLayout(column, 1);
  setCentralWidget(centre);
  statusBar()->setSizeGripEnabled(false);
  statusBar()->addPermanentWidget(status_, 1);
  dropArea_ = new DropArea(centre);
  palette_ = new CommandPalette(centre);
}

void MainWindow::buildPages() {
  const auto add = [this](Page page, QWidget* widget, const char* icon, const QString& text, const QString& tip) {
    if (widget == nullptr) return;
    const int number = static_cast<int>(page);
    shown_.insert(number, widget);
    stack_->addWidget(widget);
    rail_->addPage(number, QLatin1String(icon), text, tip);
  };
  add(Page::teach, pages_.teach, "teach", tr("Teach"), tr("Teach a subject from a few photos"));
  add(Page::make, pages_.make, "make", tr("Make"), tr("Make pictures from words"));
  add(Page::compare, pages_.compare, "compare", tr("Compare"), tr("Lay pictures side by side"));
  add(Page::library, pages_.library, "library", tr("Library"), tr("Pictures and subjects made so far"));
  add(Page::queue, pages_.queue, "queue", tr("Queue"), tr("What runs and what waits"));
  add(Page::settings, pages_.settings, "settings", tr("Settings"), tr("How Likeness looks and works"));
}

/// Theme at once and whenever it is changed; the desktop's own is asked for beside.
void MainWindow::followSettings() {
  connect(&state_.settings(), &AppSettings::changed, this, &MainWindow::showScheme);
  connect(&desktop_, &Desktop::schemeKnown, this, [this](bool dark) {
    desktopIsDark_ = dark;
    showScheme();
  });
  connect(&workNotices_, &WorkNotices::told, &desktop_, &Desktop::notify);
  connect(&workNotices_, &WorkNotices::awakeChanged, &desktop_, &Desktop::setAwake);
  showScheme();
}

void MainWindow::showScheme() {
  const QString wanted = state_.settings().theme();
  const bool dark = wanted == QLatin1String("system") ? desktopIsDark_ : wanted != QLatin1String("light");
  theme::setScheme(*qApp, dark ? theme::Scheme::dark : theme::Scheme::light);
  if (!actions_.isEmpty()) updateActions();
}

MainWindow::Page MainWindow::page() const { return static_cast<Page>(shown_.key(stack_->currentWidget())); }

void MainWindow::showPage(Page page) {
  const int index = static_cast<int>(page);
  if (!shown_.contains(index)) return;
  stack_->setCurrentWidget(shown_.value(index));
  rail_->setCurrent(index);
  stack_->currentWidget()->setFocus();
  state_.session().setValue(QStringLiteral("window/page"), index);
  updateActions();
}

void MainWindow::showNotice(const Notice& notice) { notices_->show(notice); }

void MainWindow::closeNotice(const QString& id) { notices_->close(id); }

void MainWindow::updateJob() {
  const double fraction = jobs_.fraction();
  status_->setJob(jobs_.text(), fraction);
  rail_->setBadge(static_cast<int>(Page::queue), static_cast<int>(jobs_.entries().size()));
  const QString title = jobs_.title();
  if (title.isEmpty()) {
    setWindowTitle(tr("Likeness"));
  } else if (fraction < 0) {
    setWindowTitle(tr("%1 – Likeness").arg(title));
  } else {
    setWindowTitle(tr("%1 % – %2 – Likeness").arg(static_cast<int>(fraction * 100)).arg(title));
  }
  if (!jobs_.isBusy()) {
    notices_->close(closingId());
    closeAsked_ = false;
  }
  updateActions();
}

void MainWindow::onJobEnded(RunningJobs::Kind kind, const QString& title, const api::JobState& state) {
  const Page where = pageOf(kind);
  if (page() == where || state.state == api::State::cancelled) return;  // the page tells it itself
  Notice notice{.id = QStringLiteral("ended"), .kind = Notice::Kind::info, .text = tr("%1: done.").arg(title), .buttons = {}};
  if (state.state == api::State::failed) {
    notice.kind = Notice::Kind::error;
    notice.text = tr("%1 did not work out. %2").arg(title, joined(state.error));
  }
  notice.buttons.push_back({tr("Show"), [this, where] { showPage(where); }});
  showNotice(notice);
}

void MainWindow::onEngineFailed(const api::ErrorText& error) {
  status_->setDeviceText(tr("Not working"));
  const QString text = joined(error);
  showNotice({.id = QStringLiteral("engine"),
              .kind = Notice::Kind::error,
              .text = tr("Likeness can neither teach nor make pictures now. %1").arg(text),
              .buttons = {{tr("Copy this text"), [text] { QApplication::clipboard()->setText(text); }}}});
}

void MainWindow::onDevice() {
  const api::DeviceStatus& device = state_.device();
  if (device.name.empty()) return;
  status_->setDevice(device);
  const QString note = toQString(device.note);
  if (note == deviceNote_) return;
  deviceNote_ = note;
  if (!note.isEmpty()) showNotice({.id = QStringLiteral("device"), .kind = Notice::Kind::info, .text = note, .buttons = {}});
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (jobs_.isBusy() && !closeAsked_) {
    event->ignore();
    askBeforeClosing();
    return;
  }
  remember();
  state_.session().save();
  event->accept();
}

void MainWindow::askBeforeClosing() {
  closeAsked_ = true;
  const bool teaching = jobs_.has(RunningJobs::Kind::teach);
  const QString text =
      teaching ? tr("Teaching is not finished. If you close now, what has been learnt so far is saved, and you can go on later.")
               : tr("Pictures are still being made. If you close now, those that are missing are offered at the next start.");
  showNotice({.id = closingId(),
              .kind = Notice::Kind::warning,
              .text = text,
              .buttons = {{tr("Keep going"), [this] { closeAsked_ = false; }}, {tr("Stop and close"), [this] { close(); }}}});
}

void MainWindow::showAbout() {
  showNotice({.id = QStringLiteral("about"),
              .kind = Notice::Kind::info,
              .text = tr("Likeness %1 learns a subject from a few of your photos and makes pictures of it, on this computer alone. "
                         "Free software under the MIT licence.")
                          .arg(QApplication::applicationVersion()),
              .buttons = {}});
}

void MainWindow::paintEvent(QPaintEvent* event) {
  QMainWindow::paintEvent(event);
  if (std::exchange(painted_, true)) return;
  QTimer::singleShot(0, this, &MainWindow::onScreen);
  desktop_.askScheme();
}

void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  deviceTimer_.start();
}

void MainWindow::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() == QEvent::ActivationChange) workNotices_.setWatched(isActiveWindow());
}

void MainWindow::hideEvent(QHideEvent* event) {
  QMainWindow::hideEvent(event);
  deviceTimer_.stop();
}

}  // namespace likeness::ui
