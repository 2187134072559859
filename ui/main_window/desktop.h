// The desktop around the window, over D-Bus and without ever waiting for it: notifications (org.freedesktop.Notifications), staying awake
// (logind's inhibitor), and whether the desktop is dark (the settings portal). Where a service is missing, nothing happens.
// All calls run in one thread of its own; signals come in the thread that made the object.
#pragma once

#include <QDBusUnixFileDescriptor>
#include <QObject>
#include <QThreadPool>

namespace likeness::ui {

class Desktop : public QObject {
  Q_OBJECT

 public:
  explicit Desktop(QObject* parent = nullptr);
  ~Desktop() override;

  void notify(const QString& title, const QString& text);
  void setAwake(bool awake, const QString& why);
  /// Answers with schemeKnown.
  void askScheme();

 Q_SIGNALS:
  void schemeKnown(bool dark);

 private:
  QThreadPool pool_;                      // one thread, so calls keep their order
  quint32 notification_ = 0;              // the pool's: the last one, which the next replaces
  QDBusUnixFileDescriptor staysAwake_;    // the pool's: closed, the computer may sleep again
};

}  // namespace likeness::ui
