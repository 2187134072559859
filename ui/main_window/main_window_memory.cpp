// What the window remembers between starts (size, place, page, splitters), and what it does with files dragged over it.
#include "ui/main_window/main_window.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QGuiApplication>
#include <QMimeData>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>

#include "ui/main_window/dropped_files.h"
#include "ui/widgets/drop_area.h"

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

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::DragLeave:
    case QEvent::Drop: break;
    default: return QMainWindow::eventFilter(watched, event);
  }
  auto* target = qobject_cast<QWidget*>(watched);
  if (target == nullptr || target->window() != this) return QMainWindow::eventFilter(watched, event);
  return handleDrag(*event);
}

/// Files are photos for the Teach page wherever they are dropped, text fields included; only on the Make page a single picture that
/// carries its settings gives them to it, and on the Compare page pictures are compared. What is no file goes its usual way.
bool MainWindow::handleDrag(QEvent& event) {
  if (event.type() == QEvent::DragLeave) {
    dropArea_->hideSoon();
    return false;
  }
  auto& drop = static_cast<QDropEvent&>(event);
  const QStringList files = localFiles(*drop.mimeData());
  if (files.isEmpty()) return false;
  drop.setDropAction(Qt::CopyAction);
  drop.accept();
  const bool compare = page() == Page::compare && pages_.comparePictures;
  const bool settings = page() == Page::make && files.size() == 1 && holdsSettings(files.first());
  if (event.type() != QEvent::Drop) {
    dropArea_->showText(settings  ? tr("Let go to use this picture's settings")
                        : compare ? tr("Let go to compare")
                                 : tr("Let go to add %n photo(s) to teach from", nullptr, static_cast<int>(files.size())));
    return true;
  }
  dropArea_->hide();
  if (compare) {
    pages_.comparePictures(files);
    return true;
  }
  if (settings) {
    if (pages_.useSettingsOf) pages_.useSettingsOf(files.first());
    return true;
  }
  showPage(Page::teach);
  if (pages_.addPhotos) pages_.addPhotos(files);
  return true;
}

}  // namespace likeness::ui
