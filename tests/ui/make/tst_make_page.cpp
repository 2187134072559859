// The Make page as an artist uses it: from the prompt to the picture, its details, the filmstrip and back after a restart.
// Real clicks and keys on visible widgets, the engine scripted.
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QLabel>
#include <QToolButton>

#include "tests/ui/make/make_window.h"
#include "ui/bridge/convert.h"
#include "ui/widgets/two_line_button.h"

using namespace likeness;
using namespace likeness::ui;
using test::MakeWindow;

class TestMakePage : public QObject {
  Q_OBJECT

 public Q_SLOTS:
  void open(const QUrl& url) { opened_ = url; }

 private:
  QUrl opened_;

 private Q_SLOTS:
  void submitsExactlyWhatIsSet() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    QVERIFY(!w.find<QPushButton>(QStringLiteral("Generate"))->isEnabled());
    w.typePrompt(QStringLiteral("a fox on the beach"));
    QTest::keyClicks(w.find<PromptEdit>(QStringLiteral("Leave out")), QStringLiteral("text"));
    auto* slider = w.find<QSlider>(QStringLiteral("Guidance slider"));
    QTest::keyClick(slider, Qt::Key_Right);
    QTest::keyClick(slider, Qt::Key_Right);
    QTest::keyClick(slider, Qt::Key_Right);
    w.typeNumber<QDoubleSpinBox>(QStringLiteral("Seed"), QStringLiteral("4000000000"));
    w.typeNumber<QSpinBox>(QStringLiteral("Number of pictures"), QStringLiteral("2"));
    w.typeNumber<QSpinBox>(QStringLiteral("Steps"), QStringLiteral("12"));
    QTest::keyClicks(w.find<QComboBox>(QStringLiteral("Sampler")), QStringLiteral("DPM"));
    QTest::keyClicks(w.find<QComboBox>(QStringLiteral("Noise schedule")), QStringLiteral("K"));
    QTest::keyClicks(w.find<QComboBox>(QStringLiteral("Size")), QStringLiteral("Po"));
    w.click(QStringLiteral("Generate"));

