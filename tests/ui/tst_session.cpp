// The session file: kept between starts, set aside when unreadable, written a second after the last change.
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

#include "tests/support/temporary_folder.h"
#include "ui/models/session.h"

using likeness::test::read_all;
using likeness::test::TemporaryFolder;
using likeness::ui::Session;

namespace {
QString fileIn(const TemporaryFolder& folder) { return QString::fromStdString((folder / "home/session.json").string()); }
}  // namespace

class TestSession : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void valuesSurviveARestart() {
    const TemporaryFolder folder;
    {
      Session session(fileIn(folder));
      QCOMPARE(session.value(QStringLiteral("make/steps"), 30).toInt(), 30);
      session.setValue(QStringLiteral("make/prompt"), QStringLiteral("Biscuit am Strand, schön"));
      session.setValue(QStringLiteral("make/steps"), 12);
      session.setValue(QStringLiteral("make/words"), QJsonArray{QStringLiteral("a"), 2.5, true});
    }
    const Session again(fileIn(folder));
    QCOMPARE(again.value(QStringLiteral("make/prompt")).toString(), QStringLiteral("Biscuit am Strand, schön"));
    QCOMPARE(again.value(QStringLiteral("make/steps")).toInt(), 12);
    QCOMPARE(again.value(QStringLiteral("make/words")).toArray().size(), 3);
  }

  void isWrittenASecondAfterTheLastChange() {
    const TemporaryFolder folder;
    Session session(fileIn(folder));
    session.setValue(QStringLiteral("a/b"), 1);
    QTest::qWait(300);
    QVERIFY(!QFile::exists(fileIn(folder)));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(fileIn(folder)), 3000);
  }

  void nothingIsWrittenWithoutAChange() {
    const TemporaryFolder folder;
    Session session(fileIn(folder));
    QVERIFY(session.save());
    QVERIFY(!QFile::exists(fileIn(folder)));
    session.setValue(QStringLiteral("a/b"), 1);
    QVERIFY(session.save());
    const QDateTime written = QFileInfo(fileIn(folder)).lastModified();
    QTest::qWait(20);
    session.setValue(QStringLiteral("a/b"), 1);
    QVERIFY(session.save());
    QCOMPARE(QFileInfo(fileIn(folder)).lastModified(), written);
  }

  void unreadableFilesAreSetAside_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray("{\"schema\": 1, \"values\": {\"a/b\": ");
    QTest::newRow("a list") << QByteArray("[1, 2]");
    QTest::newRow("no values") << QByteArray("{\"schema\": 1}");
    QTest::newRow("newer") << QByteArray("{\"schema\": 2, \"values\": {\"a/b\": 1}}");
    QTest::newRow("binary") << QByteArray("\0\1\2\xff", 4);
  }
  void unreadableFilesAreSetAside() {
    QFETCH(QByteArray, bytes);
    const TemporaryFolder folder;
    folder.write("home/session.json", bytes.toStdString());
    Session session(fileIn(folder));
    QVERIFY(session.value(QStringLiteral("a/b")).isUndefined() || session.value(QStringLiteral("a/b")).isNull());
    QVERIFY(!QFile::exists(fileIn(folder)));
    QCOMPARE(read_all(folder / "home/session.json.bad"), bytes.toStdString());
    session.setValue(QStringLiteral("a/b"), 2);
    QVERIFY(session.save());
    QCOMPARE(Session(fileIn(folder)).value(QStringLiteral("a/b")).toInt(), 2);
  }

  void saysWhenTheDiskRefuses() {
    const TemporaryFolder folder;
    folder.write("home", "a file where the folder should be");
    Session session(fileIn(folder));
    session.setValue(QStringLiteral("a/b"), 1);
    QVERIFY(!session.save());
  }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
