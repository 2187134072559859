// The bridge: order, numbers of jobs, waiting before the engine is there, wakeups from many threads, the end.
#include <atomic>
#include <thread>

#include <QElapsedTimer>
#include <QEventLoop>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/fake_engine.h"
#include "ui/bridge/engine_bridge.h"

#if defined(__SANITIZE_THREAD__)
/// Qt is not instrumented, so the sanitizer cannot see how it orders its own events; our code and the engine's stay watched.
extern "C" const char* __tsan_default_suppressions() { return "called_from_lib:libQt6Core.so.6\ncalled_from_lib:libQt6Test.so.6\n"; }
#endif

using namespace likeness;
using test::FakeEngine;
using ui::EngineBridge;

namespace {

FakeEngine* attachFake(EngineBridge& bridge) {
  auto made = std::make_unique<FakeEngine>();
  FakeEngine* engine = made.get();
  bridge.attach(std::move(made));
  return engine;
}

/// Every event as one word, in the order of the signals.
QStringList& record(EngineBridge& bridge, QStringList& words) {
  QObject::connect(&bridge, &EngineBridge::jobStateChanged, &bridge, [&words](const api::JobState& state) {
    words.append(QStringLiteral("state%1/%2").arg(static_cast<int>(state.state)).arg(state.job));
  });
  QObject::connect(&bridge, &EngineBridge::metricsAdded, &bridge, [&words](const api::Metrics& metrics) {
    words.append(QStringLiteral("metrics%1/%2").arg(metrics.step).arg(metrics.job));
  });
  QObject::connect(&bridge, &EngineBridge::logged, &bridge, [&words](const api::LogLine& line) {
    words.append(QStringLiteral("log-%1/%2").arg(QString::fromStdString(line.text)).arg(line.job));
  });
  return words;
}

}  // namespace

