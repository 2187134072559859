// The groups More and Grid of the Make page, by real clicks and keys: what is set goes into the request, is marked, reset and remembered.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include "tests/ui/make/make_window.h"
#include "ui/bridge/convert.h"
#include "ui/viewmodels/more_options.h"

using namespace likeness;
using namespace likeness::ui;
using test::MakeWindow;

namespace {

QString text(const char* utf8) { return QString::fromUtf8(utf8); }

/// The visible box or field of this name, scrolled to.
template <class Widget>
Widget* field(const MakeWindow& w, const char* name) {
  return w.find<Widget>(text(name));
}

void choose(QComboBox& box, const QString& name) { box.setCurrentIndex(box.findText(name)); }

}  // namespace

class TestMakeMore : public QObject {
  Q_OBJECT

 private:
  void prepare(MakeWindow& w) {
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox on the beach"));
  }

  api::Generate made(MakeWindow& w) {
    w.page->generate();
    const auto received = w.parts.engine->last<api::Generate>();
    w.parts.engine->setState(received->job, api::State::done);
    return received->request;
  }

 private Q_SLOTS:
  void isFoldedAndChangesNothingUntilUsed() {
    MakeWindow w;
    prepare(w);
    QVERIFY(field<QSpinBox>(w, "Clip skip") == nullptr);
    const api::Generate plain = made(w);
    QCOMPARE(plain.picture, api::PictureOptions{});
    w.click(QStringLiteral("More"));
    QVERIFY(field<QSpinBox>(w, "Clip skip") != nullptr);
    QCOMPARE(test::differences(made(w), plain), QStringList());
  }

  void everyRowReachesItsFieldAndComesBack() {
    MakeWindow w;
    prepare(w);
    w.click(QStringLiteral("More"));
    w.typeNumber<QDoubleSpinBox>(text("Calm the contrast"), QStringLiteral("0.7"));
    w.typeNumber<QDoubleSpinBox>(text("Guide until"), QStringLiteral("0.8"));
    w.typeNumber<QSpinBox>(text("Clip skip"), QStringLiteral("2"));
    QVERIFY(field<QDoubleSpinBox>(w, "Towards seed") == nullptr);  // without effect until varied
    w.typeNumber<QDoubleSpinBox>(text("Vary by"), QStringLiteral("0.3"));
    w.typeNumber<QDoubleSpinBox>(text("Towards seed"), QStringLiteral("4294967295"));
    choose(*field<QComboBox>(w, "Drawn as by"), QStringLiteral("A1111"));
    QTest::mouseClick(field<QCheckBox>(w, "Seamless tile"), Qt::LeftButton, {}, {8, field<QCheckBox>(w, "Seamless tile")->height() / 2});
    QVERIFY(field<QSpinBox>(w, "In tiles of") == nullptr);  // a picture that repeats cannot be decoded in tiles
    QVERIFY(field<QSpinBox>(w, "Its steps") == nullptr);
    w.typeNumber<QDoubleSpinBox>(text("Times the size"), QStringLiteral("1.5"));
    w.typeNumber<QSpinBox>(text("Its steps"), QStringLiteral("12"));
    choose(*field<QComboBox>(w, "Enlarged"), QStringLiteral("As a picture"));
    choose(*field<QComboBox>(w, "Kind of file"), QStringLiteral("JPEG"));
    w.typeNumber<QSpinBox>(text("Quality"), QStringLiteral("80"));

    const api::Generate request = made(w);
    api::SampleOptions sample = request.sample;
    QCOMPARE(sample.guidance_rescale, 0.7);
    QCOMPARE(sample.guidance_end, 0.8);
    QCOMPARE(sample.clip_skip, 2);
    QCOMPARE(sample.variation_strength, 0.3);
    QCOMPARE(sample.variation_seed, std::int64_t(4294967295));
    QCOMPARE(sample.noise, std::string("gpu"));
    QVERIFY(sample.tiling);
    api::PictureOptions expected;
    expected.hires_scale = 1.5;
    expected.hires_steps = 12;
    expected.hires_upscaler = "lanczos";
    expected.format = "jpeg";
    expected.quality = 80;
    QCOMPARE(request.picture, expected);

    // Remembered, and used again from the picture itself.
    w.page.reset();
    w.open();
    QCOMPARE(field<QDoubleSpinBox>(w, "Vary by")->value(), 0.3);  // the group is open as it was left
    QCOMPARE(test::differences(made(w), request), QStringList());
    QSignalSpy notices(w.page.get(), &MakePage::noticeRaised);
    w.page->useSettings(api::Generate{.prompts = {"plain"}});
    QCOMPARE(made(w).picture, api::PictureOptions{});
    w.page->useSettings(request);
    QCOMPARE(test::differences(made(w), request), QStringList());
    QCOMPARE(notices.size(), 0);
  }

