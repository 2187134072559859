#include "tests/support/ui_helpers.h"

#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QUrl>

#include "ui/widgets/theme.h"

namespace likeness::test {

WindowParts::WindowParts()
    : session(QString::fromStdString((folder / "session.json").string())), state(bridge, session) {
  ui::theme::apply(*qobject_cast<QApplication*>(QApplication::instance()));
  auto made = std::make_unique<FakeEngine>();
  engine = made.get();
  bridge.attach(std::move(made));
}

bool dropFiles(QWidget& target, const QStringList& files) {
  QMimeData data;
  QList<QUrl> urls;
  for (const QString& file : files) urls.append(QUrl::fromLocalFile(file));
  data.setUrls(urls);
  const QPoint middle = target.rect().center();
  QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  enter.ignore();
  QApplication::sendEvent(&target, &enter);
  if (!enter.isAccepted()) return false;
  QDragMoveEvent move(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&target, &move);
  QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
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
