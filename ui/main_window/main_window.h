// The frame: rail at the left, notices over the page, the page, status line, menus. Pages come from outside (window_pages.h), so the
// frame knows none of them. Photos dropped anywhere go to the Teach page. Closing while a job runs asks once, inside the window.
// Geometry, page and named splitters are remembered in the session; the theme follows the settings. The desktop is told of what ends
// while nobody looks. GUI thread only.
#pragma once

#include <functional>
#include <vector>

#include <QHash>
#include <QMainWindow>
#include <QTimer>

#include "ui/main_window/desktop.h"
#include "ui/viewmodels/app_state.h"
#include "ui/viewmodels/work_notices.h"
#include "ui/widgets/notice_bar.h"

class QAction;
class QSplitter;
class QStackedWidget;

namespace likeness::ui {

class CommandPalette;
class DropArea;
class NavRail;
class StatusLine;

/// The pages, and what the frame's commands do on them. The window takes the widgets over; a page left out has no button.
struct WindowPages {
  QWidget* teach = nullptr;
  QWidget* make = nullptr;
  QWidget* compare = nullptr;
  QWidget* library = nullptr;
  QWidget* queue = nullptr;
  QWidget* settings = nullptr;
  std::function<void()> generate;
  std::function<void()> interrupt;
  std::function<void()> pauseOrResume;
  std::function<void()> checkpointNow;
  std::function<void()> sampleNow;
  std::function<void(const QStringList& files)> addPhotos;
  std::function<void(const QString& picture)> useSettingsOf;
  std::function<void(const QString& picture)> startFrom;
  std::function<void(const QStringList& files)> addWeights;
  std::function<void(const QStringList& pictures)> comparePictures;
  std::function<void()> choosePhotos;
  std::function<void()> lockOrFreeSeed;
  std::function<void()> findPicture;
};

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  enum class Page { teach, make, compare, library, queue, settings };

  MainWindow(AppState& state, WindowPages pages);
  ~MainWindow() override;

  Page page() const;
  void showPage(Page page);
  void showNotice(const Notice& notice);
  void closeNotice(const QString& id);

 Q_SIGNALS:
  /// The window has been painted for the first time.
  void onScreen();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void buildPages();
  void buildMenus();
  void buildViewMenu();
  void buildWorkMenus();
  void followSettings();
  void showScheme();
  QAction* addAction(QMenu* menu, const QString& name, const QString& text, const QKeySequence& keys, std::function<void()> run);
  void restore();
  void remember();
  void watchSplitters(QWidget& page, const QString& pageName);
  void updateJob();
  void updateActions();
  void onJobEnded(RunningJobs::Kind kind, const QString& title, const api::JobState& state);
  void onEngineFailed(const api::ErrorText& error);
  void onDevice();
  void askBeforeClosing();
  void showAbout();
  void openPalette();
  bool handleDrag(QWidget& target, QEvent& event);

  struct DropChoice {
    QString text;
    std::function<void()> run;
  };
  std::vector<DropChoice> dropChoices(const QStringList& files);

  AppState& state_;
  WindowPages pages_;
  RunningJobs& jobs_;
  WorkNotices workNotices_;
  Desktop desktop_;
  NavRail* rail_;
  NoticeBar* notices_;
  QStackedWidget* stack_;
  QHash<int, QWidget*> shown_;  // by Page
  StatusLine* status_;
  DropArea* dropArea_;
  CommandPalette* palette_;
  QHash<QString, QAction*> actions_;
  QTimer deviceTimer_;
  QString deviceNote_;
  bool desktopIsDark_ = true;
  bool painted_ = false;
  bool closeAsked_ = false;
  QStringList dragged_;  // the files over the window, and what they could be used for
  std::vector<DropChoice> choices_;
};

}  // namespace likeness::ui
