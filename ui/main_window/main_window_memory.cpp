// What the window remembers between starts: size, place, page, splitters.
#include "ui/main_window/main_window.h"

#include <QGuiApplication>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>

namespace likeness::ui {
namespace {

const QSize kFirstSize(1280, 800);

QString geometryKey() { return QStringLiteral("window/geometry"); }

QByteArray bytesOf(const QJsonValue& value) { return QByteArray::fromBase64(value.toString().toLatin1()); }
QString textOf(const QByteArray& bytes) { return QString::fromLatin1(bytes.toBase64()); }

}  // namespace

void MainWindow::restore() {
  Session& session = state_.session();
  if (!restoreGeometry(bytesOf(session.value(geometryKey())))) {
    const QSize room = QGuiApplication::primaryScreen()->availableSize() * 0.92;
    resize(kFirstSize.boundedTo(room));
  }
  watchSplitters(*pages_.teach, QStringLiteral("teach"));
  watchSplitters(*pages_.make, QStringLiteral("make"));
  watchSplitters(*pages_.library, QStringLiteral("library"));
  const int page = session.value(QStringLiteral("window/page")).toInt(static_cast<int>(Page::teach));
  showPage(shown_.contains(page) ? static_cast<Page>(page) : Page::teach);
}

void MainWindow::remember() { state_.session().setValue(geometryKey(), textOf(saveGeometry())); }

void MainWindow::watchSplitters(QWidget& page, const QString& pageName) {
  QList<QSplitter*> splitters = page.findChildren<QSplitter*>();
  if (auto* itself = qobject_cast<QSplitter*>(&page)) splitters.append(itself);
  for (QSplitter* splitter : splitters) {
    if (splitter->objectName().isEmpty()) continue;
    const QString key = QStringLiteral("window/splitter/%1/%2").arg(pageName, splitter->objectName());
    splitter->restoreState(bytesOf(state_.session().value(key)));
    connect(splitter, &QSplitter::splitterMoved, this,
            [this, splitter, key] { state_.session().setValue(key, textOf(splitter->saveState())); });
  }
}

}  // namespace likeness::ui
