// Opening the engine's library in a thread: what is there reaches the bridge, what is not becomes a sentence with a way out.
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/temporary_folder.h"
#include "ui/bridge/engine_loader.h"

using namespace likeness;
using ui::EngineBridge;
using ui::EngineLoader;

class TestEngineLoader : public QObject {
  Q_OBJECT

  /// The error that opening `library` ends with.
  api::ErrorText errorOf(const QByteArray& library) {
    qputenv("LIKENESS_ENGINE_LIBRARY", library);
    EngineBridge bridge;
    QSignalSpy failures(&bridge, &EngineBridge::engineFailed);
    EngineLoader loader(bridge);
    loader.start();
    if (!failures.wait(5000)) return {};
    return failures.first().first().value<api::ErrorText>();
  }

 private Q_SLOTS:
  void anEngineThatIsThereGetsTheWaitingJobs() {
    qputenv("LIKENESS_ENGINE_LIBRARY", FAKE_LIBRARY);
    EngineBridge bridge;
    QSignalSpy states(&bridge, &EngineBridge::jobStateChanged);
    EngineLoader loader(bridge);
    const api::JobId job = bridge.submit(api::ListModels{});
    loader.start();
    loader.start();  // once is enough
    QVERIFY(!bridge.isAttached());
    QTRY_VERIFY(bridge.isAttached());
    QTRY_COMPARE(states.count(), 1);
    QCOMPARE(states.first().first().value<api::JobState>().job, job);
  }

  void aMissingLibraryIsNamed() {
    const api::ErrorText error = errorOf("/nowhere/liblikeness_engine.so");
    QVERIFY(QString::fromStdString(error.message).contains(QStringLiteral("/nowhere/liblikeness_engine.so")));
    QVERIFY(!error.hint.empty());
  }

  void aFileThatIsNoLibraryIsRefused() {
    const test::TemporaryFolder folder;
    const api::ErrorText error = errorOf(QByteArray::fromStdString(folder.write("engine.so", "not a library").string()));
    QVERIFY(QString::fromStdString(error.message).contains(QStringLiteral("could not be opened")));
    QVERIFY(!error.hint.empty());
  }

  void aLibraryOfAnotherKindIsRefused() {
    const api::ErrorText error = errorOf(EMPTY_LIBRARY);
    QVERIFY(QString::fromStdString(error.message).contains(QStringLiteral("another version")));
  }

  void theEnginesOwnReasonIsPassedOn() {
    qputenv("FAKE_ENGINE_REFUSES", "1");
    const api::ErrorText error = errorOf(FAKE_LIBRARY);
    qunsetenv("FAKE_ENGINE_REFUSES");
    QCOMPARE(error.message, std::string("The device cannot be used."));
    QCOMPARE(error.hint, std::string("Choose another one."));
  }

  void endingWhileItLoadsIsSafe() {
    qputenv("LIKENESS_ENGINE_LIBRARY", FAKE_LIBRARY);
    for (int i = 0; i < 20; ++i) {
      EngineBridge bridge;
      EngineLoader loader(bridge);
      loader.start();
      if (i % 2 == 0) QTest::qWait(1);
    }
  }
};

QTEST_GUILESS_MAIN(TestEngineLoader)
#include "tst_engine_loader.moc"
