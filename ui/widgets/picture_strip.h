// A row of small pictures that grows to the right while they are made, with a caption above; the newest stays in view.
// GUI thread only.
#pragma once

#include <QImage>
#include <QWidget>

class QLabel;
class QListView;
class QStandardItemModel;

namespace likeness::ui {

class PictureStrip : public QWidget {
  Q_OBJECT

 public:
  explicit PictureStrip(QWidget* parent = nullptr);

  void setCaption(const QString& text);
  /// A null picture is read from the file when it comes into view.
  void add(const QImage& picture, const QString& file);
  void clear();
  int count() const;

 private:
  QLabel* caption_;
  QListView* view_;
  QStandardItemModel* pictures_;
};

}  // namespace likeness::ui
