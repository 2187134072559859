// What the window remembers between starts: geometry, drafts, chosen values. One JSON file, written a second after the last change
// and at the end, replaced atomically; an unreadable one is set aside as session.json.bad and the window starts fresh.
// Use: session.setValue("make/prompt", text); session.value("make/prompt").toString(). Keys are page/field. GUI thread only.
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QObject>
#include <QTimer>

namespace likeness::ui {

class Session : public QObject {
  Q_OBJECT

 public:
  explicit Session(QString file, QObject* parent = nullptr);
  ~Session() override;

  QJsonValue value(const QString& key, const QJsonValue& fallback = {}) const;
  void setValue(const QString& key, const QJsonValue& value);

  /// Writes now what has changed; false when the disk refused.
  bool save();

 private:
  QString file_;
  QJsonObject values_;
  bool changed_ = false;
  QTimer timer_;
};

}  // namespace likeness::ui
