#include "tests/support/ui_helpers.h"

#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QUrl>

#include "ui/main_window/language.h"
#include "ui/widgets/theme.h"

namespace likeness::test {

namespace {

/// Once per program: the words of $LIKENESS_LANGUAGE (English where it is not set), and the theme.
void dressApplication() {
  static bool done = false;
  auto* application = qobject_cast<QApplication*>(QApplication::instance());
  if (done || application == nullptr) return;
  done = true;
  ui::installLanguage(*application);
  ui::theme::apply(*application);
}

}  // namespace

WindowParts::WindowParts() : session(QString::fromStdString((folder / "session.json").string())), state(bridge, session) {
  dressApplication();
  auto made = std::make_unique<FakeEngine>();
  engine = made.get();
  bridge.attach(std::move(made));
}

bool dropFiles(QWidget& target, const QStringList& files) { return dropFilesAt(target, target.rect().center(), files); }

bool dropFilesAt(QWidget& target, const QPoint& place, const QStringList& files) {
  QMimeData data;
  QList<QUrl> urls;
  for (const QString& file : files) urls.append(QUrl::fromLocalFile(file));
  data.setUrls(urls);
  QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  enter.ignore();
  QApplication::sendEvent(&target, &enter);
  if (!enter.isAccepted()) return false;
  QDragMoveEvent move(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&target, &move);
  QDropEvent drop(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  drop.ignore();
  QApplication::sendEvent(&target, &drop);
  return drop.isAccepted();
}

QPixmap screenshot(QWidget& widget, const QString& name) {
  const QPixmap picture = widget.grab();
  const QString folder = qEnvironmentVariable("LIKENESS_SCREENSHOTS");
  if (!folder.isEmpty() && QDir().mkpath(folder)) picture.save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
  return picture;
}

}  // namespace likeness::test
