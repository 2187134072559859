// What the Settings page sets for the whole program, kept in the session and used from the next request on: how the window looks, where
// finished pictures go, where to compute, how teaching begins, whether the desktop is told. One key a value. GUI thread only.
#pragma once

#include <QObject>
#include <QString>

#include "engine/api/options.h"
#include "ui/models/session.h"

namespace likeness::ui {

class AppSettings : public QObject {
  Q_OBJECT

 public:
  explicit AppSettings(Session& session, QObject* parent = nullptr);

  QString theme() const;           // "dark", "light", "system"
  QString language() const;        // "en", "de"; empty: the system's. From the next start on
  QString device() const;          // "auto", "cpu", "cuda"
  int threads() const;             // 0: one per core
  QString preset() const;          // of a new subject
  QString method() const;
  bool notifies() const;

  /// The chosen folder, else the platform's; $LIKENESS_PICTURES decides over both.
  QString picturesFolder() const;
  bool hasOwnPicturesFolder() const;

  /// What every request computes with.
  api::ComputeOptions compute() const;

  void setTheme(const QString& theme);
  void setLanguage(const QString& language);
  void setDevice(const QString& device);
  void setThreads(int threads);
  void setPreset(const QString& preset);
  void setMethod(const QString& method);
  void setNotifies(bool notifies);
  /// Empty: the platform's again.
  void setPicturesFolder(const QString& folder);

 Q_SIGNALS:
  void changed();

 private:
  QString oneOf(const QString& key, std::initializer_list<const char*> allowed) const;
  void set(const QString& key, const QJsonValue& value);

  Session& session_;
};

}  // namespace likeness::ui