  void marksWhatIsChangedAndResetsOneByOne() {
    MakeWindow w;
    prepare(w);
    w.click(QStringLiteral("More"));
    auto* more = w.find<QToolButton>(QStringLiteral("More"));
    QCOMPARE(more->text(), QStringLiteral("More"));
    QVERIFY(w.find<QToolButton>(QStringLiteral("Reset: Clip skip")) == nullptr);
    w.typeNumber<QSpinBox>(text("Clip skip"), QStringLiteral("2"));
    w.typeNumber<QDoubleSpinBox>(text("Guide from"), QStringLiteral("0.1"));
    QCOMPARE(more->text(), QStringLiteral("More · 2 changed"));
    QTRY_VERIFY(!w.find<QToolButton>(QStringLiteral("Reset: Clip skip"))->size().isEmpty());
    w.click(QStringLiteral("Reset: Clip skip"));
    QCOMPARE(field<QSpinBox>(w, "Clip skip")->value(), 1);
    QCOMPARE(more->text(), QStringLiteral("More · 1 changed"));
    QVERIFY(w.find<QToolButton>(QStringLiteral("Reset: Clip skip")) == nullptr);
    QCOMPARE(made(w).sample.guidance_start, 0.1);
  }

  void everyOptionOfMoreIsAFieldOfTheEngine() {
    for (const OptionRow& row : moreOptions(MakeSettings{})) {
      QVERIFY2(row.value.isValid(), qPrintable(row.key));
      QCOMPARE(row.value, row.usual);
      QVERIFY2(!row.tip.isEmpty(), qPrintable(row.key));
      const bool limited = row.value.typeId() == QMetaType::Bool || row.maximum > row.minimum || row.choices.size() > 1;
      QVERIFY2(limited, qPrintable(row.key));
    }
    MakeSettings wild;
    setMoreOption(wild, QStringLiteral("steps"), 7);  // has its own control
    setMoreOption(wild, QStringLiteral("clip_skip"), 7000);
    setMoreOption(wild, QStringLiteral("format"), QStringLiteral("bmp"));
    wild = limited(wild);
    QCOMPARE(wild.finer.steps, api::SampleOptions{}.steps);
    QCOMPARE(wild.finer.clip_skip, 100);
    QCOMPARE(wild.picture.format, std::string("png"));
  }

