// likeness: the window. It is on screen first; the engine's library is opened behind it.
#include <clocale>

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>

#include "ui/bridge/convert.h"
#include "ui/bridge/engine_loader.h"
#include "ui/main_window/language.h"
#include "ui/main_window/window_pages.h"
#include "ui/widgets/theme.h"

int main(int argc, char** argv) {
  using namespace likeness::ui;
  QApplication application(argc, argv);
  std::setlocale(LC_NUMERIC, "C");  // QApplication took the environment's; files and numbers in text need the point
  QApplication::setApplicationName(QStringLiteral("likeness"));
  QApplication::setApplicationDisplayName(QStringLiteral("Likeness"));
  QApplication::setApplicationVersion(QStringLiteral(LIKENESS_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("likeness"));
  QCommandLineParser parser;
  parser.addHelpOption();
  parser.addVersionOption();
  parser.process(application);
  Session session(QDir(homeFolder()).filePath(QStringLiteral("session.json")));
  installLanguage(application, AppSettings(session).language());
  theme::apply(application);

  EngineBridge bridge;
  AppState state(bridge, session);
  EngineLoader loader(bridge);
  const auto window = makeMainWindow(state);
  QObject::connect(window.get(), &MainWindow::onScreen, &loader, &EngineLoader::start);
  window->show();
  return QApplication::exec();
}
