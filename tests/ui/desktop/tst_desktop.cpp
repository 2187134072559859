// The desktop over a private D-Bus with a scripted notification service: what is sent, and that nothing happens where there is no service.
#include <QDBusConnection>
#include <QDBusContext>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <QVariantMap>

#include "ui/main_window/desktop.h"

using likeness::ui::Desktop;

namespace {

/// Takes the service's place. Called by the bus in the test's thread.
class FakeNotifications : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

 public:
  QStringList shown;
  QList<uint> replaced;

 public Q_SLOTS:
  // The order and number of the arguments are the specification's.
  uint Notify(const QString&, uint replaces, const QString&, const QString& title, const QString& text, const QStringList&, const QVariantMap&,
              int) {
    shown << title + QStringLiteral("|") + text;
    replaced << replaces;
    return 7;
  }
};

}  // namespace

class TestDesktop : public QObject {
  Q_OBJECT

  QProcess bus_;

 private Q_SLOTS:
  void initTestCase() {
    bus_.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
    if (!bus_.waitForStarted() || !bus_.waitForReadyRead(5000)) QSKIP("no dbus-daemon on this machine");
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus_.readLine().trimmed());
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere");
  }

  void cleanupTestCase() {
    bus_.terminate();
    bus_.waitForFinished(3000);
  }

  void notificationsReplaceEachOther() {
    FakeNotifications service;
    auto bus = QDBusConnection::connectToBus(qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("service"));
    QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &service, QDBusConnection::ExportAllSlots));
    QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
    Desktop desktop;
    desktop.notify(QStringLiteral("Teaching Biscuit: done"), QStringLiteral("Look <b>at</b> it."));
    QTRY_COMPARE(service.shown.size(), 1);
    QCOMPARE(service.shown[0], QStringLiteral("Teaching Biscuit: done|Look &lt;b&gt;at&lt;/b&gt; it."));
    desktop.notify(QStringLiteral("again"), {});
    QTRY_COMPARE(service.replaced, (QList<uint>{0, 7}));
    bus.unregisterService(QStringLiteral("org.freedesktop.Notifications"));
  }

  void withoutServicesNothingHappens() {
    Desktop desktop;
    QSignalSpy scheme(&desktop, &Desktop::schemeKnown);
    desktop.notify(QStringLiteral("nobody"), {});
    desktop.setAwake(true, QStringLiteral("Teaching"));
    desktop.setAwake(false, {});
    desktop.askScheme();
    QTest::qWait(300);
    QCOMPARE(scheme.count(), 0);
  }
};

QTEST_GUILESS_MAIN(TestDesktop)
#include "tst_desktop.moc"
