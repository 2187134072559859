// The Teach page from the first photo to "Make pictures", with real clicks, keys and drops on visible widgets.
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QRegularExpression>
#include <QSignalSpy>

#include "tests/ui/teach/teach_bench.h"
#include "ui/widgets/photo_tray.h"
#include "ui/widgets/sample_matrix.h"

using namespace likeness;
using test::TeachBench;

namespace {

QString textOf(TeachBench& bench, const char* name) { return bench.find<QLabel>(name)->text(); }

void startLearning(TeachBench& bench) {
  bench.collect();
  bench.fillIn();
  bench.startRun();
  bench.state(api::State::running);
  bench.progress(api::Phase::learning, 0, 400);
}

}  // namespace

class TstTeachJourney : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void fromPhotosToPictures();
  void trainRequestSaysWhatWasChosen();
  void pauseResumeStopContinue();
  void sampleSubjectFillsEverything();
  void pastedPictureIsSavedAndAdded();
  void badPhotoIsNamed();
  void removingPhotos();
  void failedRunSaysWhatToDo();
  void failedImportIsANotice();
  void draftSurvivesARestart();
  void interruptedRunIsOffered();
  void resumedRunShowsItsWholeHistory();
  void verdictIsShownAgainAfterARestart();
  void discardedRunGivesTheSettingsBack();
  void anEarlierSubjectIsLookedAtAndLeft();
  void dropsAreRefusedWhileLearning();
};

void TstTeachJourney::fromPhotosToPictures() {
  TeachBench bench;
  QVERIFY(bench.shows("teachDropArea"));
  bench.collect();
  QVERIFY(!bench.shows("teachDropArea"));
  QCOMPARE(bench.find<ui::PhotoTray>("teachTray")->model()->rowCount(), 5);
  QVERIFY(!bench.find("teachStart")->isEnabled());
  QCOMPARE(textOf(bench, "teachMissing"), QStringLiteral("Give it a name \u00B7 Say what kind it is"));
  bench.fillIn();
  QCOMPARE(textOf(bench, "teachPromptLine"), QStringLiteral("You will write: a photo of Biscuit dog"));
  QVERIFY(!bench.shows("teachMissing"));

  bench.startRun();
  QCOMPARE(textOf(bench, "teachPhase"), QStringLiteral("Waiting for the work before it"));
  QVERIFY(!bench.find("teachStop")->hasFocus());
  bench.state(api::State::running);
  bench.progress(api::Phase::making_class_pictures, 3, 12, 0.5, 18);
  QCOMPARE(textOf(bench, "teachPhase"), QStringLiteral("Making pictures of an ordinary dog"));
  QVERIFY(textOf(bench, "teachProgress").startsWith(QStringLiteral("3 of 12")));
  bench.parts.engine->push(api::ImageReady{.job = bench.run,
                                           .kind = api::ImageKind::class_picture,
                                           .index = 0,
                                           .step = 0,
                                           .file = bench.biscuit()[0].toStdString(),
                                           .pixels = {},
                                           .picture = {}});
  bench.deliver();
  QVERIFY(bench.shows("teachStrip"));
  bench.progress(api::Phase::sampling, 1, 4);
  bench.sample(0);
  bench.learn(0, 100, 400);
  QVERIFY(!bench.shows("teachStrip"));
  QCOMPARE(textOf(bench, "teachPhase"), QStringLiteral("Learning Biscuit"));
  QVERIFY(textOf(bench, "teachProgress").contains(QStringLiteral("Step 100 of 400")));
  QVERIFY(textOf(bench, "teachProgress").contains(QStringLiteral("5.1 steps a second")));
  QVERIFY(textOf(bench, "teachProgress").contains(QStringLiteral("about 59 s left")));

  bench.click("teachSampleNow");
  QVERIFY(!bench.find("teachSampleNow")->isEnabled());
  bench.deliver();
  QCOMPARE(bench.parts.engine->last<api::AskRunning>()->request.job, bench.run);
  QCOMPARE(bench.parts.engine->last<api::AskRunning>()->request.wish, api::Wish::sample_now);
  bench.progress(api::Phase::sampling, 3, 80);
  QCOMPARE(textOf(bench, "teachPhase"), QStringLiteral("Drawing sample pictures"));
  QVERIFY(textOf(bench, "teachProgress").contains(QStringLiteral("Step 100 of 400")));
  bench.progress(api::Phase::hashing, 0, 1);
  QCOMPARE(textOf(bench, "teachPhase"), QStringLiteral("Drawing sample pictures"));
  bench.sample(100);
  QVERIFY(bench.find("teachSampleNow")->isEnabled());
  bench.click("teachCheckpoint");
  bench.deliver();
  QCOMPARE(bench.parts.engine->last<api::AskRunning>()->request.wish, api::Wish::checkpoint_now);
  bench.checkpoint(100);
  QVERIFY(bench.find("teachCheckpoint")->isEnabled());
  auto* matrix = bench.find<ui::SampleMatrix>("teachMatrix");
  QCOMPARE(matrix->model()->rowCount(), 4);
  QCOMPARE(matrix->model()->columnCount(), 2);

  bench.learn(101, 400, 400);
  bench.progress(api::Phase::verifying, 1, 7);
  QCOMPARE(textOf(bench, "teachPhase"), QStringLiteral("Checking the result"));
  bench.finish();
  QCOMPARE(textOf(bench, "teachEndTitle"), QStringLiteral("Biscuit is learnt"));
  QVERIFY(bench.shows("teachVerdict"));
  QVERIFY(bench.shows("beforeAfter_0_0"));
  QVERIFY(bench.shows("beforeAfter_3_1"));
  QCOMPARE(bench.page->lossPoints().size(), std::size_t{401});
  for (const api::Metrics& point : bench.page->lossPoints()) {
    const api::Metrics pushed = TeachBench::metricsOf(bench.run, point.step);
    if (point.step > 0) QCOMPARE(point.subject_loss, pushed.subject_loss);
    QCOMPARE(std::isnan(point.probe_loss), std::isnan(pushed.probe_loss));
  }
  QSignalSpy pictures(bench.page.get(), &ui::TeachPage::makePicturesRequested);
  bench.click("teachMake");
  QCOMPARE(pictures.count(), 1);
  QCOMPARE(pictures[0][0].toString().toStdString(), bench.parts.engine->last<api::Train>()->request.subject_id);
  bench.click("teachAnother");
  QVERIFY(bench.shows("teachDropArea"));
}