    api::Generate expected;
    expected.prompts = {"a fox on the beach"};
    expected.negative = "text";
    expected.sample = {.sampler = "dpmpp_2m", .schedule = "karras", .steps = 12, .guidance = 9, .width = 96, .height = 128, .count = 2,
                       .seed = 4000000000};
    expected.out_folder = toStdString(picturesFolder());
    expected.numbered_by_day = true;
    QVERIFY(!expected.out_folder.empty());
    QCOMPARE(w.parts.engine->all<api::Generate>().size(), std::size_t(1));
    QCOMPARE(test::differences(w.parts.engine->last<api::Generate>()->request, expected), QStringList());
  }

  void showsPreviewsThenThePictureAndItsDetails() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    w.click(QStringLiteral("Generate"));
    auto* view = w.find<ImageView>(QStringLiteral("Picture"));
    QVERIFY(view != nullptr);
    const auto received = w.parts.engine->last<api::Generate>();
    w.parts.engine->setState(received->job, api::State::running);
    w.parts.engine->push(api::Progress{.job = received->job, .phase = api::Phase::sampling, .step = 3, .total = 30, .seconds_left = 4});
    w.parts.engine->push(
        api::ImageReady{.job = received->job, .step = 3, .pixels = test::plainPixels(16, 16, 200, 10, 10), .picture = {}});
    QTRY_COMPARE(view->image().size(), QSize(16, 16));
    QCOMPARE(view->pictureSize(), QSize(128, 128));
    QCOMPARE(w.find<QLabel>(QStringLiteral("Progress"))->text(), QStringLiteral("Step 3 of 30 · 4 s left"));
    QVERIFY(w.find<QPushButton>(QStringLiteral("Generate")) == nullptr);

    w.finishOne("one.png", 4711);
    QCOMPARE(view->image().size(), QSize(128, 128));
    auto* strip = w.find<Filmstrip>(QStringLiteral("Pictures of this session"));
    QCOMPARE(strip->model()->rowCount(), 1);
    QCOMPARE(strip->currentIndex().row(), 0);
    auto* details = w.page->findChild<DetailsPanel*>();
    QCOMPARE(details->value(QStringLiteral("Prompt")), QStringLiteral("a fox"));
    QCOMPARE(details->value(QStringLiteral("Seed")), QStringLiteral("4711"));
    QCOMPARE(details->value(QStringLiteral("Model")), QStringLiteral("Starter (0123456789)"));
    w.click(QStringLiteral("Copy details"));
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("Seed: 4711")));
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "open");
    w.click(QStringLiteral("Show in folder"));
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    QCOMPARE(opened_.toLocalFile(), toQString(w.parts.folder.path().string()));
    w.click(QStringLiteral("Copy picture"));
    QCOMPARE(QApplication::clipboard()->image().size(), QSize(128, 128));
  }

  void aPictureWithoutAFileIsNotInTheFilmstrip() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    w.click(QStringLiteral("Generate"));
    const auto received = w.parts.engine->last<api::Generate>();
    api::ImageReady lost = test::finished(received->job, 0, (w.parts.folder / "lost.png").string(), received->request, 1);
    QVERIFY(QFile::remove(toQString(lost.file)));
    w.parts.engine->setState(received->job, api::State::running);
    w.parts.engine->push(lost);
    w.parts.engine->setState(received->job, api::State::done);
    QTRY_VERIFY(w.find<QPushButton>(QStringLiteral("Generate")) != nullptr);
    QCOMPARE(w.page->findChild<Filmstrip*>()->model()->rowCount(), 0);
  }

  void escapeInterruptsAndKeepsThePartialPicture() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    w.click(QStringLiteral("Generate"));
    const auto received = w.parts.engine->last<api::Generate>();
    w.parts.engine->setState(received->job, api::State::running);
    QTRY_VERIFY(w.find<QPushButton>(QStringLiteral("Interrupt")) != nullptr);
    api::ImageReady partial = test::finished(received->job, 0, (w.parts.folder / "part.png").string(), received->request, 1);
    partial.picture.partial = true;
    w.parts.engine->push(partial);
    QTest::keyClick(w.find<PromptEdit>(QStringLiteral("Prompt")), Qt::Key_Escape);
    QCOMPARE(w.parts.engine->cancelled(), std::vector<api::JobId>{received->job});
    QTRY_VERIFY(w.find<QPushButton>(QStringLiteral("Generate")) != nullptr);
    auto* strip = w.page->findChild<Filmstrip*>();
    QCOMPARE(strip->model()->rowCount(), 1);
    QVERIFY(strip->model()->index(0, 0).data(FilmstripModel::PartialRole).toBool());
    QVERIFY(w.page->findChild<DetailsPanel*>()->value(QStringLiteral("State")).startsWith(QStringLiteral("Unfinished")));
  }

  void queuesBehindTheRunningOneAndTakesBack() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    w.click(QStringLiteral("Generate"));
    w.parts.engine->setState(w.parts.engine->last<api::Generate>()->job, api::State::running);
    w.typePrompt(QStringLiteral("a cat"));
    w.click(QStringLiteral("Queue another picture"));
    const auto all = w.parts.engine->all<api::Generate>();
    QCOMPARE(all.size(), std::size_t(2));
    QCOMPARE(all[1].request.prompts[0], std::string("a cat"));
    QTRY_VERIFY(w.find<QPushButton>(QStringLiteral("Clear 1 waiting")) != nullptr);
    w.click(QStringLiteral("Clear 1 waiting"));
    QCOMPARE(w.parts.engine->cancelled(), std::vector<api::JobId>{all[1].job});
    w.click(QStringLiteral("Interrupt"));
    QCOMPARE(w.parts.engine->cancelled(), (std::vector<api::JobId>{all[1].job, all[0].job}));
    QTRY_VERIFY(w.find<QPushButton>(QStringLiteral("Generate")) != nullptr);
  }

  void looksAtAnOlderPictureWhileANewOneIsMade() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    w.click(QStringLiteral("Generate"));
    w.finishOne("a.png", 1);
    w.click(QStringLiteral("Generate"));
    w.finishOne("b.png", 2);
    auto* strip = w.page->findChild<Filmstrip*>();
    QAbstractItemModelTester tester(strip->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    auto* view = w.page->findChild<ImageView*>();
    auto* details = w.page->findChild<DetailsPanel*>();
    QCOMPARE(details->value(QStringLiteral("Seed")), QStringLiteral("2"));
    QTest::mouseClick(strip->viewport(), Qt::LeftButton, {}, strip->visualRect(strip->model()->index(0, 0)).center());
    QCOMPARE(details->value(QStringLiteral("Seed")), QStringLiteral("1"));

    w.click(QStringLiteral("Generate"));
    QTest::mouseClick(strip->viewport(), Qt::LeftButton, {}, strip->visualRect(strip->model()->index(0, 0)).center());
    const auto received = w.parts.engine->last<api::Generate>();
    w.parts.engine->setState(received->job, api::State::running);
    w.parts.engine->push(api::ImageReady{.job = received->job, .pixels = test::plainPixels(16, 16, 9, 9, 9), .picture = {}});
    w.finishOne("c.png", 3);
    QCOMPARE(strip->model()->rowCount(), 3);
    QCOMPARE(details->value(QStringLiteral("Seed")), QStringLiteral("1"));
    QCOMPARE(view->image().size(), QSize(128, 128));
    w.click(QStringLiteral("Show the newest"));
    QCOMPARE(details->value(QStringLiteral("Seed")), QStringLiteral("3"));

    w.click(QStringLiteral("Generate"));
    w.parts.engine->push(api::ImageReady{
        .job = w.parts.engine->last<api::Generate>()->job, .pixels = test::plainPixels(16, 16, 9, 9, 9), .picture = {}});
    QTRY_COMPARE(view->image().size(), QSize(16, 16));
    strip->setFocus(Qt::TabFocusReason);  // passing through chooses nothing
    QCOMPARE(view->image().size(), QSize(16, 16));
    QTest::keyClick(strip, Qt::Key_Right);
    QCOMPARE(view->image().size(), QSize(128, 128));
  }

  void teachLeadsToTeaching() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    QSignalSpy teach(w.page.get(), &MakePage::teachRequested);
    w.click(QStringLiteral("Teach a subject …"));
    w.click(QStringLiteral("Teach a subject of your own …"));
    QCOMPARE(teach.size(), 2);
    w.click(QStringLiteral("Example: a photo of a teapot on the moon"));
    QCOMPARE(w.find<PromptEdit>(QStringLiteral("Prompt"))->toPlainText(), QStringLiteral("a photo of a teapot on the moon"));
    QVERIFY(w.find<PromptEdit>(QStringLiteral("Prompt"))->hasFocus());
  }

  void everythingIsBackAfterARestart() {
    MakeWindow w;
    w.know({test::starterModel()}, {test::biscuit()});
    w.click(QStringLiteral("Subject Biscuit"));
    w.typePrompt(QStringLiteral("Biscuit at night"));
    w.typeNumber<QDoubleSpinBox>(QStringLiteral("Guidance"), QStringLiteral("12.5"));
    w.typeNumber<QDoubleSpinBox>(QStringLiteral("Seed"), QStringLiteral("99"));
    w.click(QStringLiteral("Generate"));
    w.finishOne("kept.png", 99);
    w.click(QStringLiteral("Generate"));
    w.finishOne("gone.png", 99);
    const api::Generate before = w.parts.engine->last<api::Generate>()->request;
    w.page.reset();
    QVERIFY(QFile::remove(toQString((w.parts.folder / "gone.png").string())));

    w.open();
    auto* strip = w.page->findChild<Filmstrip*>();
    QCOMPARE(strip->model()->rowCount(), 1);
    const auto asked = w.parts.engine->last<api::ListPictures>();
    QCOMPARE(asked->request.folders, std::vector<std::string>{(w.parts.folder / "kept.png").string()});
    api::PictureInfo info;
    info.file = asked->request.folders[0];
    info.request = before;
    w.parts.engine->push(api::PicturesListed{.job = asked->job, .pictures = {info}});
    auto* details = w.page->findChild<DetailsPanel*>();
    QTRY_COMPARE(details->value(QStringLiteral("Prompt")), QStringLiteral("Biscuit at night"));
    w.click(QStringLiteral("Generate"));
    QCOMPARE(test::differences(w.parts.engine->last<api::Generate>()->request, before), QStringList());
  }

  void usesThePicturesSettings() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    w.typeNumber<QDoubleSpinBox>(QStringLiteral("Guidance"), QStringLiteral("3"));
    w.click(QStringLiteral("Generate"));
    w.finishOne("a.png", 5);
    w.typePrompt(QStringLiteral("a cat"));
    w.typeNumber<QDoubleSpinBox>(QStringLiteral("Guidance"), QStringLiteral("9"));
    w.click(QStringLiteral("Use these settings"));
    QCOMPARE(w.find<PromptEdit>(QStringLiteral("Prompt"))->toPlainText(), QStringLiteral("a fox"));
    QCOMPARE(w.find<QDoubleSpinBox>(QStringLiteral("Guidance"))->value(), 3.0);
    QCOMPARE(w.find<QDoubleSpinBox>(QStringLiteral("Seed"))->value(), 5.0);
    w.find<PromptEdit>(QStringLiteral("Prompt"))->undo();
    QCOMPARE(w.find<PromptEdit>(QStringLiteral("Prompt"))->toPlainText(), QStringLiteral("a cat"));
  }

  void aDroppedPictureBringsItsSettings() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    QSignalSpy notices(w.page.get(), &MakePage::noticeRaised);
    auto* prompt = w.find<PromptEdit>(QStringLiteral("Prompt"));
    w.page->addDroppedPicture(QStringLiteral("/tmp/00001-7.png"));
    auto asked = w.parts.engine->last<api::ReadPicture>();
    QCOMPARE(asked->request.file, std::string("/tmp/00001-7.png"));
    api::PictureRead read{.job = asked->job, .source = "likeness", .picture = {}, .left_out = {}, .pixels = {}};
    read.picture.request.prompts = {"a penguin"};
    read.picture.request.sample = {.sampler = "euler", .steps = 25, .guidance = 2.5, .seed = 7};
    w.parts.engine->push(read);
    QTRY_COMPARE(prompt->toPlainText(), QStringLiteral("a penguin"));
    QCOMPARE(w.find<QComboBox>(QStringLiteral("Sampler"))->currentText(), QStringLiteral("Euler"));
    QCOMPARE(notices.size(), 0);

    w.page->addDroppedPicture(QStringLiteral("/tmp/other.png"));
    asked = w.parts.engine->last<api::ReadPicture>();
    w.parts.engine->push(api::PictureRead{.job = asked->job, .source = {}, .picture = {}, .left_out = {}, .pixels = {}});
    QTRY_COMPARE(notices.size(), 1);
    QVERIFY(notices[0][0].toString().contains(QStringLiteral("other.png")));
  }

  void anErrorIsShownInWordsAndCanBeCopied() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    w.click(QStringLiteral("Generate"));
    w.parts.engine->failJob(w.parts.engine->last<api::Generate>()->job,
                            {"out_of_memory", "The picture needs 9 GB and 6 GB are free.", "Choose a smaller size."});
    QTRY_VERIFY(w.find<QPushButton>(QStringLiteral("Copy text")) != nullptr);
    QVERIFY(w.find<QPushButton>(QStringLiteral("Generate")) != nullptr);
    w.click(QStringLiteral("Copy text"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("The picture needs 9 GB and 6 GB are free.\nChoose a smaller size."));
    w.click(QStringLiteral("Generate"));
    w.parts.engine->failJob(w.parts.engine->last<api::Generate>()->job, {"internal", "Something else.", ""});
    QTRY_VERIFY(w.find<QPushButton>(QStringLiteral("Copy text")) != nullptr);
    w.click(QStringLiteral("Generate"));  // another try takes the old message away
    QVERIFY(w.find<QPushButton>(QStringLiteral("Copy text")) == nullptr);
  }

  void slotsOfTheMainWindow() {
    MakeWindow w;
    w.know({test::starterModel()}, {test::biscuit()});
    w.page->showSubject(QStringLiteral("biscuit"));
    QVERIFY(w.find<QPushButton>(QStringLiteral("Subject Biscuit"))->isChecked());
    QVERIFY(w.find<PromptEdit>(QStringLiteral("Prompt"))->hasFocus());
    w.page->generate();  // without words nothing happens
    QVERIFY(!w.parts.engine->last<api::Generate>().has_value());
    w.page->interrupt();
    QVERIFY(w.parts.engine->cancelled().empty());
  }
};

QTEST_MAIN(TestMakePage)
#include "tst_make_page.moc"
