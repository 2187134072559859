// How the Make page looks, in each state and two sizes: nothing clipped, overlapping or hard to read. Writes screenshots where
// LIKENESS_SCREENSHOTS names a folder.
#include <QApplication>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/look_check.h"
#include "tests/support/ui_helpers.h"
#include "tests/ui/make/make_fixture.h"
#include "ui/bridge/convert.h"
#include "ui/models/picture_json.h"
#include "ui/pages/make_page.h"

using namespace likeness;
using namespace likeness::ui;

namespace {

/// The page in the smallest window we promise, and in a large one (rail and status bar left out).
const QSize kSizes[] = {{1200, 690}, {1520, 970}};

QString samplePicture(int number) {
  return QStringLiteral(LIKENESS_SOURCE_DIR "/resources/subjects/biscuit/0%1.png").arg(number);
}

api::SharedPixels pixelsOfFile(const QString& file, int side) {
  const QImage image = QImage(file).scaled(side, side).convertToFormat(QImage::Format_RGB888);
  auto pixels = std::make_shared<api::Pixels>();
  pixels->width = side;
  pixels->height = side;
  for (int y = 0; y < side; ++y) pixels->rgb.insert(pixels->rgb.end(), image.constScanLine(y), image.constScanLine(y) + 3 * side);
  return pixels;
}

}  // namespace

class TestMakeLook : public QObject {
  Q_OBJECT

 private:
  void know(test::WindowParts& parts, std::vector<api::SubjectInfo> subjects) {
    QSignalSpy known(&parts.state, &AppState::subjectsChanged);
    parts.engine->push(api::ModelsListed{.job = parts.engine->last<api::ListModels>()->job,
                                         .models = {test::starterModel(), test::sd1Model(), test::unusableModel()}});
    parts.engine->push(api::SubjectsListed{.job = parts.engine->last<api::ListSubjects>()->job, .subjects = std::move(subjects)});
    QVERIFY(known.wait(2000));
  }

  void look(QWidget& page, const QString& name) {
    for (const QSize size : kSizes) {
      page.resize(size);
      QTest::qWait(50);
      test::screenshot(page, QStringLiteral("make-%1-%2").arg(name).arg(size.width()));
      QCOMPARE(test::lookProblems(page).join(QLatin1Char('\n')), QString());
      const auto* column = page.findChild<QScrollArea*>();  // scrolls up and down only
      QVERIFY2(column->widget()->width() <= column->viewport()->width(), qPrintable(name));
    }
  }

  void addPicture(test::WindowParts& parts, api::JobId job, const api::Generate& request, int number, bool partial) {
    const std::string file = (parts.folder / ("picture" + std::to_string(number) + ".png")).string();
    api::ImageReady ready = test::finished(job, 0, file, request, 1234567 + number);
    QVERIFY(QImage(samplePicture(1 + number % 3)).scaled(128, 128).save(toQString(file)));
    ready.pixels = pixelsOfFile(samplePicture(1 + number % 3), 128);
    ready.picture.resolved_prompt = "sks dog on the moon, wearing a red scarf";
    ready.picture.partial = partial;
    parts.engine->push(ready);
  }

 private Q_SLOTS:
  void empty() {
    test::WindowParts parts;
    MakePage page(parts.state);
    page.show();
    page.setFocus();
    look(page, QStringLiteral("starting"));
    know(parts, {});
    look(page, QStringLiteral("empty"));
  }

  void emptyWithSubjects() {
    test::WindowParts parts;
    MakePage page(parts.state);
    page.show();
    page.setFocus();
    auto withPicture = test::biscuit();
    withPicture.sample_file = toStdString(samplePicture(1));
    know(parts, {withPicture, test::pip()});
    page.showSubject(QStringLiteral("pip"));
    look(page, QStringLiteral("subjects"));
  }

