// One subject: a photo and its newest sample, name, kind, how it was taught, and what can be done with it.
// Thumbnails arrive later from the loader, which must outlive the card. GUI thread only.
#pragma once

#include <vector>

#include <QFrame>
#include <QLabel>
#include <QString>

#include "engine/api/events.h"
#include "ui/models/thumbnail_loader.h"

namespace likeness::ui {

class SubjectCard : public QFrame {
  Q_OBJECT

 public:
  SubjectCard(const api::SubjectInfo& subject, ThumbnailLoader& thumbnails, QWidget* parent = nullptr);

 Q_SIGNALS:
  void makePicturesRequested(const QString& id);
  void runRequested(const QString& subjectId);

 private:
  struct Picture {
    QString file;
    QLabel* label;
  };

  QWidget* makePictures(const api::SubjectInfo& subject);
  QWidget* makePicture(const std::string& file, const QString& caption, const QString& name);
  QWidget* makeState(const api::SubjectInfo& subject);
  QWidget* makeButtons(const api::SubjectInfo& subject);
  void fill(const Picture& picture);

  ThumbnailLoader& thumbnails_;
  qint64 stamp_;
  std::vector<Picture> pictures_;
};

}  // namespace likeness::ui
