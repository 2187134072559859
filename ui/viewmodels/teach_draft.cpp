#include "ui/viewmodels/teach_draft.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include "ui/bridge/convert.h"

namespace likeness::ui {

namespace {

constexpr qint64 kIndexLimit = 1 << 20;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(TeachDraft)
};

QString under(const QString& folder, const QString& name) { return folder + QLatin1Char('/') + name; }

QString slug(const QString& text) {
  QString out;
  for (const QChar letter : text.toLower()) {
    if ((letter >= QLatin1Char('a') && letter <= QLatin1Char('z')) || letter.isDigit()) out += letter;
  }
  out.truncate(24);
  return out.isEmpty() ? QStringLiteral("subject") : out;
}

}  // namespace

QJsonObject toJson(const TeachDraft& draft) {
  return {{QStringLiteral("id"), draft.id},        {QStringLiteral("name"), draft.name},   {QStringLiteral("kind"), draft.kind},
          {QStringLiteral("token"), draft.token},  {QStringLiteral("model"), draft.model}, {QStringLiteral("preset"), draft.preset},
          {QStringLiteral("method"), draft.method}};
}

TeachDraft draftFromJson(const QJsonObject& json) {
  TeachDraft draft;
  const auto take = [&](const char* key, QString& into) { into = json.value(QLatin1String(key)).toString(into); };
  take("id", draft.id);
  take("name", draft.name);
  take("kind", draft.kind);
  take("token", draft.token);
  take("model", draft.model);
  take("preset", draft.preset);
  take("method", draft.method);
  return draft;
}

QString freshSubjectId(const QString& hint) {
  const QString stem = slug(hint) + QDateTime::currentDateTime().toString(QStringLiteral("-yyyyMMdd-hhmmss"));
  QString id = stem;
  for (int number = 2; QFileInfo::exists(under(homeFolder(), QStringLiteral("subjects/") + id)); ++number)
    id = stem + QLatin1Char('-') + QString::number(number);
  return id;
}

QString photosFolder(const QString& id) { return under(homeFolder(), QStringLiteral("subjects/%1/photos").arg(id)); }

QString freshRunFolder(const QString& id) {
  for (int number = 1;; ++number) {
    const QString folder = under(homeFolder(), QStringLiteral("runs/%1-%2").arg(id).arg(number));
    if (!QFileInfo::exists(folder)) return folder;
  }
}

qint64 newestCheckpoint(const QString& runFolder) {
  const QDir folder(under(runFolder, QStringLiteral("checkpoints")));
  qint64 newest = 0;
  for (const QString& name : folder.entryList({QStringLiteral("step-*")}, QDir::Dirs)) {
    if (QFileInfo::exists(folder.filePath(name + QStringLiteral("/DONE")))) newest = std::max(newest, name.mid(5).toLongLong());
  }
  return newest;
}

QStringList missingFor(const TeachDraft& draft, int usablePhotos) {
  QStringList missing;
  if (usablePhotos == 0) missing << Words::tr("Add at least 1 photo");
  if (draft.name.trimmed().isEmpty()) missing << Words::tr("Give it a name");
  if (draft.kind.trimmed().isEmpty()) missing << Words::tr("Say what kind it is");
  if (draft.token.trimmed().isEmpty()) missing << Words::tr("Fill in the rare word");
  return missing;
}

QString promptLine(const TeachDraft& draft) {
  const auto shown = [](const QString& text) { return text.trimmed().isEmpty() ? QStringLiteral("\u2026") : text.trimmed(); };
  return Words::tr("a photo of %1 %2").arg(shown(draft.name), shown(draft.kind));
}

api::Train trainRequest(const TeachDraft& draft, const QString& runFolder) {
  api::Train request;
  request.model = toStdString(draft.model);
  request.photos = {toStdString(photosFolder(draft.id))};
  request.subject_id = toStdString(draft.id);
  request.name = toStdString(draft.name.trimmed());
  request.kind = toStdString(draft.kind.trimmed());
  request.token = toStdString(draft.token.trimmed());
  request.options.preset = toStdString(draft.preset);
  request.options.method = toStdString(draft.method);
  request.run_folder = toStdString(runFolder);
  return request;
}

TeachDraft draftOf(const api::Train& request) {
  TeachDraft draft;
  draft.id = toQString(request.subject_id);
  draft.name = toQString(request.name);
  draft.kind = toQString(request.kind);
  draft.token = toQString(request.token);
  draft.model = toQString(request.model);
  draft.preset = toQString(request.options.preset);
  draft.method = toQString(request.options.method);
  return draft;
}

std::vector<SampleSubject> sampleSubjects() {
  const QString folder = under(resourcesFolder(), QStringLiteral("subjects"));
  QFile file(under(folder, QStringLiteral("index.json")));
  if (!file.open(QIODevice::ReadOnly) || file.size() > kIndexLimit) return {};
  std::vector<SampleSubject> subjects;
  for (const QJsonValue& entry : QJsonDocument::fromJson(file.readAll()).array()) {
    SampleSubject subject;
    subject.name = entry[QLatin1String("name")].toString();
    subject.kind = entry[QLatin1String("kind")].toString();
    for (const QJsonValue& name : entry[QLatin1String("files")].toArray()) subject.files << under(folder, name.toString());
    if (subject.name.isEmpty() || subject.files.isEmpty()) continue;
    subject.name[0] = subject.name[0].toUpper();
    subjects.push_back(std::move(subject));
  }
  return subjects;
}

}  // namespace likeness::ui
