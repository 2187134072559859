// Small drafts of one picture over the range of the guidance, so that the slider can be moved by eye: the locked seed with few steps, one
// ordinary Generate request each, that writes no file. Made only while nothing else is in the queue, dropped as soon as something is,
// kept for as long as the other settings come back. No QWidget. GUI thread only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include <QHash>
#include <QImage>
#include <QObject>
#include <QTimer>

#include "ui/viewmodels/app_state.h"

namespace likeness::ui {

class GuidanceDrafts : public QObject {
  Q_OBJECT

 public:
  explicit GuidanceDrafts(AppState& state, QObject* parent = nullptr);

  /// The guidance values that get a draft, rising.
  static const std::vector<double>& values();

  /// What a picture would be made with now; nothing while no drafts are wanted (free seed, hidden strip, Generate disabled).
  void setRequest(const std::optional<api::Generate>& request);

  /// Null until it has been made.
  QImage draft(double value) const;
  /// The draft nearest to this guidance; null when there is none yet.
  QImage nearest(double guidance) const;
  bool isMaking() const { return job_ != 0; }

 Q_SIGNALS:
  void changed();

 private:
  using Set = std::map<double, QImage>;

  void makeNext();
  void stop();
  void onState(const api::JobState& state);
  void onImage(const api::ImageReady& image);

  AppState& state_;
  std::optional<api::Generate> request_;
  QByteArray key_;                         // everything but the guidance
  QHash<QByteArray, Set> drafts_;
  QTimer settle_;                          // while settings are being typed, nothing is made
  api::JobId job_ = 0;
  double making_ = 0;
};

}  // namespace likeness::ui
