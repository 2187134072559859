// Files that take part in a picture: LoRAs, embeddings and a VAE as lines, a picture to start from with its mask, settings inside others'
// pictures. Real clicks, the engine scripted.
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSlider>
#include <QToolButton>

#include "tests/ui/make/make_window.h"
#include "ui/bridge/convert.h"
#include "ui/widgets/file_row.h"
#include "ui/widgets/mask_canvas.h"

using namespace likeness;
using namespace likeness::ui;
using test::MakeWindow;

class TestMakeFiles : public QObject {
  Q_OBJECT

 private:
  struct Bench : MakeWindow {
    Bench() : home("LIKENESS_HOME", (parts.folder / "home").string()) {
      know({test::starterModel()}, {test::pip()});
      typePrompt(QStringLiteral("a fox"));
    }

    std::string file(const std::string& name) { return parts.folder.write(name, "weights").string(); }

    /// What the engine says about a file that was dropped or chosen.
    void seen(const std::string& kind, std::vector<std::string> components = {}) {
      const auto asked = parts.engine->last<api::ReadWeights>();
      parts.engine->push(
          api::WeightsRead{.job = asked->job, .file = asked->request.file, .kind = kind, .components = std::move(components)});
      parts.engine->setState(asked->job, api::State::done);
      QTest::qWait(50);
    }

    void add(const std::string& file, const std::string& kind, std::vector<std::string> components = {}) {
      page->addWeights({toQString(file)});
      seen(kind, std::move(components));
    }

    api::Generate made() {
      page->generate();
      const auto received = parts.engine->last<api::Generate>();
      parts.engine->setState(received->job, api::State::done);
      return received->request;
    }

    /// Answers the question for the start picture.
    void opened(int width, int height) {
      const auto asked = parts.engine->last<api::ReadPicture>();
      api::PictureRead read{
          .job = asked->job, .source = {}, .picture = {}, .left_out = {}, .pixels = test::plainPixels(80, 40, 90, 60, 30)};
      read.picture.file = asked->request.file;
      read.picture.width = width;
      read.picture.height = height;
      parts.engine->push(read);
      QTRY_VERIFY(find<QPushButton>(QStringLiteral("Paint what changes …")) != nullptr &&
                  find<QPushButton>(QStringLiteral("Paint what changes …"))->isEnabled());
    }

    test::EnvironmentOverride home;
  };

 private Q_SLOTS:
  void filesAreAskedWhatTheyAreAndUsedAsThat() {
    Bench b;
    const std::string ink = b.file("ink.safetensors"), gold = b.file("gold.pt"), vae = b.file("vae.safetensors");
    b.add(ink, "lora");
    b.add(gold, "embedding");
    b.add(vae, "component", {"vae"});
    b.typeNumber<QDoubleSpinBox>(QStringLiteral("Strength of ink"), QStringLiteral("-0.5"));
    auto* word = b.find<QLineEdit>(QStringLiteral("Word for gold"));
    QCOMPARE(word->text(), QStringLiteral("gold"));
    word->selectAll();
    QTest::keyClicks(word, QStringLiteral("goldleaf"));
    const api::Generate request = b.made();
    QCOMPARE(request.loras, (std::vector<api::LoraUse>{{ink, -0.5}}));
    QCOMPARE(request.embeddings, (std::vector<api::EmbeddingUse>{{gold, "goldleaf"}}));
    QCOMPARE(request.vae, vae);

    b.page.reset();
    b.open();
    QCOMPARE(test::differences(b.made(), request), QStringList());
    b.page->useSettings(api::Generate{.prompts = {"plain"}});
    QVERIFY(b.made().loras.empty());
    b.page->useSettings(request);
    QCOMPARE(test::differences(b.made(), request), QStringList());
    b.click(QStringLiteral("Take out ink"));
    b.click(QStringLiteral("Take out vae"));
    QCOMPARE(b.made().embeddings, request.embeddings);
    QVERIFY(b.made().loras.empty());
    QVERIFY(b.made().vae.empty());
  }

  void aSubjectsLoraStaysItsOwn() {
    Bench b;
    const std::string ink = b.file("ink.safetensors");
    b.add(ink, "lora");
    b.page->showSubject(QStringLiteral("pip"));
    const api::Generate request = b.made();
    QCOMPARE(request.loras.size(), std::size_t(2));
    QCOMPARE(request.loras[0].file, test::pip().lora_file);
    QVERIFY(b.find<QToolButton>(QStringLiteral("Take out lora")) == nullptr);
  }

