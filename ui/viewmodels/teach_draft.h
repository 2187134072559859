// The subject being put together: its folder's id, name, kind, base model and how thoroughly to teach it. Plain values and rules.
// Kept in the session as one JSON object, so that a restart finds it again; the photos themselves lie in the subject's folder.
#pragma once

#include <vector>

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "engine/api/requests.h"

namespace likeness::ui {

struct TeachDraft {
  QString id;  // folder name under home/subjects; empty until the first photo
  QString name;
  QString kind;
  QString token = QStringLiteral("sks");
  QString model = QStringLiteral("starter");
  QString preset = QStringLiteral("balanced");
  QString method = QStringLiteral("full");
};

QJsonObject toJson(const TeachDraft& draft);
TeachDraft draftFromJson(const QJsonObject& json);

/// "biscuit-20261125-031522": letters and digits of the hint (or "subject"), then the time; never one that exists in home/subjects.
QString freshSubjectId(const QString& hint);
/// home/subjects/ID/photos.
QString photosFolder(const QString& id);
/// home/runs/ID-N with the lowest N that is free.
QString freshRunFolder(const QString& id);
/// Step of the newest checkpoint in the run folder that is complete; 0 without one.
qint64 newestCheckpoint(const QString& runFolder);

/// What still keeps teaching from starting, as short instructions; empty: ready.
QStringList missingFor(const TeachDraft& draft, int usablePhotos);

/// "a photo of Biscuit dog", with an ellipsis for what is not filled in yet.
QString promptLine(const TeachDraft& draft);

api::Train trainRequest(const TeachDraft& draft, const QString& runFolder);

/// What an earlier request was made from.
TeachDraft draftOf(const api::Train& request);

/// The subjects that ship with the program.
struct SampleSubject {
  QString name;  // with a capital letter
  QString kind;
  QStringList files;  // absolute
};
std::vector<SampleSubject> sampleSubjects();

}  // namespace likeness::ui