void TstTeachJourney::trainRequestSaysWhatWasChosen() {
  TeachBench bench;
  bench.collect();
  bench.fillIn();
  bench.click("choice_quick");
  bench.click("teachMore");
  bench.click("choice_lora");
  auto* token = bench.find<QLineEdit>("teachToken");
  token->selectAll();
  QTest::keyClicks(token, QStringLiteral("zwx"));
  bench.startRun();
  const api::Train request = bench.parts.engine->last<api::Train>()->request;
  QCOMPARE(request.model, std::string("starter"));
  QCOMPARE(request.name, std::string("Biscuit"));
  QCOMPARE(request.kind, std::string("dog"));
  QCOMPARE(request.token, std::string("zwx"));
  QCOMPARE(request.options.preset, std::string("quick"));
  QCOMPARE(request.options.method, std::string("lora"));
  QVERIFY(!request.resume);
  QVERIFY(request.sample_prompts.empty());
  const QString home = QString::fromStdString(bench.home.path().string());
  const QString id = QString::fromStdString(request.subject_id);
  QVERIFY2(QRegularExpression(QStringLiteral("^biscuit-\\d{8}-\\d{6}$")).match(id).hasMatch(), qPrintable(id));
  QCOMPARE(QString::fromStdString(request.photos.at(0)), QStringLiteral("%1/subjects/%2/photos").arg(home, id));
  QCOMPARE(QString::fromStdString(request.run_folder), QStringLiteral("%1/runs/%2-1").arg(home, id));
}