  void filesThatAreNothingAreNamed() {
    Bench b;
    QSignalSpy notices(b.page.get(), &MakePage::noticeRaised);
    b.add(b.file("odd.bin"), "other");
    QCOMPARE(notices.size(), 1);
    QVERIFY(notices[0][0].toString().contains(QStringLiteral("odd.bin")));
    b.page->addWeights({QStringLiteral("/no/such.pt")});
    b.parts.engine->failJob(b.parts.engine->last<api::ReadWeights>()->job, {"bad_input", "/no/such.pt: cannot be read", ""});
    QTRY_COMPARE(notices.size(), 2);
    QVERIFY(b.made().loras.empty());
  }

  void startsFromAPictureInItsSizeAndForgetsIt() {
    Bench b;
    const QString sketch = toQString(b.file("sketch.jpg"));
    QVERIFY(b.find<QPushButton>(QStringLiteral("Start from a picture …")) != nullptr);
    b.page->startFrom(sketch);
    b.opened(4000, 2000);
    b.typeNumber<QSpinBox>(QStringLiteral("How much may change"), QStringLiteral("35"));
    api::Generate request = b.made();
    QCOMPARE(request.picture.init, toStdString(sketch));
    QCOMPARE(request.picture.strength, 0.35);
    QCOMPARE(QSize(request.sample.width, request.sample.height), QSize(256, 128));
    QCOMPARE(b.find<QSlider>(QStringLiteral("How much may change, slider"))->value(), 35);

    b.page.reset();
    b.open();
    QTRY_COMPARE(b.parts.engine->last<api::ReadPicture>()->request.file, toStdString(sketch));
    b.opened(4000, 2000);
    QCOMPARE(test::differences(b.made(), request), QStringList());
    b.click(QStringLiteral("Do not start from this picture"));
    QVERIFY(b.made().picture.init.empty());
    QVERIFY(b.find<QPushButton>(QStringLiteral("Start from a picture …")) != nullptr);
  }

  void aStartPictureThatCannotBeReadIsLetGo() {
    Bench b;
    QSignalSpy notices(b.page.get(), &MakePage::noticeRaised);
    b.page->startFrom(toQString(b.file("broken.png")));
    b.parts.engine->failJob(b.parts.engine->last<api::ReadPicture>()->job, {"bad_input", "broken.png is no picture.", ""});
    QTRY_COMPARE(notices.size(), 1);
    QVERIFY(b.made().picture.init.empty());
  }

  void startsFromAPictureMadeHere() {
    Bench b;
    b.page->generate();
    b.finishOne("one.png", 77);
    b.click(QStringLiteral("Start from this"));
    QCOMPARE(b.parts.engine->last<api::ReadPicture>()->request.file, (b.parts.folder / "one.png").string());
    b.opened(128, 128);
    QCOMPARE(b.made().picture.init, (b.parts.folder / "one.png").string());
    b.click(QStringLiteral("Do not start from this picture"));
    auto* strip = b.page->findChild<Filmstrip*>();
    const QPoint tile = strip->visualRect(strip->model()->index(0, 0)).center();
    Q_EMIT strip->customContextMenuRequested(tile);
    auto* menu = b.page->findChild<PictureArea*>()->findChild<QMenu*>({}, Qt::FindDirectChildrenOnly);
    QVERIFY(menu != nullptr);
    menu->actions().first()->trigger();
    menu->close();
    QVERIFY(b.find<QPushButton>(QStringLiteral("Paint what changes …")) != nullptr);
  }

