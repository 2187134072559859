#include "ui/main_window/window_pages.h"

#include "ui/pages/library_page.h"
#include "ui/pages/make_page.h"
#include "ui/pages/teach_page.h"

namespace likeness::ui {
namespace {

WindowPages commandsOf(TeachPage* teach, MakePage* make, LibraryPage* library) {
  return {.teach = teach,
          .make = make,
          .library = library,
          .generate = [make] { make->generate(); },
          .interrupt = [make] { make->interrupt(); },
          .pauseOrResume = [teach] { teach->pauseOrResume(); },
          .checkpointNow = [teach] { teach->checkpointNow(); },
          .sampleNow = [teach] { teach->sampleNow(); },
          .addPhotos = [teach](const QStringList& files) { teach->addPhotos(files); },
          .useSettingsOf = [make](const QString& picture) { make->addDroppedPicture(picture); }};
}

template <class SomePage>
void showNoticesOf(SomePage* page, MainWindow* window) {
  QObject::connect(page, &SomePage::noticeRaised, window, [window](const QString& text) {
    window->showNotice({.id = text, .kind = Notice::Kind::info, .text = text, .buttons = {}});
  });
}

}  // namespace

std::unique_ptr<MainWindow> makeMainWindow(AppState& state) {
  auto* teach = new TeachPage(state, nullptr);
  auto* make = new MakePage(state, nullptr);
  auto* library = new LibraryPage(state, nullptr);
  auto window = std::make_unique<MainWindow>(state, commandsOf(teach, make, library));
  MainWindow* frame = window.get();
  const auto showTeach = [frame] { frame->showPage(MainWindow::Page::teach); };
  const auto showSubject = [frame, make](const QString& subject) {
    frame->showPage(MainWindow::Page::make);
    make->showSubject(subject);
  };
  QObject::connect(teach, &TeachPage::makePicturesRequested, frame, showSubject);
  QObject::connect(make, &MakePage::teachRequested, frame, showTeach);
  QObject::connect(library, &LibraryPage::teachRequested, frame, showTeach);
  QObject::connect(library, &LibraryPage::makePicturesRequested, frame, showSubject);
  QObject::connect(library, &LibraryPage::makeAgainRequested, frame, [frame, make](const api::Generate& request) {
    frame->showPage(MainWindow::Page::make);
    make->useSettings(request);
  });
  showNoticesOf(teach, frame);
  showNoticesOf(make, frame);
  showNoticesOf(library, frame);
  return window;
}

}  // namespace likeness::ui
