// The window's commands: menus and shortcuts. A command is enabled only where it would do something.
#include "ui/main_window/main_window.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>

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
  addAction(file, QStringLiteral("quit"), tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });

  QMenu* view = menuBar()->addMenu(tr("&View"));
  addAction(view, QStringLiteral("show-teach"), tr("&Teach"), QKeySequence(Qt::CTRL | Qt::Key_1), [this] { showPage(Page::teach); });
  addAction(view, QStringLiteral("show-make"), tr("&Make"), QKeySequence(Qt::CTRL | Qt::Key_2), [this] { showPage(Page::make); });
  addAction(view, QStringLiteral("show-library"), tr("&Library"), QKeySequence(Qt::CTRL | Qt::Key_3), [this] { showPage(Page::library); });
  view->addSeparator();
  addAction(view, QStringLiteral("full-screen"), tr("&Full screen"), QKeySequence(Qt::Key_F11),
            [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });

  QMenu* make = menuBar()->addMenu(tr("&Pictures"));
  addAction(make, QStringLiteral("generate"), withKey(tr("&Generate"), QKeySequence(Qt::CTRL | Qt::Key_Return)), {}, pages_.generate);
  addAction(make, QStringLiteral("interrupt"), withKey(tr("&Interrupt"), QKeySequence(Qt::Key_Escape)), {}, pages_.interrupt);

  QMenu* teach = menuBar()->addMenu(tr("T&eaching"));
  addAction(teach, QStringLiteral("pause"), tr("&Pause"), QKeySequence(Qt::Key_F8), pages_.pauseOrResume);
  addAction(teach, QStringLiteral("checkpoint"), tr("&Checkpoint now"), QKeySequence(Qt::Key_F5), pages_.checkpointNow);
  addAction(teach, QStringLiteral("sample"), tr("&Sample now"), QKeySequence(Qt::Key_F6), pages_.sampleNow);

  QMenu* help = menuBar()->addMenu(tr("&Help"));
  addAction(help, QStringLiteral("about"), tr("&About Likeness"), {}, [this] { showAbout(); });
  updateActions();
}

void MainWindow::updateActions() {
  const bool teaching = jobs_.has(RunningJobs::Kind::teach);
  actions_[QStringLiteral("generate")]->setEnabled(page() == Page::make);
  actions_[QStringLiteral("interrupt")]->setEnabled(page() == Page::make && jobs_.has(RunningJobs::Kind::make));
  actions_[QStringLiteral("pause")]->setEnabled(teaching);
  actions_[QStringLiteral("pause")]->setText(teaching && jobs_.isPaused() ? tr("&Resume") : tr("&Pause"));
  actions_[QStringLiteral("checkpoint")]->setEnabled(teaching);
  actions_[QStringLiteral("sample")]->setEnabled(teaching);
}

}  // namespace likeness::ui