void TstTeachJourney::pauseResumeStopContinue() {
  TeachBench bench;
  startLearning(bench);
  bench.learn(1, 60, 400);
  bench.click("teachPause");
  bench.deliver();
  QCOMPARE(textOf(bench, "teachPhase"), QStringLiteral("Paused"));
  QCOMPARE(bench.find("teachPause")->text(), QStringLiteral("Resume"));
  bench.click("teachPause");
  bench.deliver();
  QCOMPARE(textOf(bench, "teachPhase"), QStringLiteral("Learning Biscuit"));
  bench.checkpoint(50);
  bench.click("teachStop");
  QCOMPARE(textOf(bench, "teachPhase"), QStringLiteral("Stopping after this step \u2026"));
  QVERIFY(!bench.find("teachStop")->isEnabled());
  bench.deliver();
  QCOMPARE(bench.parts.engine->cancelled(), std::vector<api::JobId>{bench.run});
  QCOMPARE(textOf(bench, "teachEndTitle"), QStringLiteral("Biscuit: stopped at step 60 of 400"));
  QCOMPARE(textOf(bench, "teachEndSummary"),
           QStringLiteral("The checkpoint at step 50 of 400 is kept. Continue teaching goes on from there."));
  const api::Train first = bench.parts.engine->last<api::Train>()->request;
  bench.click("teachContinue");
  bench.deliver();
  const auto again = *bench.parts.engine->last<api::Train>();
  QVERIFY(again.job != bench.run);
  QVERIFY(again.request.resume);
  QCOMPARE(again.request.run_folder, first.run_folder);
  QCOMPARE(again.request.subject_id, first.subject_id);
  bench.run = again.job;
  bench.state(api::State::running);
  bench.learn(51, 80, 400);
  QCOMPARE(bench.page->lossPoints().size(), std::size_t{80});
}

void TstTeachJourney::sampleSubjectFillsEverything() {
  TeachBench bench;
  bench.click("teachSample_pip");
  bench.deliver();
  const auto import = bench.parts.engine->last<api::ImportPhotos>();
  QVERIFY(import);
  QCOMPARE(import->request.files.size(), std::size_t{5});
  for (const std::string& file : import->request.files) QVERIFY(QFileInfo::exists(QString::fromStdString(file)));
  QVERIFY(!bench.find("teachStart")->isEnabled());
  bench.answerPhotos({test::goodPhoto(QString::fromStdString(import->request.files[0]))});
  QCOMPARE(bench.find<QLineEdit>("teachName")->text(), QStringLiteral("Pip"));
  QCOMPARE(textOf(bench, "teachPromptLine"), QStringLiteral("You will write: a photo of Pip teapot"));
  QVERIFY(bench.find("teachStart")->isEnabled());
}

void TstTeachJourney::pastedPictureIsSavedAndAdded() {
  TeachBench bench;
  QImage picture(40, 30, QImage::Format_RGB32);
  picture.fill(QColor(200, 40, 90));
  QGuiApplication::clipboard()->setImage(picture);
  QTest::keyClick(bench.page.get(), Qt::Key_V, Qt::ControlModifier);
  bench.deliver();
  const auto import = bench.parts.engine->last<api::ImportPhotos>();
  QVERIFY(import);
  const QString file = QString::fromStdString(import->request.files.at(0));
  QVERIFY2(file.startsWith(QString::fromStdString(bench.home.path().string()) + QStringLiteral("/pasted/")), qPrintable(file));
  QCOMPARE(QImage(file).convertToFormat(QImage::Format_RGB32), picture);

  TeachBench other;
  QSignalSpy notices(other.page.get(), &ui::TeachPage::noticeRaised);
  QGuiApplication::clipboard()->setText(QStringLiteral("words"));
  other.click("teachPaste");
  QCOMPARE(notices.count(), 1);
  QVERIFY(!other.parts.engine->last<api::ImportPhotos>());
}

