// The Teach page: photos in, a subject learnt, the result judged. Which view is shown and which buttons there are follows from the
// view model's state alone. Photos can be dropped anywhere on the page, or pasted with Ctrl+V. GUI thread only.
#pragma once

#include <QPersistentModelIndex>
#include <QWidget>

#include "ui/viewmodels/teach_viewmodel.h"

class QLabel;
class QMimeData;
class QStackedWidget;

namespace likeness::ui {

class EmptyView;
class EndView;
class PictureOverlay;
class RunView;
class SetupView;

class TeachPage : public QWidget {
  Q_OBJECT

 public:
  explicit TeachPage(AppState& state, QWidget* parent = nullptr);

  TeachViewModel& viewModel() { return model_; }
  bool canContinue() const { return model_.offers(TeachViewModel::Action::Continue); }
  /// The points of the loss chart, as the run reported them.
  const std::vector<api::Metrics>& lossPoints() { return model_.run().losses().points(); }

 public Q_SLOTS:
  void addPhotos(const QStringList& files);
  void choosePhotos();
  void paste();
  void pauseOrResume();
  void checkpointNow();
  void sampleNow();
  void continueRun();
  void discardRun();
  void showSubject(const QString& subjectId);
  /// A discarded run whose folder is back from the trash.
  void takeBackRun(const QString& folder);

 Q_SIGNALS:
  void makePicturesRequested(const QString& subjectId);
  void noticeRaised(const QString& text);
  /// See TeachViewModel.
  void interruptedRunFound(const QString& text);
  void interruptionOver();
  void runDiscarded(const QString& folder, const QString& name);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showState();
  void take(const QMimeData& mime);
  void enlarge(const QModelIndex& cell);
  void moveEnlarged(int columns, int rows);

  TeachViewModel model_;
  QStackedWidget* views_;
  EmptyView* empty_;
  SetupView* setup_;
  RunView* run_;
  EndView* end_;
  QLabel* dropHint_;
  PictureOverlay* overlay_;
  QPersistentModelIndex enlarged_;
};

}  // namespace likeness::ui
