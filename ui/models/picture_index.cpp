#include "ui/models/picture_index.h"

#include <atomic>
#include <iterator>
#include <utility>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

#include "ui/bridge/convert.h"
#include "ui/models/picture_json.h"

namespace likeness::ui {
namespace {

constexpr int kSchema = 1;

// SQLite's result codes.
constexpr int kError = 1, kBusy = 5, kCorrupt = 11, kNoDatabase = 26;

struct SqlFailure {
  int code = 0;
};

SqlFailure failureOf(const QSqlError& error) { return {error.nativeErrorCode().toInt() & 0xff}; }  // the rest is the extended code

QString inMemory() { return QStringLiteral(":memory:"); }

/// Broken file, no database at all, or tables that are not ours; everything else is a matter of disk and permissions.
bool isDamage(int code) { return code == kCorrupt || code == kNoDatabase || code == kError; }

QSqlQuery run(const QSqlDatabase& database, const QString& sql, const QVariantList& values = {}) {
  QSqlQuery query(database);
  query.setForwardOnly(true);
  bool ok = query.prepare(sql);
  if (ok) {
    for (const QVariant& value : values) query.addBindValue(value);
    ok = query.exec();
  }
  if (!ok) throw failureOf(query.lastError());
  return query;
}

/// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(QSqlDatabase& database) : database_(database) { database_.transaction(); }
  ~Transaction() {
    if (!committed_) database_.rollback();
  }
  void commit() {
    committed_ = database_.commit();
    if (!committed_) throw failureOf(database_.lastError());
  }

 private:
  QSqlDatabase& database_;
  bool committed_ = false;
};

/// SQLite folds ASCII only; Qt folds what an artist writes.
QString folded(const QString& text) { return text.normalized(QString::NormalizationForm_KC).toCaseFolded(); }

QString wordsOf(const api::PictureInfo& picture) {
  QStringList words;
  for (const std::string& prompt : picture.request.prompts) words << toQString(prompt);
  words << toQString(picture.resolved_prompt);
  for (const api::SubjectWord& word : picture.request.words) words << toQString(word.name);
  return folded(words.join(QLatin1Char('\n')));
}

QString likePattern(QString word) {
  for (const QLatin1Char special : {QLatin1Char('\\'), QLatin1Char('%'), QLatin1Char('_')})
    word.replace(special, QLatin1Char('\\') + QString(special));
  return QLatin1Char('%') + word + QLatin1Char('%');
}

QString orderOf(PictureQuery::Order order) {
  switch (order) {
    case PictureQuery::Order::newest: break;
    case PictureQuery::Order::oldest: return QStringLiteral(" ORDER BY modified, p.file");
    case PictureQuery::Order::bestRated: return QStringLiteral(" ORDER BY stars DESC, modified DESC, p.file DESC");
  }
  return QStringLiteral(" ORDER BY modified DESC, p.file DESC");
}

}  // namespace

PictureIndex::PictureIndex(QString file) : file_(std::move(file)) {
  static std::atomic<int> number = 0;
  connection_ = QStringLiteral("pictures-%1").arg(number++);
  QDir().mkpath(QFileInfo(file_).absolutePath());
  marksFile_ = QDir(QFileInfo(file_).absolutePath()).filePath(QStringLiteral("picture-marks.json"));
  readMarks();
  guarded([] {});
}

PictureIndex::~PictureIndex() {
  database_.reset();
  QSqlDatabase::removeDatabase(connection_);
}

/// Opens where need be, then works; whether that went well. A failure leads to a fresh index, never out of here.
template <class Work>
bool PictureIndex::guarded(Work&& work) {
  try {
    if (!database_) open();
    work();
    return true;
  } catch (const SqlFailure& failure) {
    // While another window writes, nothing is wrong; the next look at the files makes up for what is missed.
    if (failure.code != kBusy) recover(failure.code);
    return false;
  }
}

void PictureIndex::open() {
  database_ = std::make_unique<QSqlDatabase>(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection_));
  database_->setDatabaseName(file_);
  database_->setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000"));
  if (!database_->open()) throw failureOf(database_->lastError());
  run(*database_, QStringLiteral("PRAGMA synchronous = NORMAL"));
  QSqlQuery version = run(*database_, QStringLiteral("PRAGMA user_version"));
  const int schema = version.next() ? version.value(0).toInt() : 0;
  version.finish();
  QSqlQuery check = run(*database_, QStringLiteral("PRAGMA quick_check(1)"));
  const bool sound = check.next() && check.value(0).toString() == QLatin1String("ok");
  check.finish();
  if (!sound || (schema != 0 && schema != kSchema)) throw SqlFailure{kCorrupt};
  if (schema == 0) createTables();
  run(*database_, QStringLiteral("CREATE TEMP TABLE marks (file TEXT PRIMARY KEY, favourite INTEGER NOT NULL, rating INTEGER NOT NULL)"));
  for (auto each = marks_.keyBegin(); each != marks_.keyEnd(); ++each) tabulateMark(*each);
}