void TstTeachJourney::badPhotoIsNamed() {
  TeachBench bench;
  QVERIFY(test::dropFiles(*bench.page, {QStringLiteral("/tmp/notes.txt"), bench.biscuit()[0]}));
  api::PhotoReport turned = test::goodPhoto(bench.biscuit()[0]);
  turned.rotation = 90;
  api::PhotoReport twin = test::goodPhoto(bench.biscuit()[1]);
  twin.duplicate_of = turned.file;
  bench.answerPhotos({test::badPhoto(QStringLiteral("/tmp/notes.txt"), QStringLiteral("This is not a picture.")), turned, twin});
  QCOMPARE(textOf(bench, "teachProblems"), QStringLiteral("notes.txt cannot be used: This is not a picture.\n"
                                                          "02.png is almost the same picture as 01.png."));
  QVERIFY(textOf(bench, "teachCount").startsWith(QStringLiteral("2 photos.")));
  const QAbstractItemModel* photos = bench.find<ui::PhotoTray>("teachTray")->model();
  QVERIFY(photos->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Not usable: This is not a picture.")));
  QVERIFY(photos->index(1, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("Turned upright")));
  QVERIFY(photos->index(2, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("Almost the same as 01.png")));
}

void TstTeachJourney::removingPhotos() {
  TeachBench bench;
  QVERIFY(test::dropFiles(*bench.page, {QStringLiteral("/tmp/notes.txt"), bench.biscuit()[0]}));
  bench.deliver();
  const QString id = QString::fromStdString(bench.parts.engine->last<api::ImportPhotos>()->request.subject_id);
  const QString folder = QString::fromStdString(bench.home.path().string()) + QStringLiteral("/subjects/%1/photos").arg(id);
  api::PhotoReport inside = test::goodPhoto(bench.biscuit()[0]);
  inside.file = (folder + QStringLiteral("/01.png")).toStdString();
  bench.answerPhotos({test::badPhoto(QStringLiteral("/tmp/notes.txt"), QStringLiteral("This is not a picture.")), inside});
  auto* tray = bench.find<ui::PhotoTray>("teachTray");
  QVERIFY(!bench.find("teachRemove")->isEnabled());
  QTest::mouseClick(tray->viewport(), Qt::LeftButton, {}, tray->visualRect(tray->model()->index(0, 0)).center());
  bench.click("teachRemove");
  QCOMPARE(tray->model()->rowCount(), 1);
  QCOMPARE(bench.parts.engine->all<api::ImportPhotos>().size(), std::size_t{1});
  QTest::mouseClick(tray->viewport(), Qt::LeftButton, {}, tray->visualRect(tray->model()->index(0, 0)).center());
  QTest::keyClick(tray, Qt::Key_Delete);
  bench.deliver();
  QCOMPARE(bench.parts.engine->last<api::ImportPhotos>()->request.remove, std::vector<std::string>{"01.png"});
  bench.answerPhotos({});
  QVERIFY(bench.shows("teachDropArea"));
}

void TstTeachJourney::failedRunSaysWhatToDo() {
  TeachBench bench;
  startLearning(bench);
  bench.learn(1, 30, 400);
  bench.parts.engine->failJob(
      bench.run, {"out_of_memory", "The graphics card ran out of memory at step 31.", "Choose the small add-on file under More."});
  bench.deliver();
  QCOMPARE(textOf(bench, "teachEndTitle"), QStringLiteral("Teaching Biscuit did not work"));
  QCOMPARE(textOf(bench, "teachHappened"), QStringLiteral("The graphics card ran out of memory at step 31."));
  QCOMPARE(textOf(bench, "teachSaved"),
           QStringLiteral("No checkpoint had been saved yet, so teaching has to start again. Your photos and settings are kept."));
  QCOMPARE(textOf(bench, "teachAdvice"), QStringLiteral("Choose the small add-on file under More."));
  bench.click("teachCopy");
  QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("ran out of memory at step 31.\nChoose the small")));
  bench.click("teachChange");
  bench.answerPhotos({test::goodPhoto(bench.biscuit()[0])});
  QCOMPARE(bench.find<QLineEdit>("teachName")->text(), QStringLiteral("Biscuit"));
  const std::string id = bench.parts.engine->last<api::Train>()->request.subject_id;
  QDir().mkpath(QString::fromStdString(bench.parts.engine->last<api::Train>()->request.run_folder));
  bench.startRun();
  QCOMPARE(bench.parts.engine->last<api::Train>()->request.subject_id, id);
  QVERIFY(bench.parts.engine->last<api::Train>()->request.run_folder.ends_with("-2"));
}

