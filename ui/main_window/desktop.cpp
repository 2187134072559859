#include "ui/main_window/desktop.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusReply>
#include <QDBusVariant>
#include <QVariantMap>

namespace likeness::ui {
namespace {

constexpr int kPatienceMs = 2000;

QDBusMessage call(const QString& service, const QString& path, const QString& interface, const QString& method,
                  const QVariantList& arguments, const QDBusConnection& bus) {
  QDBusMessage message = QDBusMessage::createMethodCall(service, path, interface, method);
  message.setArguments(arguments);
  return bus.call(message, QDBus::Block, kPatienceMs);
}

}  // namespace

Desktop::Desktop(QObject* parent) : QObject(parent) {
  pool_.setMaxThreadCount(1);
  pool_.setExpiryTimeout(-1);
}

Desktop::~Desktop() {
  pool_.clear();
  pool_.waitForDone();
}

void Desktop::notify(const QString& title, const QString& text) {
  pool_.start([this, title, text] {
    const QString name = QStringLiteral("org.freedesktop.Notifications");
    const QVariantMap hints{{QStringLiteral("desktop-entry"), QStringLiteral("likeness")}};
    const QDBusReply<quint32> shown =
        call(name, QStringLiteral("/org/freedesktop/Notifications"), name, QStringLiteral("Notify"),
             {QStringLiteral("Likeness"), notification_, QStringLiteral("likeness"), title, text.toHtmlEscaped(), QStringList(), hints, -1},
             QDBusConnection::sessionBus());
    if (shown.isValid()) notification_ = shown.value();
  });
}

void Desktop::setAwake(bool awake, const QString& why) {
  pool_.start([this, awake, why] {
    staysAwake_ = {};
    if (!awake) return;
    const QDBusReply<QDBusUnixFileDescriptor> lock =
        call(QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
             QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"),
             {QStringLiteral("sleep:idle"), QStringLiteral("Likeness"), why, QStringLiteral("block")}, QDBusConnection::systemBus());
    if (lock.isValid()) staysAwake_ = lock.value();
  });
}

void Desktop::askScheme() {
  pool_.start([this] {
    constexpr uint preferDark = 1;
    const QDBusReply<QDBusVariant> answer =
        call(QStringLiteral("org.freedesktop.portal.Desktop"), QStringLiteral("/org/freedesktop/portal/desktop"),
             QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("Read"),
             {QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme")}, QDBusConnection::sessionBus());
    if (!answer.isValid()) return;
    QVariant value = answer.value().variant();
    if (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();  // the portal wraps it twice
    const bool dark = value.toUInt() == preferDark;
    QMetaObject::invokeMethod(this, [this, dark] { Q_EMIT schemeKnown(dark); }, Qt::QueuedConnection);
  });
}

}  // namespace likeness::ui
