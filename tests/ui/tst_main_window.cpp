// The frame around plain pages: rail, keys, status line, notices, title, memory between starts, drops, closing while busy.
#include <QAction>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include "tests/support/look_check.h"
#include "tests/support/ui_helpers.h"
#include "ui/main_window/window_pages.h"
#include "ui/viewmodels/pending_pictures.h"
#include "ui/widgets/drop_area.h"

using namespace likeness;
using test::WindowParts;
using ui::MainWindow;
using Page = MainWindow::Page;

namespace {

/// Pages that note what they are asked for.
struct FakePages {
  QStringList calls;
  QStringList dropped;
  QString picture;
  QLineEdit* field = new QLineEdit;
  QSplitter* splitter = new QSplitter;

  ui::WindowPages make() {
    auto* teach = new QWidget;
    (new QVBoxLayout(teach))->addWidget(new QLabel(QStringLiteral("Teach page")));
    auto* makePage = new QWidget;
    (new QVBoxLayout(makePage))->addWidget(field);
    splitter->setObjectName(QStringLiteral("columns"));
    splitter->addWidget(new QLabel(QStringLiteral("left")));
    splitter->addWidget(new QLabel(QStringLiteral("right")));
    return {.teach = teach,
            .make = makePage,
            .library = splitter,
            .generate = [this] { calls << QStringLiteral("generate"); },
            .interrupt = [this] { calls << QStringLiteral("interrupt"); },
            .pauseOrResume = [this] { calls << QStringLiteral("pause"); },
            .checkpointNow = [this] { calls << QStringLiteral("checkpoint"); },
            .sampleNow = [this] { calls << QStringLiteral("sample"); },
            .addPhotos = [this](const QStringList& files) { dropped = files; },
            .useSettingsOf = [this](const QString& file) { picture = file; }};
  }
};

template <class Object>
Object* find(QWidget& window, const char* name) {
  return window.findChild<Object*>(QLatin1String(name));
}

QPushButton* noticeButton(QWidget& window, const QString& text) {
  for (QPushButton* each : window.findChildren<QPushButton*>()) {
    if (each->text() == text && each->isVisible()) return each;
  }
  return nullptr;
}

QStringList noticeTexts(QWidget& window) {
  QStringList texts;
  for (QLabel* each : window.findChildren<QLabel*>(QStringLiteral("text"))) {
    if (each->isVisible()) texts << each->text();
  }
  return texts;
}

void teach(WindowParts& parts) {
  parts.bridge.submit(api::Train{.name = "Biscuit"});
  const api::JobId job = parts.engine->last<api::Train>()->job;
  parts.engine->setState(job, api::State::running);
  parts.engine->push(api::Progress{.job = job, .phase = api::Phase::learning, .step = 496, .total = 800, .seconds_left = 180});
}

}  // namespace

