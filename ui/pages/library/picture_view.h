// The chosen picture large, with zoom, its neighbours in a strip below and its details at the right; Escape or the button goes back.
// The thumbnail stands in until the whole picture has been read. Shows the view model's list. GUI thread only.
#pragma once

#include <QLabel>
#include <QPersistentModelIndex>
#include <QPushButton>
#include <QWidget>

#include "ui/viewmodels/library_viewmodel.h"
#include "ui/widgets/details_panel.h"
#include "ui/widgets/filmstrip.h"
#include "ui/widgets/image_view.h"
#include "ui/widgets/rating_control.h"

namespace likeness::ui {

class PictureView : public QWidget {
  Q_OBJECT

 public:
  explicit PictureView(LibraryViewModel& rules, QWidget* parent = nullptr);

  void showPicture(int row);

  /// After the list has changed: shows what is known now; false when the picture is no longer in the list.
  bool follow();

  /// -1 when the picture is not in the list.
  int row() const { return chosen_.isValid() ? chosen_.row() : -1; }

  /// Where the keys go: the strip, whose arrows show the neighbours.
  Filmstrip* strip() const { return strip_; }

 Q_SIGNALS:
  void backRequested();
  void makeAgainRequested(const likeness::api::Generate& request);
  void startRequested(const QString& file);
  void compareRequested(const QStringList& files);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* makeMiddle();
  QWidget* makeActions();
  void toggleFavourite();
  void moveToTrash();
  void nameDetails();
  void connectDetails();
  void onOpened(const QString& file, const QImage& picture);
  void refreshPosition();

  LibraryViewModel& rules_;
  QPushButton* back_;
  QLabel* position_;
  ImageView* view_;
  Filmstrip* strip_;
  RatingControl* marks_;
  DetailsPanel* details_;
  QPersistentModelIndex chosen_;
  IndexedPicture shown_;
  api::PictureInfo picture_;
};

}  // namespace likeness::ui