  void busyDoneAndFailed() {
    test::WindowParts parts;
    parts.session.setValue(QStringLiteral("make/prompt"), QStringLiteral("Biscuit on the moon, wearing a red scarf"));
    parts.session.setValue(QStringLiteral("make/subject"), QStringLiteral("biscuit"));
    parts.session.setValue(QStringLiteral("make/sampler"), QStringLiteral("dpmpp_2m"));
    MakePage page(parts.state);
    page.show();
    page.setFocus();
    auto withPicture = test::biscuit();
    withPicture.sample_file = toStdString(samplePicture(1));
    know(parts, {withPicture});
    page.generate();
    const auto received = parts.engine->last<api::Generate>();
    parts.engine->setState(received->job, api::State::running);
    QTest::qWait(80);
    look(page, QStringLiteral("loading"));
    for (int i = 0; i < 5; ++i) addPicture(parts, received->job, received->request, i, i == 3);
    parts.engine->setState(received->job, api::State::done);
    QTest::qWait(80);
    look(page, QStringLiteral("done"));

    page.generate();
    page.generate();
    const auto all = parts.engine->all<api::Generate>();
    const api::JobId second = all[1].job;
    parts.engine->setState(second, api::State::running);
    parts.engine->push(api::Progress{.job = second, .phase = api::Phase::sampling, .step = 12, .total = 30, .seconds_left = 8});
    parts.engine->push(
        api::ImageReady{.job = second, .step = 12, .pixels = pixelsOfFile(samplePicture(2), 16), .picture = {}});
    QTest::qWait(80);
    look(page, QStringLiteral("busy"));

    parts.engine->failJob(second, {"out_of_memory", "This picture needs about 9.2 GB of memory, and 6.1 GB are free on this card.",
                                   "Choose a smaller size, or close other programs that use the card."});
    QTest::qWait(80);
    look(page, QStringLiteral("failed"));
  }

  void filesGroupsAndMask() {
    test::WindowParts parts;
    const std::string lora = parts.folder.write("ink_drawing_of_old_masters_v3.safetensors", "x").string();
    const std::string gold = parts.folder.write("goldleaf.pt", "x").string();
    api::Generate request{.prompts = {"a castle at sunset"}};
    request.loras = {{lora, 0.8}};
    request.embeddings = {{gold, "goldleaf"}};
    request.vae = lora;
    request.sample.clip_skip = 2;
    request.sample.variation_strength = 0.2;
    request.sample.dynamic_threshold = 7;
    request.picture.hires_scale = 2;
    request.picture.hires_upscaler = "lanczos";
    request.picture.format = "jpeg";
    request.picture.init = toStdString(samplePicture(2));
    request.axes = {{"guidance", "1-9 (+4)"}, {"prompt", "castle, lighthouse"}};
    parts.session.setValue(QStringLiteral("make/more-open"), true);
    parts.session.setValue(QStringLiteral("make/more"), requestToJson(request));
    parts.session.setValue(QStringLiteral("make/prompt"), QStringLiteral("a castle at sunset"));
    MakePage page(parts.state);
    page.resize(kSizes[0]);
    page.show();
    page.setFocus();
    know(parts, {test::biscuit()});
    api::PictureRead read{.job = parts.engine->last<api::ReadPicture>()->job,
                          .source = {},
                          .picture = {},
                          .left_out = {},
                          .pixels = pixelsOfFile(samplePicture(2), 512)};
    read.picture.width = read.picture.height = 512;
    parts.engine->push(read);
    QTest::qWait(80);
    look(page, QStringLiteral("files"));
    auto* scroll = page.findChild<QScrollArea*>();
    page.findChild<StartPanel*>()->findChild<QPushButton*>()->setFocus();
    for (const int share : {1, 2}) {
      page.resize(kSizes[0]);
      QTest::qWait(50);
      scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum() * share / 2);
      test::screenshot(page, QStringLiteral("make-more-%1").arg(share));
      QCOMPARE(test::lookProblems(page).join(QLatin1Char('\n')), QString());
    }
    Q_EMIT page.findChild<StartPanel*>()->paintRequested();
    auto* canvas = page.findChild<MaskCanvas*>();
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->rect().center());
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->rect().center() + QPoint(40, 10));
    look(page, QStringLiteral("mask"));
  }

  void largestText() {
    test::WindowParts parts;
    const QFont before = QApplication::font();
    QFont large = before;
    large.setPointSizeF(before.pointSizeF() * 1.5);
    QApplication::setFont(large);
    const auto restore = qScopeGuard([before] { QApplication::setFont(before); });
    {
      MakePage page(parts.state);
      page.show();
      know(parts, {test::biscuit()});
      page.resize(kSizes[1]);
      QTest::qWait(50);
      test::screenshot(page, QStringLiteral("make-large-text"));
      QCOMPARE(test::lookProblems(page).join(QLatin1Char('\n')), QString());
    }
  }

  void models() {
    test::WindowParts parts;
    parts.state.addModelPath(QStringLiteral("/models/sd15"));
    parts.state.addModelPath(QStringLiteral("/models/sdxl"));
    MakePage page(parts.state);
    page.resize(kSizes[0]);
    page.show();
    know(parts, {});
    auto* chooser = page.findChild<ModelChooser*>();
    QTest::mouseClick(chooser, Qt::LeftButton);
    QTest::qWait(50);
    test::screenshot(*chooser->popup(), QStringLiteral("make-models"));
    QCOMPARE(test::lookProblems(*chooser->popup()).join(QLatin1Char('\n')), QString());
    chooser->popup()->close();
  }
};

QTEST_MAIN(TestMakeLook)
#include "tst_make_look.moc"
