// How the Teach page looks in each of its states, at a small and a large window: nothing clipped, overlapping or hard to read.
// With LIKENESS_SCREENSHOTS=FOLDER the pictures are kept as teach-STATE-WIDTH.png.
#include <QApplication>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>

#include "tests/support/look_check.h"
#include "tests/ui/teach/teach_bench.h"
#include "ui/widgets/loss_chart.h"
#include "ui/widgets/loss_plot.h"

using namespace likeness;
using test::TeachBench;

namespace {

api::ModelsListed starterOnly() {
  api::ModelInfo starter;
  starter.path = "starter";
  starter.name = "Starter";
  starter.family = "Starter";
  starter.usable = starter.fits = true;
  starter.bytes = 25u << 20;
  starter.own_size = 128;
  starter.kinds = {"cat", "dog", "teapot"};
  return {.job = 0, .models = {starter}};
}

void answerModels(TeachBench& bench) {
  bench.deliver();
  api::ModelsListed models = starterOnly();
  models.job = bench.parts.engine->last<api::ListModels>()->job;
  bench.parts.engine->push(models);
  bench.deliver();
}

void collectMixed(TeachBench& bench) {
  QVERIFY(test::dropFiles(*bench.page, bench.biscuit()));
  std::vector<api::PhotoReport> photos;
  for (const QString& file : bench.biscuit()) photos.push_back(test::goodPhoto(file));
  photos[1].rotation = 90;
  photos[3].duplicate_of = photos[0].file;
  photos[4].advice = {"A little blurred: sharper photos teach finer detail."};
  photos.push_back(test::badPhoto(QStringLiteral("/home/me/notes.txt"), QStringLiteral("This is not a picture.")));
  bench.answerPhotos(photos);
}

void learn(TeachBench& bench) {
  bench.fillIn();
  bench.startRun();
  bench.state(api::State::running);
  bench.sample(0);
  bench.progress(api::Phase::learning, 0, 400);
  for (int step = 0; step < 300; step += 100) {
    bench.learn(step == 0 ? 0 : step + 1, step + 100, 400);
    bench.sample(step + 100);
    bench.checkpoint(step + 100);
  }
}

}  // namespace

class TstTeachLook : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void looks_data();
  void looks();
};

void TstTeachLook::looks_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QSize>("size");
  // The page's share of a 1280x720 and a 1600x1000 window beside rail and status bar.
  for (const char* name : {"empty", "dropping", "collecting", "preparing", "learning", "cursor", "stopped", "done", "doubtful", "failed",
                           "interrupted", "refused"})
    QTest::addRow("%s-1184", name) << QString::fromLatin1(name) << QSize(1184, 660);
  for (const char* name : {"empty", "collecting", "learning", "done"})
    QTest::addRow("%s-1504", name) << QString::fromLatin1(name) << QSize(1504, 940);
}

void TstTeachLook::looks() {
  QFETCH(QString, name);
  QFETCH(QSize, size);
  TeachBench bench(size);
  answerModels(bench);
  if (name == QStringLiteral("dropping")) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(bench.biscuit()[0]), QUrl::fromLocalFile(bench.biscuit()[1])});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(bench.page.get(), &enter);
  } else if (name != QStringLiteral("empty")) {
    collectMixed(bench);
  }
  if (name == QStringLiteral("interrupted")) {
    bench.fillIn();
    bench.startRun();
    QDir().mkpath(QString::fromStdString(bench.parts.engine->last<api::Train>()->request.run_folder));
    bench.newPage(size);
  } else if (name == QStringLiteral("refused")) {
    bench.fillIn();
    bench.startRun();
    bench.parts.engine->failJob(bench.run, {"disk_full", "900 MB are needed on the disk and 310 MB are free.", "Free some space."});
    bench.deliver();
  } else if (name == QStringLiteral("preparing")) {
    bench.fillIn();
    bench.startRun();
    bench.state(api::State::running);
    bench.progress(api::Phase::making_class_pictures, 5, 12, 0.6, 12);
    for (int i = 0; i < 5; ++i) {
      bench.parts.engine->push(api::ImageReady{.job = bench.run,
                                               .kind = api::ImageKind::class_picture,
                                               .index = i,
                                               .step = 0,
                                               .file = bench.biscuit()[i].toStdString(),
                                               .pixels = {},
                                               .picture = {}});
    }
    bench.deliver();
  } else if (name != QStringLiteral("empty") && name != QStringLiteral("dropping") && name != QStringLiteral("collecting")) {
    learn(bench);
  }
  if (name == QStringLiteral("cursor")) bench.find<ui::LossChart>("teachChart")->plot().setCursorStep(150);
  if (name == QStringLiteral("stopped")) bench.state(api::State::cancelled);
  if (name == QStringLiteral("done")) bench.finish();
  if (name == QStringLiteral("doubtful")) bench.finish(false);
  if (name == QStringLiteral("failed")) {
    bench.parts.engine->failJob(
        bench.run, {"out_of_memory", "The graphics card ran out of memory at step 301: 11.8 GB were needed and 11.2 GB were free.",
                    "Close other programs that use the card, or choose the small add-on file under More."});
    bench.deliver();
  }
  test::screenshot(*bench.page, QStringLiteral("teach-%1-%2").arg(name).arg(size.width()));
  // The hint veils all the rest on purpose.
  QWidget& looked = name == QStringLiteral("dropping") ? *bench.find<QWidget>("teachDropHint") : *bench.page;
  QCOMPARE(test::lookProblems(looked).join(QLatin1Char('\n')), QString());
}

QTEST_MAIN(TstTeachLook)
#include "tst_teach_look.moc"
