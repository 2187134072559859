// The queue's page with real clicks and keys: empty, one running, several waiting, moved, paused, taken out.
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/support/look_check.h"
#include "tests/support/ui_helpers.h"
#include "ui/pages/queue/job_row.h"
#include "ui/pages/queue_page.h"

using namespace likeness;
using test::WindowParts;

namespace {

QList<ui::JobRow*> rows(const QWidget& page) {
  QList<ui::JobRow*> shown;
  for (ui::JobRow* each : page.findChildren<ui::JobRow*>())
    if (each->isVisible()) shown << each;
  std::sort(shown.begin(), shown.end(), [](const QWidget* a, const QWidget* b) { return a->y() < b->y(); });
  return shown;
}

QString text(const ui::JobRow& row, const char* name) { return row.findChild<QLabel*>(QLatin1String(name))->text(); }

void click(const ui::JobRow& row, const char* name) {
  auto* button = row.findChild<QToolButton*>(QLatin1String(name));
  QVERIFY(button->isVisible() && button->isEnabled());
  QTest::mouseClick(button, Qt::LeftButton);
}

void look(QWidget& page, const char* name) {
  QCoreApplication::sendPostedEvents();
  QCOMPARE(test::lookProblems(page).join(QLatin1Char('\n')), QString());
  test::screenshot(page, QLatin1String(name));
}

}  // namespace

class TestQueuePage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everythingThatCanBeDoneWithAJob() {
    WindowParts parts;
    ui::QueuePage page(parts.state);
    page.resize(1100, 680);
    page.show();
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    QVERIFY(rows(page).isEmpty());
    look(page, "queue-empty");

    parts.bridge.submit(api::Train{.name = "Biscuit"});
    for (const char* prompt : {"a fox in the snow", "Biscuit on the moon, a very long prompt that goes on and on about craters, dust, the "
                                                    "earth above and everything else that an artist may write", "a red teapot"})
      parts.bridge.submit(api::Generate{.prompts = {prompt}, .sample = {.count = 4}, .out_folder = "/p"});
    const api::JobId training = parts.engine->last<api::Train>()->job;
    parts.engine->setState(training, api::State::running);
    parts.engine->push(api::Progress{.job = training, .phase = api::Phase::learning, .step = 300, .total = 400, .seconds_left = 61});
    QTRY_COMPARE(rows(page).size(), 4);
    QTRY_COMPARE(text(*rows(page)[0], "jobDoing"), QStringLiteral("step 300 of 400 · 61 s left"));
    look(page, "queue-busy");

    click(*rows(page)[3], "jobEarlier");
    QTRY_COMPARE(text(*rows(page)[2], "jobWords"), QStringLiteral("a red teapot"));
    rows(page)[2]->setFocus();
    QTest::keyClick(rows(page)[2], Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(text(*rows(page)[1], "jobWords"), QStringLiteral("a red teapot"));
    QVERIFY(rows(page)[1]->hasFocus());
    QVERIFY(!rows(page)[1]->findChild<QToolButton*>(QStringLiteral("jobEarlier"))->isEnabled());
    QCOMPARE(parts.engine->all<api::MoveJob>().size(), std::size_t{2});

    click(*rows(page)[0], "jobPause");
    QTRY_COMPARE(text(*rows(page)[0], "jobDoing"), QStringLiteral("paused at step 300 of 400"));
    click(*rows(page)[0], "jobPause");
    QTRY_COMPARE(text(*rows(page)[0], "jobDoing"), QStringLiteral("step 300 of 400 · 61 s left"));

    QTest::keyClick(rows(page)[1], Qt::Key_Delete);
    QTRY_COMPARE(rows(page).size(), 3);
    QCOMPARE(parts.engine->cancelled(), std::vector<api::JobId>{parts.engine->all<api::Generate>()[2].job});
    QSignalSpy shown(&page, &ui::QueuePage::showRequested);
    click(*rows(page)[1], "jobShow");
    QCOMPARE(shown.count(), 1);
    for (QPushButton* each : page.findChildren<QPushButton*>())
      if (each->text() == QStringLiteral("Take out all that wait")) QTest::mouseClick(each, Qt::LeftButton);
    QTRY_COMPARE(rows(page).size(), 1);
    click(*rows(page)[0], "jobRemove");
    QTRY_VERIFY(rows(page).isEmpty());
  }
};

QTEST_MAIN(TestQueuePage)
#include "tst_queue_page.moc"