void PictureIndex::createTables() {
  run(*database_, QStringLiteral("CREATE TABLE pictures (file TEXT PRIMARY KEY, modified INTEGER NOT NULL, partial INTEGER NOT NULL, "
                                 "prompt TEXT NOT NULL, words TEXT NOT NULL, particulars BLOB NOT NULL)"));
  run(*database_, QStringLiteral("CREATE INDEX newest ON pictures (modified DESC, file DESC)"));
  run(*database_, QStringLiteral("PRAGMA user_version = %1").arg(kSchema));
}

void PictureIndex::recover(int code) {
  database_.reset();
  QSqlDatabase::removeDatabase(connection_);
  const bool fresh = isDamage(code) && file_ != inMemory();
  if (fresh) {
    const QString aside = file_ + QStringLiteral(".bad");
    QFile::remove(aside);
    if (!QFile::rename(file_, aside)) QFile::remove(file_);
    QFile::remove(file_ + QStringLiteral("-journal"));
  } else {
    file_ = inMemory();
  }
  trouble_ = fresh ? Trouble::rebuilt : Trouble::notSaved;
  try {
    open();
  } catch (const SqlFailure&) {
    if (file_ == inMemory()) return;
    recover(0);
  }
}

void PictureIndex::put(const api::PictureInfo& picture) {
  guarded([&] { write({picture}, {}); });
}

void PictureIndex::reconcile(const std::vector<api::PictureInfo>& pictures, const QSet<QString>& keep) {
  guarded([&] {
    Transaction transaction(*database_);
    QHash<QString, QByteArray> known;
    QSqlQuery rows = run(*database_, QStringLiteral("SELECT file, particulars FROM pictures"));
    while (rows.next()) known.insert(rows.value(0).toString(), rows.value(1).toByteArray());
    rows.finish();
    write(pictures, known);
    for (const api::PictureInfo& picture : pictures) known.remove(toQString(picture.file));
    for (auto gone = known.keyBegin(); gone != known.keyEnd(); ++gone) {
      if (!keep.contains(*gone)) run(*database_, QStringLiteral("DELETE FROM pictures WHERE file = ?"), {*gone});
    }
    transaction.commit();
  });
}

/// Writes those whose particulars differ from the known ones.
void PictureIndex::write(const std::vector<api::PictureInfo>& pictures, const QHash<QString, QByteArray>& known) {
  QSqlQuery query(*database_);
  if (!query.prepare(QStringLiteral("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?, ?, ?)"))) throw failureOf(query.lastError());
  for (api::PictureInfo picture : pictures) {
    const QString file = toQString(picture.file);
    if (picture.modified_ms == 0) picture.modified_ms = QFileInfo(file).lastModified().toMSecsSinceEpoch();
    const QByteArray particulars = pictureToJson(picture);
    if (known.value(file) == particulars) continue;
    const std::string prompt = picture.request.prompts.empty() ? std::string() : picture.request.prompts.front();
    const QVariant values[] = {file, static_cast<qint64>(picture.modified_ms), picture.partial, toQString(prompt), wordsOf(picture),
                               particulars};
    for (int i = 0; i < static_cast<int>(std::size(values)); ++i) query.bindValue(i, values[i]);
    if (!query.exec()) throw failureOf(query.lastError());
  }
}

void PictureIndex::remove(const QStringList& files) {
  guarded([&] {
    for (const QString& file : files) run(*database_, QStringLiteral("DELETE FROM pictures WHERE file = ?"), {file});
  });
}

std::optional<std::vector<IndexedPicture>> PictureIndex::find(const PictureQuery& wanted) {
  std::vector<IndexedPicture> found;
  const bool well = guarded([&] {
    QString sql = QStringLiteral("SELECT p.file, modified, partial, prompt, particulars, coalesce(favourite, 0), coalesce(rating, 0) AS stars "
                                 "FROM pictures p LEFT JOIN marks m ON m.file = p.file WHERE 1");
    QVariantList values;
    for (const QString& word : folded(wanted.text).simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
      sql += QStringLiteral(" AND words LIKE ? ESCAPE '\\'");
      values << likePattern(word);
    }
    if (wanted.favouritesOnly) sql += QStringLiteral(" AND favourite = 1");
    if (wanted.leastRating > 0) sql += QStringLiteral(" AND rating >= %1").arg(wanted.leastRating);
    QSqlQuery query = run(*database_, sql + orderOf(wanted.order), values);
    while (query.next()) {
      found.push_back({.file = query.value(0).toString(), .modifiedMs = query.value(1).toLongLong(), .partial = query.value(2).toBool(),
                       .prompt = query.value(3).toString(), .particulars = query.value(4).toByteArray(),
                       .favourite = query.value(5).toBool(), .rating = query.value(6).toInt()});
    }
  });
  if (!well) return std::nullopt;
  return found;
}

int PictureIndex::count() {
  int number = 0;
  guarded([&] {
    QSqlQuery query = run(*database_, QStringLiteral("SELECT count(*) FROM pictures"));
    if (query.next()) number = query.value(0).toInt();
  });
  return number;
}

PictureIndex::Trouble PictureIndex::takeTrouble() { return std::exchange(trouble_, Trouble::none); }

}  // namespace likeness::ui