class TestEngineBridge : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsTheOrderOfEventsOfAllKinds() {
    EngineBridge bridge;
    FakeEngine* engine = attachFake(bridge);
    QStringList words;
    record(bridge, words);
    const api::JobId job = bridge.submit(api::Train{});
    const api::JobId theirs = engine->last<api::Train>()->job;
    QVERIFY(job != theirs);
    engine->setState(theirs, api::State::running);
    engine->push(api::Metrics{.job = theirs, .step = 1});
    engine->push(api::LogLine{.job = theirs, .text = "a"});
    engine->push(api::Metrics{.job = theirs, .step = 2});
    engine->setState(theirs, api::State::done);
    QTRY_COMPARE(words.size(), 6);
    const QString id = QString::number(job);
    QCOMPARE(words, (QStringList{QStringLiteral("state0/") + id, QStringLiteral("state1/") + id, QStringLiteral("metrics1/") + id,
                                 QStringLiteral("log-a/") + id, QStringLiteral("metrics2/") + id, QStringLiteral("state3/") + id}));
  }

  void commandsWaitForTheEngineInOrder() {
    EngineBridge bridge;
    QSignalSpy ready(&bridge, &EngineBridge::engineReady);
    const api::JobId first = bridge.submit(api::Generate{.prompts = {"one"}});
    const api::JobId second = bridge.submit(api::Generate{.prompts = {"two"}});
    QVERIFY(first != 0 && second != first);
    QVERIFY(!bridge.isAttached());
    FakeEngine* engine = attachFake(bridge);
    QCOMPARE(ready.count(), 1);
    const auto received = engine->all<api::Generate>();
    QCOMPARE(received.size(), std::size_t{2});
    QCOMPARE(received[0].request.prompts.front(), std::string("one"));
    QCOMPARE(received[1].request.prompts.front(), std::string("two"));
  }

  void aWaitingJobCanBeCancelled() {
    EngineBridge bridge;
    QSignalSpy states(&bridge, &EngineBridge::jobStateChanged);
    const api::JobId job = bridge.submit(api::Generate{});
    bridge.cancel(job);
    QCOMPARE(states.count(), 0);  // never inside of the call
    QTRY_COMPARE(states.count(), 1);
    const auto state = states.first().first().value<api::JobState>();
    QCOMPARE(state.job, job);
    QVERIFY(state.state == api::State::cancelled);
    QVERIFY(attachFake(bridge)->all<api::Generate>().empty());
  }

  void whatCannotStartFailsWithTheReason() {
    EngineBridge bridge;
    QSignalSpy failures(&bridge, &EngineBridge::engineFailed);
    QSignalSpy states(&bridge, &EngineBridge::jobStateChanged);
    const api::JobId before = bridge.submit(api::Generate{});
    bridge.fail({.kind = "engine_missing", .message = "not found", .hint = "install it"});
    const api::JobId after = bridge.submit(api::Generate{});
    QCOMPARE(failures.count(), 1);
    QTRY_COMPARE(states.count(), 2);
    QCOMPARE(states[0].first().value<api::JobState>().job, before);
    QCOMPARE(states[1].first().value<api::JobState>().job, after);
    QVERIFY(states[1].first().value<api::JobState>().state == api::State::failed);
    QCOMPARE(states[1].first().value<api::JobState>().error.message, std::string("not found"));
  }

  void cancelPauseAndWishesNameTheEnginesJob() {
    EngineBridge bridge;
    FakeEngine* engine = attachFake(bridge);
    QSignalSpy states(&bridge, &EngineBridge::jobStateChanged);
    const api::JobId job = bridge.submit(api::Train{});
    const api::JobId theirs = engine->last<api::Train>()->job;
    bridge.submit(api::AskRunning{.job = job, .wish = api::Wish::sample_now});
    QCOMPARE(engine->last<api::AskRunning>()->request.job, theirs);
    bridge.pause(job, true);
    bridge.cancel(job);
    QCOMPARE(engine->cancelled(), std::vector<api::JobId>{theirs});
    QTRY_COMPARE(states.count(), 4);
    QVERIFY(states[2].first().value<api::JobState>().state == api::State::paused);
    QVERIFY(states[3].first().value<api::JobState>().state == api::State::cancelled);
    bridge.cancel(job);  // ended: nothing happens
    QCOMPARE(engine->cancelled().size(), std::size_t{1});
  }

  void nothingIsLostWhenManyThreadsWakeIt() {
    EngineBridge bridge;
    FakeEngine* engine = attachFake(bridge);
    bridge.submit(api::Train{});
    const api::JobId theirs = engine->last<api::Train>()->job;
    constexpr int kThreads = 8;
    constexpr int kEach = 2000;
    std::atomic<int> received = 0;
    bool inGuiThread = true;
    std::vector<std::int64_t> newest(kThreads, 0);
    bool ordered = true;
    connect(&bridge, &EngineBridge::metricsAdded, this, [&](const api::Metrics& metrics) {
      ++received;
      inGuiThread = inGuiThread && QThread::currentThread() == thread();
      std::int64_t& last = newest[static_cast<std::size_t>(metrics.loss)];
      ordered = ordered && metrics.step == last + 1;
      last = metrics.step;
    });
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([engine, theirs, t] {
        for (int i = 1; i <= kEach; ++i) engine->push(api::Metrics{.job = theirs, .step = i, .loss = static_cast<double>(t)});
      });
    }
    QTRY_COMPARE_WITH_TIMEOUT(received.load(), kThreads * kEach, 20000);
    for (std::thread& each : threads) each.join();
    QVERIFY(inGuiThread);
    QVERIFY(ordered);
  }

  void drainsAtMostEvery33Milliseconds() {
    EngineBridge bridge;
    FakeEngine* engine = attachFake(bridge);
    bridge.submit(api::Train{});
    const api::JobId theirs = engine->last<api::Train>()->job;
    std::atomic<bool> stop = false;
    std::thread pusher([&] {
      for (int i = 1; !stop; ++i) {
        engine->push(api::Progress{.job = theirs, .step = i});
        std::this_thread::sleep_for(std::chrono::microseconds(200));
      }
    });
    QElapsedTimer clock;
    clock.start();
    const int before = engine->drainCount();
    QTest::qWait(500);
    stop = true;
    pusher.join();
    const int drains = engine->drainCount() - before;
    QVERIFY2(drains <= clock.elapsed() / 33 + 2, qPrintable(QString::number(drains)));
    QVERIFY(drains >= 3);
  }

  void aSlotWithAnEventLoopOfItsOwnSeesNoLaterEventFirst() {
    EngineBridge bridge;
    FakeEngine* engine = attachFake(bridge);
    bridge.submit(api::Train{});
    const api::JobId theirs = engine->last<api::Train>()->job;
    std::vector<std::int64_t> steps;
    connect(&bridge, &EngineBridge::metricsAdded, this, [&](const api::Metrics& metrics) {
      if (metrics.step == 1) {
        engine->push(api::Metrics{.job = theirs, .step = 3});
        QEventLoop loop;
        QTimer::singleShot(120, &loop, &QEventLoop::quit);
        loop.exec();
      }
      steps.push_back(metrics.step);
    });
    QTest::qWait(50);
    engine->push(api::Metrics{.job = theirs, .step = 1});
    engine->push(api::Metrics{.job = theirs, .step = 2});
    QTRY_COMPARE(steps.size(), std::size_t{3});
    QCOMPARE(steps, (std::vector<std::int64_t>{1, 2, 3}));
  }

  void theEngineEndsBeforeTheBridge() {
    struct Talkative : FakeEngine {
      std::thread thread;
      std::atomic<bool> stop = false;
      ~Talkative() override {
        stop = true;
        thread.join();
      }
    };
    auto engine = std::make_unique<Talkative>();
    auto bridge = std::make_unique<EngineBridge>();
    Talkative* talker = engine.get();
    bridge->attach(std::move(engine));
    talker->thread = std::thread([talker] {
      while (!talker->stop) {
        talker->push(api::LogLine{.text = "x"});
        talker->drain();
      }
    });
    QTest::qWait(20);
    bridge.reset();
    QTest::qWait(20);  // posted wakeups went with the bridge
  }
};

QTEST_GUILESS_MAIN(TestEngineBridge)
#include "tst_engine_bridge.moc"