class TestMainWindow : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void isOnScreenWithinHalfASecond() {
    WindowParts parts;
    FakePages pages;
    QElapsedTimer clock;
    clock.start();
    MainWindow window(parts.state, pages.make());
    QSignalSpy onScreen(&window, &MainWindow::onScreen);
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(onScreen.count(), 1, 2000);
    QVERIFY2(clock.elapsed() < 500, qPrintable(QString::number(clock.elapsed())));
  }

  void railAndKeysChooseThePage() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QVERIFY(window.page() == Page::teach);
    QTest::mouseClick(find<QToolButton>(window, "library"), Qt::LeftButton);
    QVERIFY(window.page() == Page::library);
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    QVERIFY(window.page() == Page::make);
    QVERIFY(find<QToolButton>(window, "make")->isChecked());
    QVERIFY(!find<QToolButton>(window, "library")->isChecked());
  }

  void keysReachThePageOnlyWhereTheyDoSomething() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    for (const auto key : {Qt::Key_F5, Qt::Key_F6, Qt::Key_F8}) QTest::keyClick(&window, key);
    for (const char* name : {"generate", "interrupt"}) find<QAction>(window, name)->trigger();
    QCOMPARE(pages.calls, QStringList());
    teach(parts);
    QTRY_VERIFY(find<QAction>(window, "pause")->isEnabled());
    for (const auto key : {Qt::Key_F5, Qt::Key_F6, Qt::Key_F8}) QTest::keyClick(&window, key);
    QCOMPARE(pages.calls, (QStringList{QStringLiteral("checkpoint"), QStringLiteral("sample"), QStringLiteral("pause")}));
    pages.calls.clear();
    window.showPage(Page::make);
    parts.bridge.submit(api::Generate{.prompts = {"a"}});
    for (const char* name : {"generate", "interrupt"}) find<QAction>(window, name)->trigger();
    QCOMPARE(pages.calls, (QStringList{QStringLiteral("generate"), QStringLiteral("interrupt")}));
  }

  void statusLineNamesDeviceMemoryAndJob() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.resize(1280, 800);
    window.show();
    QCOMPARE(find<QLabel>(window, "device")->text(), QStringLiteral("Getting ready …"));
    QVERIFY(!find<QToolButton>(window, "job")->isVisible());
    constexpr std::uint64_t gigabyte = 1ULL << 30;
    parts.engine->push(api::DeviceStatus{.job = parts.engine->last<api::LookAtDevice>()->job,
                                         .name = "NVIDIA H100",
                                         .gpu = true,
                                         .memory_total = 80 * gigabyte,
                                         .memory_ours = 6 * gigabyte,
                                         .memory_others = 14 * gigabyte});
    QTRY_COMPARE(find<QLabel>(window, "device")->text(), QStringLiteral("NVIDIA H100"));
    QCOMPARE(find<QLabel>(window, "memory")->text(), QStringLiteral("Likeness 6.0 GB · others 14.0 GB · free 60.0 GB"));
    teach(parts);
    QTRY_COMPARE(find<QToolButton>(window, "job")->text(), QStringLiteral("Teaching Biscuit: step 496 of 800 · 3 min left"));
    QCOMPARE(find<QProgressBar>(window, "progress")->value(), 620);
    QCOMPARE(window.windowTitle(), QStringLiteral("62 % – Teaching Biscuit – Likeness"));
    window.showPage(Page::library);
    QTest::mouseClick(find<QToolButton>(window, "job"), Qt::LeftButton);
    QVERIFY(window.page() == Page::teach);
    window.showNotice({.text = QStringLiteral("Two files are not pictures; they were left out."), .buttons = {}});
    QCOMPARE(test::lookProblems(window).join(QLatin1Char('\n')), QString());
    test::screenshot(window, QStringLiteral("frame-busy"));
    parts.engine->setState(parts.engine->last<api::Train>()->job, api::State::done);
    QTRY_COMPARE(window.windowTitle(), QStringLiteral("Likeness"));
    QVERIFY(!find<QProgressBar>(window, "progress")->isVisible());
  }

  void noticesReplaceRunAndClose() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.show();
    int ran = 0;
    window.showNotice({.id = QStringLiteral("a"), .text = QStringLiteral("first"), .buttons = {}});
    window.showNotice(
        {.id = QStringLiteral("a"), .text = QStringLiteral("second"), .buttons = {{QStringLiteral("Do it"), [&ran] { ++ran; }}}});
    QCOMPARE(noticeTexts(window), QStringList{QStringLiteral("second")});
    QTest::mouseClick(noticeButton(window, QStringLiteral("Do it")), Qt::LeftButton);
    QCOMPARE(ran, 1);
    QCOMPARE(noticeTexts(window), QStringList());
    window.showNotice({.text = QStringLiteral("third"), .buttons = {}});
    for (QToolButton* each : window.findChildren<QToolButton*>(QStringLiteral("close"))) {
      if (each->isVisible()) QTest::mouseClick(each, Qt::LeftButton);
    }
    QCOMPARE(noticeTexts(window), QStringList());
  }

  void engineFailureSaysWhatToDo() {
    test::TemporaryFolder folder;
    ui::Session session(QString::fromStdString((folder / "session.json").string()));
    ui::EngineBridge bridge;
    ui::AppState state(bridge, session);
    FakePages pages;
    MainWindow window(state, pages.make());
    window.show();
    bridge.fail({.kind = "engine_missing", .message = "The part that draws is missing.", .hint = "Install Likeness again."});
    const QString text = noticeTexts(window).value(0);
    QVERIFY(text.contains(QStringLiteral("The part that draws is missing.")));
    QVERIFY(text.contains(QStringLiteral("Install Likeness again.")));
    QCOMPARE(find<QLabel>(window, "device")->text(), QStringLiteral("Not working"));
  }

  void aFailedJobIsToldOnOtherPages() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.show();
    teach(parts);
    window.showPage(Page::library);
    parts.engine->failJob(parts.engine->last<api::Train>()->job,
                          {.kind = "disk_full", .message = "The disk is full.", .hint = "Free 2 GB."});
    QTRY_COMPARE(noticeTexts(window).size(), 1);
    QVERIFY(noticeTexts(window).first().contains(QStringLiteral("The disk is full.")));
    QTest::mouseClick(noticeButton(window, QStringLiteral("Show")), Qt::LeftButton);
    QVERIFY(window.page() == Page::teach);
  }

  void geometryPageAndSplittersSurviveARestart() {
    WindowParts parts;
    QList<int> sizes;
    {
      FakePages pages;
      MainWindow window(parts.state, pages.make());
      window.show();
      window.showPage(Page::library);
      window.setGeometry(40, 30, 700, 500);
      QTest::qWait(50);
      QSplitterHandle* handle = pages.splitter->handle(1);
      const QPoint middle = handle->rect().center();
      QTest::mousePress(handle, Qt::LeftButton, {}, middle);
      QTest::mouseMove(handle, middle + QPoint(90, 0));
      QTest::mouseRelease(handle, Qt::LeftButton, {}, middle + QPoint(90, 0));
      sizes = pages.splitter->sizes();
      QVERIFY(qAbs(sizes[0] - sizes[1]) > 60);
      window.close();
    }
    QVERIFY(parts.session.save());
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.show();
    QTest::qWait(50);
    QVERIFY(window.page() == Page::library);
    QCOMPARE(window.geometry(), QRect(40, 30, 700, 500));
    QCOMPARE(pages.splitter->sizes(), sizes);
  }

  void photosDroppedAnywhereGoToTeach() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.show();
    window.showPage(Page::make);
    const QStringList files{QStringLiteral("/photos/a b.jpg"), QStringLiteral("/photos/ö.png")};
    QVERIFY(test::dropFiles(*pages.field, files));  // a text field would take the address as text
    QVERIFY(window.page() == Page::teach);
    QCOMPARE(pages.dropped, files);
    QCOMPARE(pages.field->text(), QString());
    window.showPage(Page::library);
    QVERIFY(test::dropFiles(window, files));
    QVERIFY(window.page() == Page::teach);
  }

  void aPictureWithSettingsGivesThemToMake() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.show();
    window.showPage(Page::make);
    const std::string start = std::string("\x89PNG\r\n\x1a\n") + std::string("\0\0\0\x0dIHDR", 8) + std::string(17, 'x');
    const auto ours =
        QString::fromStdString(parts.folder.write("ours.png", start + "tEXtparameters" + '\0' + std::string(40, 'y')).string());
    const auto photo = QString::fromStdString(parts.folder.write("photo.png", start + "IDAT").string());
    QVERIFY(test::dropFiles(*pages.field, {ours}));
    QVERIFY(window.page() == Page::make);
    QCOMPARE(pages.picture, ours);
    QVERIFY(test::dropFiles(*pages.field, {photo}));
    QVERIFY(window.page() == Page::teach);
    QCOMPARE(pages.dropped, QStringList{photo});
    QVERIFY(test::dropFiles(window, {ours}));  // on Teach it is a photo like any other
    QCOMPARE(pages.dropped, QStringList{ours});
  }

  void aPictureOverMakeMayBeUsedInSeveralWays() {
    WindowParts parts;
    FakePages pages;
    ui::WindowPages made = pages.make();
    QString started;
    QStringList weights, compared;
    made.startFrom = [&](const QString& file) { started = file; };
    made.addWeights = [&](const QStringList& files) { weights = files; };
    made.comparePictures = [&](const QStringList& files) { compared = files; };
    MainWindow window(parts.state, std::move(made));
    window.show();
    window.showPage(Page::make);
    const std::string start = std::string("\x89PNG\r\n\x1a\n") + std::string("\0\0\0\x0dIHDR", 8) + std::string(17, 'x');
    const auto ours = QString::fromStdString(parts.folder.write("ours.png", start + "iTXtinvokeai_metadata" + '\0' + "{}").string());
    const auto photo = QString::fromStdString(parts.folder.write("photo.jpg", "\xff\xd8 a photo").string());
    const auto jpeg = QString::fromStdString(parts.folder.write("a1111.jpg", std::string("\xff\xd8 Exif UNICODE\0", 17) + "p").string());
    QWidget& all = *window.centralWidget();
    const auto dropAt = [&](double share, const QString& file) {
      started.clear();
      pages.picture.clear();
      compared.clear();
      pages.dropped.clear();
      window.showPage(Page::make);
      QVERIFY(test::dropFilesAt(all, {static_cast<int>(all.width() * share), all.height() / 2}, {file}));
    };
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(ours)});
    QDragEnterEvent over({all.width() / 2, all.height() / 2}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&all, &over);
    QVERIFY(window.findChild<ui::DropArea*>()->isVisible());
    test::screenshot(window, QStringLiteral("main-drop-choices"));
    dropAt(0.1, ours);
    QVERIFY(!window.findChild<ui::DropArea*>()->isVisible());
    QCOMPARE(pages.picture, ours);
    dropAt(0.5, ours);
    QCOMPARE(started, ours);
    dropAt(0.9, ours);
    QCOMPARE(compared, QStringList{ours});
    dropAt(0.1, jpeg);
    QCOMPARE(pages.picture, jpeg);
    dropAt(0.1, photo);  // says nothing about itself: no settings are offered
    QCOMPARE(started, photo);
    dropAt(0.9, photo);
    QCOMPARE(pages.dropped, QStringList{photo});
    QVERIFY(window.page() == Page::teach);
    window.showPage(Page::make);
    const QStringList files{QStringLiteral("/loras/ink.safetensors"), QStringLiteral("/words/gold.pt")};
    QVERIFY(test::dropFiles(all, files));
    QCOMPARE(weights, files);
    QVERIFY(window.page() == Page::make);
  }

  void aChosenPageHasTheKeys() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.findChild<QStackedWidget*>()->widget(1)->setFocusProxy(pages.field);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::mouseClick(find<QToolButton>(window, "make"), Qt::LeftButton);
    QVERIFY(pages.field->hasFocus());
  }

  void closingWhileBusyAsksOnceInTheWindow() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.show();
    teach(parts);
    QTRY_VERIFY(window.windowTitle().startsWith(QStringLiteral("62")));
    QVERIFY(!window.close());
    QVERIFY(window.isVisible());
    QVERIFY(noticeTexts(window).value(0).startsWith(QStringLiteral("Teaching is not finished.")));
    test::screenshot(window, QStringLiteral("frame-closing"));
    QTest::mouseClick(noticeButton(window, QStringLiteral("Keep going")), Qt::LeftButton);
    QCOMPARE(noticeTexts(window), QStringList());
    QVERIFY(!window.close());
    QTest::mouseClick(noticeButton(window, QStringLiteral("Stop and close")), Qt::LeftButton);
    QVERIFY(!window.isVisible());
  }

  void everyCommandIsFoundByTyping() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.resize(1100, 700);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    window.showPage(Page::make);
    pages.field->setFocus();
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    auto* palette = find<QFrame>(window, "commandPalette");
    QVERIFY(palette->isVisible());
    auto* field = palette->findChild<QLineEdit*>();
    QTRY_VERIFY(field->hasFocus());
    auto* list = palette->findChild<QListWidget*>();
    const int all = list->count();
    QVERIFY(all > 8);
    test::screenshot(window, QStringLiteral("frame-palette"));
    QTest::keyClicks(field, QStringLiteral("teaching pause"));
    QCOMPARE(list->count(), 0);  // nothing is being taught
    field->clear();
    QTest::keyClicks(field, QStringLiteral("gener"));
    QCOMPARE(list->count(), 1);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(pages.calls, QStringList{QStringLiteral("generate")});
    QVERIFY(!palette->isVisible());
    QVERIFY(pages.field->hasFocus());
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
    QCOMPARE(pages.calls.size(), 1);
  }

  void unfinishedPicturesAreOfferedAndMade() {
    WindowParts parts;
    test::EnvironmentOverride home("LIKENESS_HOME", (parts.folder / "home").string());
    {
      ui::PendingPictures pending(parts.state.jobs(), parts.session);
      parts.bridge.submit(api::Generate{.prompts = {"a fox"}, .sample = {.count = 2}, .out_folder = "/p"});
    }
    ui::EngineBridge bridge;  // the next start
    auto made = std::make_unique<test::FakeEngine>();
    test::FakeEngine* engine = made.get();
    bridge.attach(std::move(made));
    ui::AppState state(bridge, parts.session);
    const auto window = ui::makeMainWindow(state);
    window->show();
    QCOMPARE(noticeTexts(*window), QStringList{QStringLiteral("2 pictures had not been made when Likeness ended.")});
    test::screenshot(*window, QStringLiteral("frame-unfinished"));
    QTest::mouseClick(noticeButton(*window, QStringLiteral("Make them now")), Qt::LeftButton);
    QCOMPARE(engine->last<api::Generate>()->request.prompts.front(), std::string("a fox"));
    QVERIFY(window->page() == Page::make);
    QTest::mouseClick(find<QToolButton>(*window, "queue"), Qt::LeftButton);
    QVERIFY(window->page() == Page::queue);
    QCOMPARE(find<QToolButton>(*window, "queue")->accessibleDescription(), QStringLiteral("1 in the queue"));
    test::screenshot(*window, QStringLiteral("frame-queue"));
  }

  void closesAtOnceWhenIdle() {
    WindowParts parts;
    FakePages pages;
    MainWindow window(parts.state, pages.make());
    window.show();
    QVERIFY(window.close());
    QVERIFY(parts.session.value(QStringLiteral("window/geometry")).isString());
  }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
