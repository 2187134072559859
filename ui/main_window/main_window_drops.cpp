// What the window does with files dragged over it: each page has its own use for them; where there are several, they lie side by side.
#include "ui/main_window/main_window.h"

#include <algorithm>

#include <QDropEvent>
#include <QMimeData>

#include "ui/main_window/dropped_files.h"
#include "ui/widgets/drop_area.h"

namespace likeness::ui {

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
  return handleDrag(*target, *event);
}

/// Files are photos for the Teach page wherever they are dropped, text fields included; only the Make and Compare pages know more to do
/// with them.
std::vector<MainWindow::DropChoice> MainWindow::dropChoices(const QStringList& files) {
  const int count = static_cast<int>(files.size());
  const DropChoice compare{tr("Let go to compare"), [this, files] {
                             showPage(Page::compare);
                             pages_.comparePictures(files);
                           }};
  const DropChoice teach{tr("Let go to add %n photo(s) to teach from", nullptr, count), [this, files] {
                           showPage(Page::teach);
                           if (pages_.addPhotos) pages_.addPhotos(files);
                         }};
  if (page() == Page::compare && pages_.comparePictures) return {compare};
  if (page() != Page::make) return {teach};
  if (pages_.addWeights && std::all_of(files.begin(), files.end(), isWeights))
    return {{tr("Let go to use %n file(s) of weights", nullptr, count), [this, files] { pages_.addWeights(files); }}};
  if (count != 1 || !isPicture(files.first())) return {teach};
  std::vector<DropChoice> choices;
  const bool settings = pages_.useSettingsOf && holdsSettings(files.first());
  if (settings) choices.push_back({tr("Let go to use this picture's settings"), [this, files] { pages_.useSettingsOf(files.first()); }});
  if (pages_.startFrom) choices.push_back({tr("Let go to start from this picture"), [this, files] { pages_.startFrom(files.first()); }});
  if (pages_.comparePictures) choices.push_back(compare);
  if (!settings) choices.push_back(teach);
  return choices;
}

/// What is no file goes its usual way.
bool MainWindow::handleDrag(QWidget& target, QEvent& event) {
  if (event.type() == QEvent::DragLeave) {
    dropArea_->hideSoon();
    dragged_.clear();
    return false;
  }
  auto& drop = static_cast<QDropEvent&>(event);
  const QStringList files = localFiles(*drop.mimeData());
  if (files.isEmpty()) return false;
  drop.setDropAction(Qt::CopyAction);
  drop.accept();
  if (files != dragged_) choices_ = dropChoices(files);
  dragged_ = files;
  const QPoint pointer = target.mapToGlobal(drop.position().toPoint());
  if (event.type() != QEvent::Drop) {
    QStringList texts;
    for (const DropChoice& choice : choices_) texts << choice.text;
    dropArea_->showChoices(texts, pointer);
    return true;
  }
  dropArea_->hide();
  dragged_.clear();
  const auto chosen = static_cast<std::size_t>(dropArea_->choiceAt(pointer, static_cast<int>(choices_.size())));
  std::vector<DropChoice> choices;
  choices.swap(choices_);  // what is chosen may move the page, and with it the choices
  choices[chosen].run();
  return true;
}

}  // namespace likeness::ui