void TstTeachJourney::failedImportIsANotice() {
  TeachBench bench;
  QSignalSpy notices(bench.page.get(), &ui::TeachPage::noticeRaised);
  QVERIFY(test::dropFiles(*bench.page, {bench.biscuit()[0]}));
  bench.deliver();
  bench.parts.engine->failJob(bench.parts.engine->last<api::ImportPhotos>()->job, {"disk_full", "The disk is full.", "Free some space."});
  bench.deliver();
  QCOMPARE(notices.count(), 1);
  QCOMPARE(notices[0][0].toString(), QStringLiteral("The disk is full.\nFree some space."));
  QVERIFY(bench.shows("teachDropArea"));
}

void TstTeachJourney::draftSurvivesARestart() {
  TeachBench bench;
  bench.collect();
  bench.fillIn();
  bench.click("choice_thorough");
  const std::string id = bench.parts.engine->last<api::ImportPhotos>()->request.subject_id;
  QDir().mkpath(QString::fromStdString(bench.home.path().string() + "/subjects/" + id + "/photos"));
  bench.newPage();
  bench.deliver();
  QCOMPARE(bench.parts.engine->all<api::ImportPhotos>().size(), std::size_t{2});
  QCOMPARE(bench.parts.engine->last<api::ImportPhotos>()->request.subject_id, id);
  QVERIFY(bench.parts.engine->last<api::ImportPhotos>()->request.files.empty());
  bench.answerPhotos({test::goodPhoto(bench.biscuit()[0])});
  QCOMPARE(bench.find<QLineEdit>("teachName")->text(), QStringLiteral("Biscuit"));
  QVERIFY(bench.find("choice_thorough")->isChecked());
  QVERIFY(bench.find("teachStart")->isEnabled());
}

void TstTeachJourney::interruptedRunIsOffered() {
  TeachBench bench;
  startLearning(bench);
  bench.learn(1, 20, 400);
  const api::Train request = bench.parts.engine->last<api::Train>()->request;
  const QString folder = QString::fromStdString(request.run_folder);
  QDir().mkpath(folder + QStringLiteral("/checkpoints/step-000200"));
  QDir().mkpath(folder + QStringLiteral("/checkpoints/step-000300"));
  QFile done(folder + QStringLiteral("/checkpoints/step-000200/DONE"));
  QVERIFY(done.open(QIODevice::WriteOnly));
  done.close();
  bench.newPage();
  QCOMPARE(textOf(bench, "teachEndTitle"), QStringLiteral("Teaching Biscuit was interrupted"));
  QCOMPARE(textOf(bench, "teachEndSummary"),
           QStringLiteral("The checkpoint at step 200 of 400 is kept. Continue teaching goes on from there."));
  bench.click("teachContinue");
  bench.deliver();
  const auto again = *bench.parts.engine->last<api::Train>();
  QVERIFY(again.request.resume);
  QCOMPARE(again.request.run_folder, request.run_folder);
  QCOMPARE(again.request.name, std::string("Biscuit"));
  bench.run = again.job;
  bench.finish();
  bench.click("teachAnother");
  bench.newPage();
  QVERIFY(bench.shows("teachDropArea"));
}

/// The engine's answer to the newest ReadRun.
void answerRun(TeachBench& bench, std::int64_t steps, bool finished) {
  QTRY_VERIFY(bench.parts.engine->last<api::ReadRun>());
  const auto asked = *bench.parts.engine->last<api::ReadRun>();
  api::RunRead read{.job = asked.job};
  read.request.run_folder = asked.request.folder;
  read.request.name = "Biscuit";
  read.request.kind = "dog";
  read.request.options.steps = 400;
  for (std::int64_t step = 1; step <= steps; ++step) read.metrics.push_back(TeachBench::metricsOf(0, step));
  read.checkpoints = {200};
  for (const std::int64_t step : {0, 100}) {
    api::ImageReady sample{.kind = api::ImageKind::sample, .index = 0, .step = step};
    sample.pixels = test::pixelsOf(QImage(bench.biscuit()[0]));
    sample.picture.request.prompts = {"a photo of Biscuit dog"};
    read.samples.push_back(sample);
  }
  read.finished = finished;
  if (finished) read.result.verdict = TeachBench::verdict(true);
  bench.parts.engine->push(read);
  bench.parts.engine->setState(asked.job, api::State::done);
  bench.deliver();
}