  void paintsAMaskThatIsSentAndKept() {
    Bench b;
    b.page->startFrom(toQString(b.file("sketch.jpg")));
    b.opened(128, 64);
    b.click(QStringLiteral("Paint what changes …"));
    auto* canvas = b.find<MaskCanvas>(QStringLiteral("Picture to paint on"));
    QVERIFY(canvas != nullptr);
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->rect().center());
    QVERIFY(!canvas->isEmpty());
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->rect().center() + QPoint(60, 0));
    b.typeNumber<QSpinBox>(QStringLiteral("Soft edge"), QStringLiteral("9"));
    QVERIFY(b.find<QSpinBox>(QStringLiteral("Surroundings")) == nullptr);
    b.click(QStringLiteral("Only the masked area"));
    b.typeNumber<QSpinBox>(QStringLiteral("Surroundings"), QStringLiteral("48"));
    QCOMPARE(b.find<QPushButton>(QStringLiteral("Change the mask …"))->isEnabled(), true);
    const api::Generate request = b.made();
    QCOMPARE(request.picture.mask_blur, 9);
    QVERIFY(request.picture.masked_only);
    QCOMPARE(request.picture.mask_padding, 48);
    const QImage sent(toQString(request.picture.mask));
    QCOMPARE(sent.size(), QSize(80, 40));
    QCOMPARE(sent.pixelColor(40, 20).red(), 255);
    QCOMPARE(sent.pixelColor(1, 1).red(), 0);
    const QDir masks = QFileInfo(toQString(request.picture.mask)).dir();
    QCOMPARE(masks.entryList(QDir::Files).size(), 1);                               // of the strokes, only what pictures are made with
    QVERIFY(b.find<MaskCanvas>(QStringLiteral("Picture to paint on")) == nullptr);  // Generate shows the pictures

    b.click(QStringLiteral("Change the mask …"));
    canvas = b.find<MaskCanvas>(QStringLiteral("Picture to paint on"));
    QVERIFY(!canvas->isEmpty());
    b.click(QStringLiteral("Clear"));
    QVERIFY(QFile::exists(toQString(request.picture.mask)));  // a picture was made with it
    b.click(QStringLiteral("Done"));
    QVERIFY(b.made().picture.mask.empty());
    QVERIFY(!b.made().picture.masked_only);
    b.page->useSettings(request);
    QCOMPARE(test::differences(b.made(), request), QStringList());
    b.page->startFrom(toQString(b.file("other.png")));  // another picture, another mask
    QVERIFY(b.made().picture.mask.empty());
  }

  void undoAndToolsOfTheMask() {
    Bench b;
    b.page->startFrom(toQString(b.file("sketch.jpg")));
    b.opened(128, 64);
    b.click(QStringLiteral("Paint what changes …"));
    auto* canvas = b.find<MaskCanvas>(QStringLiteral("Picture to paint on"));
    QVERIFY(!b.find<QToolButton>(QStringLiteral("Undo"))->isEnabled());
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->rect().center());
    b.click(QStringLiteral("Erase"));
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->rect().center());
    QVERIFY(canvas->isEmpty());
    b.click(QStringLiteral("Undo"));
    QVERIFY(!canvas->isEmpty());
    b.click(QStringLiteral("Invert"));
    QVERIFY(canvas->mask().pixelColor(1, 1).red() == 255);
    b.find<QSlider>(QStringLiteral("Size of the brush"))->setValue(30);
    QCOMPARE(canvas->brush(), 30);
    QCOMPARE(QImage(toQString(b.made().picture.mask)).pixelColor(1, 1).red(), 255);
    b.click(QStringLiteral("Change the mask …"));
    QVERIFY(b.find<MaskCanvas>(QStringLiteral("Picture to paint on")) != nullptr);
    api::Generate other{.prompts = {"a fox"}};
    other.picture.init = b.file("other.png");
    b.page->useSettings(other);
    QVERIFY(b.find<MaskCanvas>(QStringLiteral("Picture to paint on")) == nullptr);  // it belonged to the picture before
  }

  void takesSettingsFromAnotherProgramsPictureAndSaysWhatIsMissing() {
    Bench b;
    b.know({test::starterModel(), test::sd1Model()}, {});
    QSignalSpy notices(b.page.get(), &MakePage::noticeRaised);
    b.page->addDroppedPicture(QStringLiteral("/x/a1111.png"));
    const auto asked = b.parts.engine->last<api::ReadPicture>();
    api::PictureRead read{.job = asked->job,
                          .source = "a1111",
                          .picture = {},
                          .left_out = {"start picture", "sampler DPM fast", "ADetailer model"},
                          .pixels = {}};
    read.picture.model_name = "SD15";
    read.picture.request.model.clear();
    read.picture.request.prompts = {"a castle <lora:ink:0.5>"};
    read.picture.request.sample.clip_skip = 2;
    read.picture.request.sample.noise = "gpu";
    read.picture.request.picture.hires_scale = 2;
    b.parts.engine->push(read);
    QTRY_COMPARE(notices.size(), 1);
    QCOMPARE(notices[0][0].toString(),
             QStringLiteral("Not carried over: the picture it started from, the sampler DPM fast, ADetailer model."));
    const api::Generate request = b.made();
    QCOMPARE(request.model, std::string("/models/sd15"));
    QCOMPARE(request.prompts.front(), std::string("a castle <lora:ink:0.5>"));
    QCOMPARE(request.sample.clip_skip, 2);
    QCOMPARE(request.sample.noise, std::string("gpu"));
    QCOMPARE(request.picture.hires_scale, 2.0);
  }
};

QTEST_MAIN(TestMakeFiles)
#include "tst_make_files.moc"
