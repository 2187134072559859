// The middle of the Make page: errors, the picture or the first steps, zoom buttons, the session's filmstrip.
// New pictures and previews are shown until an older picture is chosen; "Show the newest" or the next Generate follows again.
// GUI thread only.
#pragma once

#include <QPushButton>
#include <QWidget>

#include "ui/models/filmstrip_model.h"
#include "ui/pages/make/empty_state.h"
#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/filmstrip.h"
#include "ui/widgets/image_view.h"
#include "ui/widgets/notice_bar.h"

class QStackedWidget;

namespace likeness::ui {

class PictureArea : public QWidget {
  Q_OBJECT

 public:
  explicit PictureArea(MakeViewModel& rules, QWidget* parent = nullptr);

  /// Fills the filmstrip with the pictures of earlier sessions that are still there.
  void restore();

  /// The finished picture that is shown; null while none or a preview is.
  const api::PictureInfo* shownPicture() const;
  const QImage& shownImage() const { return view_->image(); }

  /// Nothing was made and nothing is being made.
  bool isEmpty() const;

  /// Shows what is being made from now on.
  void follow();

  void showError(const api::ErrorText& error);

  /// A draft in the picture's place while the guidance is dragged; a null one brings back what was there.
  void showDraft(const QImage& draft);

 Q_SIGNALS:
  void shownPictureChanged();
  void exampleChosen(const QString& prompt);
  void startRequested(const QString& file);
  void teachRequested();

 private:
  void build();
  void onEnded();
  void onPreview(const QImage& image);
  void onFinished(const api::PictureInfo& picture, const QImage& image);
  void choose(int row);
  void showMenu(const QPoint& place);
  void display(int row, const QImage& image);
  void refresh();

  MakeViewModel& rules_;
  FilmstripModel pictures_;
  NoticeBar* errors_;
  QStackedWidget* stack_;
  EmptyState* empty_;
  ImageView* view_;
  QPushButton* newest_;
  QWidget* tools_;
  Filmstrip* filmstrip_;
  bool following_ = true;
  int shown_ = -1;
  bool drafting_ = false;
};

}  // namespace likeness::ui
