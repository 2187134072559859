// What the frame says about the running job: title, words, fraction, order.
#include <QSignalSpy>
#include <QTest>

#include "tests/support/fake_engine.h"
#include "ui/viewmodels/running_jobs.h"

using namespace likeness;
using test::FakeEngine;
using ui::RunningJobs;

class TestRunningJobs : public QObject {
  Q_OBJECT

  struct Parts {
    ui::EngineBridge bridge;
    RunningJobs jobs{bridge};
    FakeEngine* engine = nullptr;

    Parts() {
      auto made = std::make_unique<FakeEngine>();
      engine = made.get();
      bridge.attach(std::move(made));
    }
    api::JobId teach() {
      bridge.submit(api::Train{.name = "Biscuit"});
      return engine->last<api::Train>()->job;
    }
  };

 private Q_SLOTS:
  void saysWhatATeachingJobDoes() {
    Parts parts;
    QVERIFY(!parts.jobs.isBusy());
    QCOMPARE(parts.jobs.text(), QString());
    const api::JobId job = parts.teach();
    QCOMPARE(parts.jobs.text(), QStringLiteral("Teaching Biscuit: waiting for its turn"));
    QCOMPARE(parts.jobs.fraction(), -1.0);
    parts.engine->setState(job, api::State::running);
    parts.engine->push(api::Progress{.job = job, .phase = api::Phase::learning, .step = 200, .total = 800, .seconds_left = 240});
    QTRY_COMPARE(parts.jobs.text(), QStringLiteral("Teaching Biscuit: step 200 of 800 · 4 min left"));
    QCOMPARE(parts.jobs.fraction(), 0.25);
    parts.engine->push(api::Progress{.job = job, .phase = api::Phase::sampling, .step = 1, .total = 20, .seconds_left = 3});
    QTRY_COMPARE(parts.jobs.text(), QStringLiteral("Teaching Biscuit: making sample pictures · 4 min left"));
    QCOMPARE(parts.jobs.fraction(), 0.25);
    parts.engine->pause(job, true);
    QTRY_COMPARE(parts.jobs.text(), QStringLiteral("Teaching Biscuit: paused at step 200 of 800"));
    QVERIFY(parts.jobs.isPaused());
  }

  void countsPicturesOverTheWholeJob() {
    Parts parts;
    parts.bridge.submit(api::Generate{.prompts = {"a", "b"}, .sample = {.count = 2}});
    const api::JobId job = parts.engine->last<api::Generate>()->job;
    parts.engine->setState(job, api::State::running);
    parts.engine->push(api::ImageReady{.job = job, .kind = api::ImageKind::final});
    parts.engine->push(api::Progress{.job = job, .phase = api::Phase::sampling, .step = 15, .total = 30});
    QTRY_COMPARE(parts.jobs.fraction(), 1.5 / 4);
    parts.engine->push(api::ImageReady{.job = job, .kind = api::ImageKind::preview});
    parts.engine->push(api::ImageReady{.job = job, .kind = api::ImageKind::final});
    QTRY_COMPARE(parts.jobs.fraction(), 2.0 / 4);
  }

  void showsTheRunningJobAndCountsTheRest() {
    Parts parts;
    const api::JobId first = parts.teach();
    parts.bridge.submit(api::Generate{.prompts = {"a"}});
    parts.bridge.submit(api::ListModels{});
    const api::JobId second = parts.engine->last<api::Generate>()->job;
    parts.engine->setState(first, api::State::running);
    QTRY_VERIFY(parts.jobs.text().startsWith(QStringLiteral("Teaching Biscuit: loading the model")));
    QVERIFY2(parts.jobs.text().contains(QStringLiteral("1 more waiting")), qPrintable(parts.jobs.text()));
    QVERIFY(parts.jobs.currentKind() == RunningJobs::Kind::teach);
    QSignalSpy ended(&parts.jobs, &RunningJobs::ended);
    parts.engine->failJob(first, {.kind = "out_of_memory", .message = "no room", .hint = ""});
    parts.engine->setState(second, api::State::running);
    QTRY_COMPARE(ended.count(), 1);
    QCOMPARE(ended.first().at(1).toString(), QStringLiteral("Teaching Biscuit"));
    QTRY_VERIFY(parts.jobs.currentKind() == RunningJobs::Kind::make && !parts.jobs.has(RunningJobs::Kind::teach));
    parts.engine->setState(second, api::State::done);
    QTRY_VERIFY(!parts.jobs.isBusy());
  }

  void whatWaitsIsReordered() {
    Parts parts;
    const auto add = [&](const char* prompt) { return parts.bridge.submit(api::Generate{.prompts = {prompt}}); };
    const api::JobId a = add("a"), b = add("b"), c = add("c");
    parts.engine->setState(parts.engine->all<api::Generate>()[0].job, api::State::running);
    QTRY_VERIFY(parts.jobs.entries()[0].state == api::State::running);
    const auto order = [&] {
      QString all;
      for (const RunningJobs::Entry& each : parts.jobs.entries()) all += each.words;
      return all;
    };
    parts.jobs.moveEarlier(c);
    QCOMPARE(order(), QStringLiteral("acb"));
    const auto moved = parts.engine->last<api::MoveJob>();
    QVERIFY(moved);
    QCOMPARE(moved->request.job, parts.engine->all<api::Generate>()[2].job);
    QCOMPARE(moved->request.before, parts.engine->all<api::Generate>()[1].job);
    parts.jobs.moveEarlier(c);  // the running one stays in front
    parts.jobs.moveEarlier(a);
    parts.jobs.moveLater(b);
    QCOMPARE(order(), QStringLiteral("acb"));
    QCOMPARE(parts.engine->all<api::MoveJob>().size(), std::size_t{1});
    parts.jobs.moveLater(c);
    QCOMPARE(order(), QStringLiteral("abc"));
    QCOMPARE(parts.engine->last<api::MoveJob>()->request.job, parts.engine->all<api::Generate>()[1].job);
    QVERIFY(parts.engine->last<api::MoveJob>()->request.before == parts.engine->all<api::Generate>()[2].job);
  }

  void draftsAreNoWork() {
    Parts parts;
    parts.bridge.submit(api::Generate{.prompts = {"a"}, .preview_every = 0});
    QVERIFY(!parts.jobs.isBusy());
  }

  void whatIsLeftOfPicturesMakesTheRest() {
    Parts parts;
    parts.bridge.submit(api::Generate{.prompts = {"a"}, .sample = {.count = 3, .seed = 40}, .out_folder = "/p"});
    const api::JobId job = parts.engine->last<api::Generate>()->job;
    parts.engine->setState(job, api::State::running);
    parts.engine->push(api::ImageReady{.job = job, .kind = api::ImageKind::final});
    QTRY_COMPARE(parts.jobs.unfinishedPictures().front().sample.count, 2);
    QCOMPARE(parts.jobs.unfinishedPictures().front().sample.seed, std::int64_t{41});
    parts.engine->setState(job, api::State::done);
    QTRY_VERIFY(parts.jobs.unfinishedPictures().empty());
  }
};

QTEST_GUILESS_MAIN(TestRunningJobs)
#include "tst_running_jobs.moc"
