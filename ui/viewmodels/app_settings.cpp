#include "ui/viewmodels/app_settings.h"

#include <algorithm>

#include <QDir>

#include "ui/bridge/convert.h"

namespace likeness::ui {
namespace {

constexpr int kMostThreads = 1024;

QString key(const char* name) { return QStringLiteral("settings/") + QLatin1String(name); }

}  // namespace

AppSettings::AppSettings(Session& session, QObject* parent) : QObject(parent), session_(session) {}

/// The remembered word when it is one of these, else the first.
QString AppSettings::oneOf(const QString& key, std::initializer_list<const char*> allowed) const {
  const QString value = session_.value(key).toString();
  const bool known = std::any_of(allowed.begin(), allowed.end(), [&](const char* each) { return value == QLatin1String(each); });
  return known ? value : QLatin1String(*allowed.begin());
}

QString AppSettings::theme() const { return oneOf(key("theme"), {"dark", "light", "system"}); }
QString AppSettings::language() const { return oneOf(key("language"), {"", "en", "de"}); }
QString AppSettings::device() const { return oneOf(key("device"), {"auto", "cpu", "cuda"}); }
int AppSettings::threads() const { return std::clamp(session_.value(key("threads")).toInt(0), 0, kMostThreads); }
QString AppSettings::preset() const { return oneOf(key("preset"), {"balanced", "quick", "thorough"}); }
QString AppSettings::method() const { return oneOf(key("method"), {"full", "lora"}); }
bool AppSettings::notifies() const { return session_.value(key("notifies")).toBool(true); }

bool AppSettings::hasOwnPicturesFolder() const {
  return !qEnvironmentVariableIsSet("LIKENESS_PICTURES") && !session_.value(key("pictures")).toString().isEmpty();
}

QString AppSettings::picturesFolder() const {
  return hasOwnPicturesFolder() ? session_.value(key("pictures")).toString() : ui::picturesFolder();
}

api::ComputeOptions AppSettings::compute() const {
  api::ComputeOptions compute;
  compute.device = toStdString(device());
  compute.threads = threads();
  return compute;
}

void AppSettings::set(const QString& key, const QJsonValue& value) {
  if (session_.value(key) == value) return;
  session_.setValue(key, value);
  Q_EMIT changed();
}

void AppSettings::setTheme(const QString& theme) { set(key("theme"), theme); }
void AppSettings::setLanguage(const QString& language) { set(key("language"), language); }
void AppSettings::setDevice(const QString& device) { set(key("device"), device); }
void AppSettings::setThreads(int threads) { set(key("threads"), threads); }
void AppSettings::setPreset(const QString& preset) { set(key("preset"), preset); }
void AppSettings::setMethod(const QString& method) { set(key("method"), method); }
void AppSettings::setNotifies(bool notifies) { set(key("notifies"), notifies); }

void AppSettings::setPicturesFolder(const QString& folder) { set(key("pictures"), folder.isEmpty() ? folder : QDir::cleanPath(folder)); }

}  // namespace likeness::ui