/// Learns for a while with a checkpoint at 200, then the program is started anew.
void interrupt(TeachBench& bench) {
  startLearning(bench);
  bench.learn(1, 20, 400);
  const QString folder = QString::fromStdString(bench.parts.engine->last<api::Train>()->request.run_folder);
  QDir().mkpath(folder + QStringLiteral("/checkpoints/step-000200"));
  QFile done(folder + QStringLiteral("/checkpoints/step-000200/DONE"));
  QVERIFY(done.open(QIODevice::WriteOnly));
  bench.newPage();
}

void TstTeachJourney::resumedRunShowsItsWholeHistory() {
  TeachBench bench;
  interrupt(bench);
  QSignalSpy found(bench.page.get(), &ui::TeachPage::interruptedRunFound);
  answerRun(bench, 231, false);
  QCOMPARE(found.count(), 1);
  QCOMPARE(found[0][0].toString(), QStringLiteral("Teaching Biscuit stopped at step 231 of 400 when Likeness ended."));
  QCOMPARE(bench.page->lossPoints().size(), std::size_t{231});
  QCOMPARE(bench.page->viewModel().run().samples().columnCount(), 2);
  bench.page->continueRun();
  bench.deliver();
  bench.run = bench.parts.engine->last<api::Train>()->job;
  bench.state(api::State::running);
  bench.learn(201, 210, 400);
  QCOMPARE(bench.page->lossPoints().size(), std::size_t{210});  // what came after the checkpoint is learnt anew
  QCOMPARE(bench.page->lossPoints().front().step, std::int64_t{1});
}

void TstTeachJourney::verdictIsShownAgainAfterARestart() {
  TeachBench bench;
  startLearning(bench);
  QDir().mkpath(QString::fromStdString(bench.parts.engine->last<api::Train>()->request.run_folder));
  bench.learn(1, 20, 400);
  bench.finish();
  bench.newPage();
  QVERIFY(!bench.shows("teachVerdict"));
  answerRun(bench, 400, true);
  QVERIFY(bench.shows("teachVerdict"));
  QCOMPARE(textOf(bench, "teachEndTitle"), QStringLiteral("Biscuit is learnt"));
  QCOMPARE(bench.page->lossPoints().size(), std::size_t{400});
  bench.click("teachAnother");
  bench.newPage();
  bench.deliver();
  QVERIFY(bench.shows("teachDropArea"));
}

void TstTeachJourney::discardedRunGivesTheSettingsBack() {
  TeachBench bench;
  interrupt(bench);
  answerRun(bench, 231, false);
  QSignalSpy discarded(bench.page.get(), &ui::TeachPage::runDiscarded);
  bench.click("teachDiscard");
  QCOMPARE(discarded.count(), 1);
  QVERIFY(QFileInfo(discarded[0][0].toString()).isDir());
  bench.answerPhotos({test::goodPhoto(bench.biscuit()[0])});
  QCOMPARE(bench.find<QLineEdit>("teachName")->text(), QStringLiteral("Biscuit"));
}

void TstTeachJourney::anEarlierSubjectIsLookedAtAndLeft() {
  TeachBench bench;
  bench.collect();
  bench.fillIn();
  api::SubjectInfo subject;
  subject.id = "pip";
  subject.run_folder = (bench.home / "runs/pip-1").string();
  bench.parts.engine->push(api::SubjectsListed{.job = bench.parts.engine->last<api::ListSubjects>()->job, .subjects = {subject}});
  QTRY_COMPARE(bench.parts.state.subjects().size(), std::size_t{1});
  bench.page->showSubject(QStringLiteral("pip"));
  answerRun(bench, 400, true);
  QVERIFY(bench.shows("teachVerdict"));
  bench.click("teachAnother");
  QVERIFY(!bench.shows("teachVerdict"));
  QCOMPARE(bench.find<QLineEdit>("teachName")->text(), QStringLiteral("Biscuit"));
  QVERIFY(bench.find("teachStart")->isEnabled());
}

void TstTeachJourney::dropsAreRefusedWhileLearning() {
  TeachBench bench;
  startLearning(bench);
  QVERIFY(!test::dropFiles(*bench.page, bench.biscuit()));
  QCOMPARE(bench.parts.engine->all<api::ImportPhotos>().size(), std::size_t{1});
}

QTEST_MAIN(TstTeachJourney)
#include "tst_teach_journey.moc"
