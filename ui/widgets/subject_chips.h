// The taught subjects as chips with their newest picture; one or none is chosen. A last button leads to teaching another one.
// Takes plain data, says what was clicked. GUI thread only.
#pragma once

#include <vector>

#include <QPushButton>
#include <QWidget>

#include "engine/api/events.h"

namespace likeness::ui {

class SubjectChips : public QWidget {
  Q_OBJECT

 public:
  explicit SubjectChips(QWidget* parent = nullptr);

  void showSubjects(const std::vector<api::SubjectInfo>& subjects, const QString& chosen);

  /// The chip of a subject, or null.
  QPushButton* chip(const QString& id) const;
  QPushButton* teachButton() const { return teach_; }

 Q_SIGNALS:
  /// Empty: the chosen one was clicked off.
  void subjectChosen(const QString& id);
  void teachRequested();

 private:
  void rebuild(const std::vector<api::SubjectInfo>& subjects);

  std::vector<std::pair<QString, QPushButton*>> chips_;
  QByteArray shown_;  // what the chips were built from
  QPushButton* teach_;
};

}  // namespace likeness::ui
