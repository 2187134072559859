#include "ui/main_window/window_pages.h"

#include <functional>
#include <utility>

#include "ui/models/trash.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/library_page.h"
#include "ui/pages/make_page.h"
#include "ui/pages/queue_page.h"
#include "ui/pages/settings_page.h"
#include "ui/pages/teach_page.h"
#include "ui/viewmodels/pending_pictures.h"

namespace likeness::ui {
namespace {

struct Pages {
  TeachPage* teach;
  MakePage* make;
  ComparePage* compare;
  LibraryPage* library;
  QueuePage* queue;
  SettingsPage* settings;
};

WindowPages commandsOf(const Pages& pages) {
  TeachPage* teach = pages.teach;
  MakePage* make = pages.make;
  return {.teach = teach,
          .make = make,
          .compare = pages.compare,
          .library = pages.library,
          .queue = pages.queue,
          .settings = pages.settings,
          .generate = [make] { make->generate(); },
          .interrupt = [make] { make->interrupt(); },
          .pauseOrResume = [teach] { teach->pauseOrResume(); },
          .checkpointNow = [teach] { teach->checkpointNow(); },
          .sampleNow = [teach] { teach->sampleNow(); },
          .addPhotos = [teach](const QStringList& files) { teach->addPhotos(files); },
          .useSettingsOf = [make](const QString& picture) { make->addDroppedPicture(picture); },
          .startFrom = [make](const QString& picture) { make->startFrom(picture); },
          .addWeights = [make](const QStringList& files) { make->addWeights(files); },
          .comparePictures = [compare = pages.compare](const QStringList& files) { compare->addPictures(files); },
          .choosePhotos = [teach] { teach->choosePhotos(); },
          .lockOrFreeSeed = [make] { make->lockOrFreeSeed(); },
          .findPicture = [library = pages.library] { library->find(); }};
}

void connectPages(const Pages& pages, MainWindow* frame) {
  const auto [teach, make, compare, library, queue, settings] = pages;
  const auto show = [frame](MainWindow::Page page) { return [frame, page] { frame->showPage(page); }; };
  const auto makeWith = [frame, make = make](const QString& subject) {
    frame->showPage(MainWindow::Page::make);
    make->showSubject(subject);
  };
  const auto compareWith = [frame, compare = compare](const QStringList& files) {
    frame->showPage(MainWindow::Page::compare);
    compare->addPictures(files);
  };
  QObject::connect(teach, &TeachPage::makePicturesRequested, frame, makeWith);
  QObject::connect(make, &MakePage::teachRequested, frame, show(MainWindow::Page::teach));
  QObject::connect(make, &MakePage::compareRequested, frame, compareWith);
  QObject::connect(compare, &ComparePage::libraryRequested, frame, show(MainWindow::Page::library));
  QObject::connect(library, &LibraryPage::teachRequested, frame, show(MainWindow::Page::teach));
  QObject::connect(library, &LibraryPage::makePicturesRequested, frame, makeWith);
  QObject::connect(library, &LibraryPage::compareRequested, frame, compareWith);
  QObject::connect(library, &LibraryPage::runRequested, frame, [frame, teach = teach](const QString& subject) {
    frame->showPage(MainWindow::Page::teach);
    teach->showSubject(subject);
  });
  QObject::connect(library, &LibraryPage::makeAgainRequested, frame, [frame, make = make](const api::Generate& request) {
    frame->showPage(MainWindow::Page::make);
    make->useSettings(request);
  });
  QObject::connect(library, &LibraryPage::startRequested, frame, [frame, make = make](const QString& file) {
    frame->showPage(MainWindow::Page::make);
    make->startFrom(file);
  });
  QObject::connect(queue, &QueuePage::makeRequested, frame, show(MainWindow::Page::make));
  QObject::connect(queue, &QueuePage::showRequested, frame, [frame](RunningJobs::Kind kind) {
    frame->showPage(kind == RunningJobs::Kind::make ? MainWindow::Page::make : MainWindow::Page::teach);
  });
}

template <class SomePage>
void showNoticesOf(SomePage* page, MainWindow* window) {
  QObject::connect(page, &SomePage::noticeRaised, window, [window](const QString& text) {
    window->showNotice({.id = text, .kind = Notice::Kind::info, .text = text, .buttons = {}});
  });
}

/// What can be taken back says so for as long as it can.
void offerUndo(const Pages& pages, MainWindow* frame) {
  auto* runs = new Trash(frame);
  const auto offer = [frame](const QString& text, std::function<void()> undo) {
    frame->showNotice({.id = QStringLiteral("undo"), .kind = Notice::Kind::info, .text = text, .buttons = {{MainWindow::tr("Undo"), std::move(undo)}}});
  };
  QObject::connect(pages.library, &LibraryPage::trashed, frame,
                   [offer, library = pages.library](const QString& text) { offer(text, [library] { library->undoTrash(); }); });
  QObject::connect(pages.teach, &TeachPage::runDiscarded, runs, [runs](const QString& folder) { runs->move({folder}); });
  QObject::connect(runs, &Trash::moved, frame, [offer, runs, frame](const QStringList& moved, const QStringList& failed) {
    if (!moved.isEmpty()) offer(MainWindow::tr("The unfinished run lies in the trash."), [runs] { runs->undo(); });
    if (!failed.isEmpty())
      frame->showNotice({.id = {}, .kind = Notice::Kind::warning, .text = MainWindow::tr("%1 could not be moved to the trash and stays where it is.").arg(failed.first()), .buttons = {}});
  });
  QObject::connect(runs, &Trash::restored, pages.teach, [teach = pages.teach](const QStringList& restored) {
    if (!restored.isEmpty()) teach->takeBackRun(restored.first());
  });
}

/// What an earlier start left unfinished.
void offerUnfinished(AppState& state, const Pages& pages, MainWindow* frame) {
  TeachPage* teach = pages.teach;
  QObject::connect(teach, &TeachPage::interruptedRunFound, frame, [frame, teach](const QString& text) {
    Notice notice{.id = QStringLiteral("interrupted"), .kind = Notice::Kind::warning, .text = text, .buttons = {}};
    const auto look = [frame] { frame->showPage(MainWindow::Page::teach); };
    if (teach->canContinue()) {
      notice.buttons.push_back({MainWindow::tr("Continue"), [look, teach] {
                                  look();
                                  teach->continueRun();
                                }});
    }
    notice.buttons.push_back({MainWindow::tr("Look"), look});
    notice.buttons.push_back({MainWindow::tr("Discard"), [teach] { teach->discardRun(); }});
    frame->showNotice(notice);
  });
  QObject::connect(teach, &TeachPage::interruptionOver, frame, [frame] { frame->closeNotice(QStringLiteral("interrupted")); });
  auto* pending = new PendingPictures(state.jobs(), state.session(), frame);
  if (pending->count() == 0) return;
  frame->showNotice({.id = QStringLiteral("pending"),
                     .kind = Notice::Kind::warning,
                     .text = MainWindow::tr("%n picture(s) had not been made when Likeness ended.", nullptr, pending->count()),
                     .buttons = {{MainWindow::tr("Make them now"),
                                  [frame, pending, make = pages.make] {
                                    frame->showPage(MainWindow::Page::make);
                                    for (const api::Generate& request : pending->take()) make->makeAgain(request);
                                  }},
                                 {MainWindow::tr("Discard"), [pending] { pending->discard(); }}}});
}

}  // namespace

std::unique_ptr<MainWindow> makeMainWindow(AppState& state) {
  const Pages pages{.teach = new TeachPage(state),
                    .make = new MakePage(state),
                    .compare = new ComparePage(state),
                    .library = new LibraryPage(state),
                    .queue = new QueuePage(state),
                    .settings = new SettingsPage(state)};
  auto window = std::make_unique<MainWindow>(state, commandsOf(pages));
  connectPages(pages, window.get());
  showNoticesOf(pages.teach, window.get());
  showNoticesOf(pages.make, window.get());
  showNoticesOf(pages.library, window.get());
  offerUndo(pages, window.get());
  offerUnfinished(state, pages, window.get());
  return window;
}

}  // namespace likeness::ui
