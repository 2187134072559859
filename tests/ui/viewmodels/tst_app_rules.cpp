// Rules of the whole program without a page: settings, pictures left over from an earlier start, what the desktop is told.
#include <QSignalSpy>
#include <QTest>

#include "tests/support/ui_helpers.h"
#include "ui/bridge/convert.h"
#include "ui/viewmodels/pending_pictures.h"
#include "ui/viewmodels/work_notices.h"

using namespace likeness;
using test::WindowParts;

class TestAppRules : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void settingsAreKeptAndLimited() {
    test::EnvironmentOverride pictures("LIKENESS_PICTURES", "");
    qunsetenv("LIKENESS_PICTURES");
    WindowParts parts;
    ui::AppSettings& settings = parts.state.settings();
    QSignalSpy changed(&settings, &ui::AppSettings::changed);
    QCOMPARE(settings.theme(), QStringLiteral("dark"));
    QVERIFY(settings.notifies());
    settings.setTheme(QStringLiteral("light"));
    settings.setTheme(QStringLiteral("light"));
    QCOMPARE(changed.count(), 1);
    settings.setDevice(QStringLiteral("cpu"));
    settings.setThreads(3);
    settings.setPicturesFolder(QStringLiteral("/tmp/a/../pictures"));
    const ui::AppSettings again(parts.session);
    QCOMPARE(again.theme(), QStringLiteral("light"));
    QCOMPARE(again.compute().device, std::string("cpu"));
    QCOMPARE(again.compute().threads, 3);
    QCOMPARE(again.picturesFolder(), QStringLiteral("/tmp/pictures"));
    parts.session.setValue(QStringLiteral("settings/theme"), QStringLiteral("pink"));
    parts.session.setValue(QStringLiteral("settings/threads"), -7);
    QCOMPARE(again.theme(), QStringLiteral("dark"));
    QCOMPARE(again.threads(), 0);
    settings.setPicturesFolder({});
    QVERIFY(!settings.hasOwnPicturesFolder());
  }

  void picturesOfAnEarlierStartAreOffered() {
    WindowParts parts;
    {
      ui::PendingPictures pending(parts.state.jobs(), parts.session);
      QCOMPARE(pending.count(), 0);
      parts.bridge.submit(api::Generate{.prompts = {"a fox"}, .sample = {.count = 3, .seed = 5}, .out_folder = "/p"});
      parts.bridge.submit(api::Generate{.prompts = {"a dog"}, .out_folder = "/p"});
    }
    test::FakeEngine* engine = parts.engine;
    ui::RunningJobs fresh(parts.bridge);  // as after a restart: knows nothing of them
    ui::PendingPictures left(fresh, parts.session);
    QCOMPARE(left.count(), 4);
    parts.bridge.submit(api::Generate{.prompts = {"meanwhile"}, .out_folder = "/p"});
    QCOMPARE(ui::PendingPictures(fresh, parts.session).count(), 5);  // both are still to be made
    const auto requests = left.take();
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(requests[0].prompts.front(), std::string("a fox"));
    QCOMPARE(requests[0].sample.count, 3);
    QCOMPARE(requests[0].sample.seed, std::int64_t{5});
    QCOMPARE(ui::PendingPictures(fresh, parts.session).count(), 1);
    engine->setState(engine->last<api::Generate>()->job, api::State::done);
    QTRY_COMPARE(ui::PendingPictures(fresh, parts.session).count(), 0);
  }

  void theDesktopIsToldOnlyWhatNobodySees() {
    WindowParts parts;
    ui::WorkNotices notices(parts.state.jobs(), parts.state.settings());
    QSignalSpy told(&notices, &ui::WorkNotices::told);
    QSignalSpy awake(&notices, &ui::WorkNotices::awakeChanged);
    const auto run = [&](api::State end) {
      parts.bridge.submit(api::Train{.name = "Biscuit"});
      const api::JobId job = parts.engine->last<api::Train>()->job;
      parts.engine->setState(job, api::State::running);
      if (end == api::State::failed) parts.engine->failJob(job, {"disk_full", "The disk is full.", ""});
      else parts.engine->setState(job, end);
      QTRY_VERIFY(!parts.state.jobs().isBusy());
    };
    run(api::State::done);
    QCOMPARE(told.count(), 0);
    QCOMPARE(awake.count(), 2);
    QCOMPARE(awake[0][0].toBool(), true);
    QCOMPARE(awake[0][1].toString(), QStringLiteral("Teaching Biscuit"));
    QCOMPARE(awake[1][0].toBool(), false);
    notices.setWatched(false);
    run(api::State::cancelled);
    QCOMPARE(told.count(), 0);
    run(api::State::done);
    QCOMPARE(told.count(), 1);
    QCOMPARE(told[0][0].toString(), QStringLiteral("Teaching Biscuit: done"));
    run(api::State::failed);
    QCOMPARE(told[1][1].toString(), QStringLiteral("The disk is full."));
    parts.state.settings().setNotifies(false);
    run(api::State::failed);
    QCOMPARE(told.count(), 2);
  }
};

QTEST_MAIN(TestAppRules)
#include "tst_app_rules.moc"