  void aGridSaysHowManyPicturesAndWhatIsWrong() {
    MakeWindow w;
    prepare(w);
    w.click(QStringLiteral("Grid"));
    auto* sentence = w.find<QLabel>(QStringLiteral("What the grid will be"));
    choose(*field<QComboBox>(w, "Setting across"), QStringLiteral("Guidance"));
    QVERIFY(!w.find<QPushButton>(QStringLiteral("Generate"))->isEnabled());
    QVERIFY(sentence->text().contains(QStringLiteral("Guidance")));
    QTest::keyClicks(field<QLineEdit>(w, "Values across"), QStringLiteral("1, 4, x"));
    QVERIFY(sentence->text().contains(QStringLiteral("“x”")));
    QTest::keyClick(field<QLineEdit>(w, "Values across"), Qt::Key_Backspace);
    QTest::keyClicks(field<QLineEdit>(w, "Values across"), QStringLiteral("7.5"));
    QCOMPARE(sentence->text(), QStringLiteral("3 pictures of one seed, and a sheet with all of them."));
    choose(*field<QComboBox>(w, "Setting down"), QStringLiteral("Sampler"));
    QTest::keyClicks(field<QLineEdit>(w, "Values down"), QStringLiteral("euler A, DPM++ 2M, lcm"));
    QCOMPARE(sentence->text(), QStringLiteral("9 pictures of one seed, and a sheet with all of them."));
    QVERIFY(field<QComboBox>(w, "Setting across")->findText(QStringLiteral("Sampler")) < 0);
    choose(*field<QComboBox>(w, "Setting in blocks"), QStringLiteral("Prompt words"));
    QTest::keyClicks(field<QLineEdit>(w, "Values in blocks"), QStringLiteral("dog, cat"));
    QVERIFY(sentence->text().contains(QStringLiteral("must stand in the prompt")));
    field<QLineEdit>(w, "Values in blocks")->selectAll();
    QTest::keyClicks(field<QLineEdit>(w, "Values in blocks"), QStringLiteral("fox, dog"));
    QCOMPARE(sentence->text(), QStringLiteral("18 pictures of one seed, and a sheet with all of them."));
    const api::Generate request = made(w);
    QCOMPARE(request.axes,
             (std::vector<api::GridAxis>{{"guidance", "1, 4, 7.5"}, {"sampler", "euler_a, dpmpp_2m, lcm"}, {"prompt", "fox, dog"}}));
    QCOMPARE(request.sample.count, 1);
    QVERIFY(!field<QSpinBox>(w, "Number of pictures")->isEnabled());
    choose(*field<QComboBox>(w, "Setting across"), QStringLiteral("No grid"));
    QCOMPARE(made(w).axes.size(), std::size_t(2));  // those behind it move up
  }

  void aGridsPicturesComeOneByOneAndTheSheetLast() {
    MakeWindow w;
    prepare(w);
    w.click(QStringLiteral("Grid"));
    choose(*field<QComboBox>(w, "Setting across"), QStringLiteral("Steps"));
    QTest::keyClicks(field<QLineEdit>(w, "Values across"), QStringLiteral("4-6"));
    w.click(QStringLiteral("Generate"));
    const auto received = w.parts.engine->last<api::Generate>();
    w.parts.engine->setState(received->job, api::State::running);
    auto* view = w.find<ImageView>(QStringLiteral("Picture"));
    auto* strip = w.page->findChild<Filmstrip*>();
    for (int i = 0; i < 3; ++i) {
      api::Generate cell = received->request;
      cell.axes.clear();
      w.parts.engine->push(api::ImageReady{.job = received->job, .step = 1, .pixels = test::plainPixels(16, 16, 9, 9, 9), .picture = {}});
      QTRY_COMPARE(view->image().size(), QSize(16, 16));  // each is the first picture of its own cell
      w.parts.engine->push(test::finished(received->job, 0, (w.parts.folder / ("cell" + std::to_string(i) + ".png")).string(), cell, 5));
      QTRY_COMPARE(strip->model()->rowCount(), i + 1);
      QVERIFY(w.find<QLabel>(QStringLiteral("Progress"))->text().startsWith(QStringLiteral("%1 of 3").arg(i + 1)));
    }
    api::ImageReady sheet = test::finished(received->job, 3, (w.parts.folder / "grid-00000.png").string(), received->request, 5);
    sheet.kind = api::ImageKind::sheet;
    w.parts.engine->push(sheet);
    w.parts.engine->setState(received->job, api::State::done);
    QTRY_COMPARE(strip->model()->rowCount(), 4);
    QCOMPARE(strip->currentIndex().row(), 3);
    QTRY_VERIFY(w.find<QPushButton>(QStringLiteral("Generate")) != nullptr);
    w.click(QStringLiteral("Use these settings"));  // the sheet's bring the grid back
    QCOMPARE(made(w).axes, received->request.axes);
  }
};

QTEST_MAIN(TestMakeMore)
#include "tst_make_more.moc"
