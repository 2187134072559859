// The left column of the Library page: a card for each subject, newest first, or a way to teach the first one.
// Cards are made anew only when the subjects have changed. GUI thread only.
#pragma once

#include <vector>

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "ui/viewmodels/library_viewmodel.h"

class QStackedWidget;
class QVBoxLayout;

namespace likeness::ui {

class SubjectsSection : public QWidget {
  Q_OBJECT

 public:
  SubjectsSection(AppState& state, LibraryViewModel& rules, QWidget* parent = nullptr);

 Q_SIGNALS:
  void makePicturesRequested(const QString& id);
  void runRequested(const QString& subjectId);
  void teachRequested();

 private:
  QWidget* makeCards();
  QWidget* makeEmpty();
  void refresh();

  AppState& state_;
  LibraryViewModel& rules_;
  QLabel* emptyText_ = nullptr;
  QPushButton* teach_ = nullptr;
  QVBoxLayout* cards_ = nullptr;
  QWidget* empty_ = nullptr;
  QWidget* list_ = nullptr;
  std::vector<api::SubjectInfo> shown_;
};

}  // namespace likeness::ui
