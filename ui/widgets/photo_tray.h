// The tray of photos: thumbnails with badges (turned upright, duplicate, advice, not usable), words in tooltips and accessible texts.
// Shows a PhotoList; Del asks to remove the selected ones. GUI thread only.
#pragma once

#include <QListView>
#include <QStringList>

namespace likeness::ui {

class PhotoList;

class PhotoTray : public QListView {
  Q_OBJECT

 public:
  explicit PhotoTray(PhotoList& photos, QWidget* parent = nullptr);

  QStringList selectedFiles() const;

 Q_SIGNALS:
  void removeRequested(const QStringList& files);
  void selectedFilesChanged();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
};

}  // namespace likeness::ui
