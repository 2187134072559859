// The window's commands: menus and shortcuts. A command is enabled only where it would do something.
#include "ui/main_window/main_window.h"

#include <tuple>

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>

#include "ui/widgets/command_palette.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

/// The page holds these keys itself, so that a text field can use them first; the menu only tells of them.
QString withKey(const QString& text, const QKeySequence& keys) {
  return text + QLatin1Char('\t') + keys.toString(QKeySequence::NativeText);
}

}  // namespace

QAction* MainWindow::addAction(QMenu* menu, const QString& name, const QString& text, const QKeySequence& keys, std::function<void()> run) {
  QAction* action = menu->addAction(text);
  action->setObjectName(name);
  action->setShortcut(keys);
  connect(action, &QAction::triggered, this, [run = std::move(run)] {
    if (run) run();
  });
  actions_.insert(name, action);
  return action;
}

void MainWindow::buildMenus() {
  QMenu* file = menuBar()->addMenu(tr("&File"));
  addAction(file, QStringLiteral("photos"), tr("&Choose photos to teach from …"), QKeySequence::Open, [this] {
    showPage(Page::teach);
    if (pages_.choosePhotos) pages_.choosePhotos();
  });
  addAction(file, QStringLiteral("show-settings"), tr("&Settings"), QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] { showPage(Page::settings); });
  file->addSeparator();
  addAction(file, QStringLiteral("quit"), tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
  buildViewMenu();
  buildWorkMenus();
  QMenu* help = menuBar()->addMenu(tr("&Help"));
  addAction(help, QStringLiteral("commands"), tr("All &commands …"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] { openPalette(); });
  addAction(help, QStringLiteral("about"), tr("&About Likeness"), {}, [this] { showAbout(); });
  updateActions();
}

void MainWindow::buildViewMenu() {
  QMenu* view = menuBar()->addMenu(tr("&View"));
  const std::tuple<const char*, QString, Qt::Key, Page> pages[] = {{"show-teach", tr("&Teach"), Qt::Key_1, Page::teach},
                                                                   {"show-make", tr("&Make"), Qt::Key_2, Page::make},
                                                                   {"show-library", tr("&Library"), Qt::Key_3, Page::library},
                                                                   {"show-compare", tr("&Compare"), Qt::Key_4, Page::compare},
                                                                   {"show-queue", tr("&Queue"), Qt::Key_5, Page::queue}};
  for (const auto& [name, text, key, page] : pages)
    addAction(view, QLatin1String(name), text, QKeySequence(Qt::CTRL | key), [this, page = page] { showPage(page); });
  view->addSeparator();
  addAction(view, QStringLiteral("dark"), tr("&Dark"), {}, [this] { state_.settings().setTheme(QStringLiteral("dark")); });
  addAction(view, QStringLiteral("light"), tr("L&ight"), {}, [this] { state_.settings().setTheme(QStringLiteral("light")); });
  addAction(view, QStringLiteral("full-screen"), tr("&Full screen"), QKeySequence(Qt::Key_F11),
            [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
}

void MainWindow::buildWorkMenus() {
  QMenu* make = menuBar()->addMenu(tr("&Pictures"));
  addAction(make, QStringLiteral("generate"), withKey(tr("&Generate"), QKeySequence(Qt::CTRL | Qt::Key_Return)), {}, pages_.generate);
  addAction(make, QStringLiteral("interrupt"), withKey(tr("&Interrupt"), QKeySequence(Qt::Key_Escape)), {}, pages_.interrupt);
  addAction(make, QStringLiteral("seed"), tr("&Keep or free the seed"), QKeySequence(Qt::CTRL | Qt::Key_L), pages_.lockOrFreeSeed);
  addAction(make, QStringLiteral("find"), tr("&Find a picture"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), [this] {
    showPage(Page::library);
    if (pages_.findPicture) pages_.findPicture();
  });

  QMenu* teach = menuBar()->addMenu(tr("T&eaching"));
  addAction(teach, QStringLiteral("pause"), tr("&Pause"), QKeySequence(Qt::Key_F8), pages_.pauseOrResume);
  addAction(teach, QStringLiteral("checkpoint"), tr("&Checkpoint now"), QKeySequence(Qt::Key_F5), pages_.checkpointNow);
  addAction(teach, QStringLiteral("sample"), tr("&Sample now"), QKeySequence(Qt::Key_F6), pages_.sampleNow);
}

void MainWindow::openPalette() {
  QList<QAction*> commands;
  for (const QAction* menu : menuBar()->actions())
    for (QAction* action : menu->menu()->actions())
      if (action->objectName() != QLatin1String("commands")) commands << action;
  palette_->open(commands);
}

void MainWindow::updateActions() {
  const bool teaching = jobs_.has(RunningJobs::Kind::teach);
  actions_[QStringLiteral("generate")]->setEnabled(page() == Page::make);
  actions_[QStringLiteral("interrupt")]->setEnabled(page() == Page::make && jobs_.has(RunningJobs::Kind::make));
  actions_[QStringLiteral("seed")]->setEnabled(page() == Page::make);
  actions_[QStringLiteral("dark")]->setEnabled(theme::scheme() != theme::Scheme::dark);
  actions_[QStringLiteral("light")]->setEnabled(theme::scheme() != theme::Scheme::light);
  actions_[QStringLiteral("pause")]->setEnabled(teaching);
  actions_[QStringLiteral("pause")]->setText(teaching && jobs_.isPaused() ? tr("&Resume") : tr("&Pause"));
  actions_[QStringLiteral("checkpoint")]->setEnabled(teaching);
  actions_[QStringLiteral("sample")]->setEnabled(teaching);
}

}  // namespace likeness::ui
