#include "ui/models/session.h"

#include <optional>
#include <utility>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace likeness::ui {
namespace {

constexpr int kSchema = 1;
constexpr int kWriteAfterMs = 1000;

/// The values of a session file; nothing when it cannot be read or was written by a newer version.
std::optional<QJsonObject> readValues(const QString& file) {
  QFile opened(file);
  if (!opened.open(QIODevice::ReadOnly)) return std::nullopt;
  const QJsonDocument document = QJsonDocument::fromJson(opened.readAll());
  if (!document.isObject()) return std::nullopt;
  const QJsonObject root = document.object();
  const QJsonValue values = root.value(QLatin1String("values"));
  if (root.value(QLatin1String("schema")).toInt() != kSchema || !values.isObject()) return std::nullopt;
  return values.toObject();
}

}  // namespace

Session::Session(QString file, QObject* parent) : QObject(parent), file_(std::move(file)) {
  timer_.setSingleShot(true);
  timer_.setInterval(kWriteAfterMs);
  connect(&timer_, &QTimer::timeout, this, [this] { save(); });
  if (!QFile::exists(file_)) return;
  if (const auto values = readValues(file_)) {
    values_ = *values;
    return;
  }
  const QString aside = file_ + QStringLiteral(".bad");
  QFile::remove(aside);
  QFile::rename(file_, aside);
}

Session::~Session() { save(); }

QJsonValue Session::value(const QString& key, const QJsonValue& fallback) const {
  const auto entry = values_.constFind(key);
  return entry == values_.constEnd() ? fallback : entry.value();
}

void Session::setValue(const QString& key, const QJsonValue& value) {
  const auto entry = values_.constFind(key);
  if (entry != values_.constEnd() && entry.value() == value) return;
  values_.insert(key, value);
  changed_ = true;
  timer_.start();
}

bool Session::save() {
  timer_.stop();
  if (!changed_) return true;
  QDir().mkpath(QFileInfo(file_).absolutePath());
  QSaveFile out(file_);
  const QJsonObject root{{QStringLiteral("schema"), kSchema}, {QStringLiteral("values"), values_}};
  if (!out.open(QIODevice::WriteOnly)) return false;
  out.write(QJsonDocument(root).toJson());
  if (!out.commit()) return false;
  changed_ = false;
  return true;
}

}  // namespace likeness::ui
