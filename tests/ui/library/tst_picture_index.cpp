// The index of pictures: particulars there and back exactly, search, reconciling with the files, damaged and foreign databases.
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QDir>
#include <QTest>

#include "tests/support/temporary_folder.h"
#include "tests/ui/library/library_fixture.h"
#include "ui/bridge/convert.h"
#include "ui/models/picture_index.h"
#include "ui/models/picture_index_thread.h"
#include "ui/models/picture_json.h"

using namespace likeness;
using namespace likeness::ui;

namespace {

QStringList files(PictureIndex& index, const QString& text = {}) {
  QStringList names;
  const auto found = index.find({.text = text});
  if (!found) return {QStringLiteral("not read")};
  for (const IndexedPicture& each : *found) names << each.file;
  return names;
}

struct Index {
  test::TemporaryFolder folder;
  QString file = toQString((folder / "home/library.sqlite").string());
};

}  // namespace

class TestPictureIndex : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsEveryParticular() {
    api::PictureInfo picture = test::pictureInfo("/p/ä b.png", "x", 1'700'000'000'123);
    picture.request = test::unusualRequest();
    picture.partial = true;
    const auto again = pictureFromJson(pictureToJson(picture));
    QVERIFY(again.has_value());
    QCOMPARE(test::differences(again->request, picture.request), QStringList());
    QCOMPARE(again->request.sample.seed, std::int64_t{4294967295});
    QVERIFY(again->request.loras.front().strength == 0.1 + 0.2);
    QCOMPARE(again->request.compute.device, std::string("cuda:1"));
    QCOMPARE(again->request.compute.dtype, std::string("bf16"));
    QCOMPARE(again->request.compute.threads, 3);
    QVERIFY(again->request.compute.deterministic);
    QCOMPARE(again->file, picture.file);
    QCOMPARE(again->parameters, picture.parameters);
    QCOMPARE(again->resolved_prompt, picture.resolved_prompt);
    QCOMPARE(again->model_name, picture.model_name);
    QCOMPARE(again->model_hash, picture.model_hash);
    QCOMPARE(again->modified_ms, picture.modified_ms);
    QCOMPARE(again->width, 128);
    QVERIFY(again->partial);
  }

  void refusesWhatIsNoObject() {
    for (const char* bad : {"", "{", "[1]", "null", "\xff\xfe"}) QVERIFY2(!pictureFromJson(bad).has_value(), bad);
    const auto odd = pictureFromJson(R"({"width":"wide","request":{"sample":{"steps":"many","seed":1e300},"loras":[7],"prompts":[3]}})");
    QVERIFY(odd.has_value());
    QCOMPARE(odd->width, 0);
    QCOMPARE(odd->request.sample.steps, 30);
    QCOMPARE(odd->request.sample.seed, std::int64_t{-1});
  }

  void findsNewestFirst() {
    Index at;
    PictureIndex index(at.file);
    index.put(test::pictureInfo("/p/1.png", "a fox", 1000));
    index.put(test::pictureInfo("/p/3.png", "a dog", 3000));
    index.put(test::pictureInfo("/p/2a.png", "a cat", 2000));
    index.put(test::pictureInfo("/p/2b.png", "a cat", 2000));
    QCOMPARE(files(index), test::strings({"/p/3.png", "/p/2b.png", "/p/2a.png", "/p/1.png"}));
    index.put(test::pictureInfo("/p/1.png", "a red fox", 4000));
    QCOMPARE(files(index), test::strings({"/p/1.png", "/p/3.png", "/p/2b.png", "/p/2a.png"}));
    QCOMPARE(index.count(), 4);
    QCOMPARE(index.find({})->front().prompt, QStringLiteral("a red fox"));
    QVERIFY(index.takeTrouble() == PictureIndex::Trouble::none);
  }

  void searches_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("word") << QStringLiteral("moon") << test::strings({"/p/3", "/p/1"});
    QTest::newRow("letter case and umlaut") << QStringLiteral("ÄPFEL") << test::strings({"/p/2"});
    QTest::newRow("every word, any order") << QStringLiteral("  moon   fox ") << test::strings({"/p/1"});
    QTest::newRow("subject's name, which the prompt lacks") << QStringLiteral("biscuit") << test::strings({"/p/3"});
    QTest::newRow("per cent is a letter") << QStringLiteral("100%") << test::strings({"/p/2"});
    QTest::newRow("per cent alone") << QStringLiteral("%") << test::strings({"/p/2"});
    QTest::newRow("underscore is a letter") << QStringLiteral("b_r") << QStringList();
    QTest::newRow("backslash") << QStringLiteral("\\") << QStringList();
    QTest::newRow("quote") << QStringLiteral("' OR 1=1 --") << QStringList();
    QTest::newRow("blank") << QStringLiteral("   ") << test::strings({"/p/3", "/p/2", "/p/1"});
  }

  void searches() {
    QFETCH(QString, text);
    QFETCH(QStringList, found);
    Index at;
    PictureIndex index(at.file);
    index.put(test::pictureInfo("/p/1", "a Fox on the Moon", 1));
    index.put(test::pictureInfo("/p/2", "äpfel, 100% bar", 2));
    api::PictureInfo biscuit = test::pictureInfo("/p/3", "sks dog on the moon", 3);
    biscuit.request.words = {{.name = "Biscuit", .token = "sks", .kind = "dog"}};
    index.put(biscuit);
    QCOMPARE(files(index, text), found);
  }

  void reconcileReplacesAndKeeps() {
    Index at;
    PictureIndex index(at.file);
    for (int i = 1; i <= 4; ++i) index.put(test::pictureInfo("/p/" + std::to_string(i), "old", i));
    api::PictureInfo changed = test::pictureInfo("/p/2", "new", 2);
    changed.request = test::unusualRequest();
    index.reconcile({test::pictureInfo("/p/1", "old", 1), changed, test::pictureInfo("/p/9", "other", 9)}, {QStringLiteral("/p/4")});
    QCOMPARE(files(index), test::strings({"/p/9", "/p/4", "/p/2", "/p/1"}));
    const auto row = index.find({.text = QStringLiteral("tasse")});
    QCOMPARE(row->size(), std::size_t{1});
    QCOMPARE(test::differences(pictureFromJson(row->front().particulars)->request, changed.request), QStringList());
  }

  void readsTheTimeFromTheFile() {
    Index at;
    const std::string file = at.folder.write("a.png", "x").string();
    PictureIndex index(at.file);
    index.put(test::pictureInfo(file, "a", 0));
    QCOMPARE(index.find({})->front().modifiedMs, QFileInfo(toQString(file)).lastModified().toMSecsSinceEpoch());
  }

  void survivesARestart() {
    Index at;
    PictureIndex(at.file).put(test::pictureInfo("/p/1", "a fox", 1));
    PictureIndex index(at.file);
    QCOMPARE(files(index), test::strings({"/p/1"}));
    QVERIFY(index.takeTrouble() == PictureIndex::Trouble::none);
  }

  void setsDamagedFilesAside_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no database") << QByteArray(5000, 'x');
    QTest::newRow("cut off") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("torn") << QByteArray();
  }

  void setsDamagedFilesAside() {
    QFETCH(QByteArray, bytes);
    Index at;
    {
      PictureIndex before(at.file);
      std::vector<api::PictureInfo> pictures;
      for (int i = 0; i < 200; ++i) pictures.push_back(test::pictureInfo("/p/" + std::to_string(i), "a fox", i));
      before.reconcile(pictures, {});
    }
    QFile file(at.file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    if (bytes.isEmpty()) {  // the middle of a good one overwritten
      QVERIFY(file.size() > 20000);
      file.seek(4096);
      file.write(QByteArray(12000, '\x5a'));
    } else {
      file.resize(0);
      file.write(bytes);
    }
    file.close();
    PictureIndex index(at.file);
    QVERIFY(index.takeTrouble() == PictureIndex::Trouble::rebuilt);
    QVERIFY(index.takeTrouble() == PictureIndex::Trouble::none);
    QVERIFY(QFile::exists(at.file + QStringLiteral(".bad")));
    QCOMPARE(files(index), QStringList());
    index.put(test::pictureInfo("/p/1", "a fox", 1));
    QCOMPARE(files(index), test::strings({"/p/1"}));
  }

  void setsAnotherSchemaAside() {
    Index at;
    PictureIndex(at.file).put(test::pictureInfo("/p/1", "a fox", 1));
    {
      QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
      database.setDatabaseName(at.file);
      QVERIFY(database.open());
      QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version = 99"));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("other"));
    PictureIndex index(at.file);
    QVERIFY(index.takeTrouble() == PictureIndex::Trouble::rebuilt);
    QCOMPARE(files(index), QStringList());
  }

  void worksInMemoryWhereNothingCanBeWritten() {
    test::TemporaryFolder folder;
    folder.write("home", "a file where the folder should be");
    PictureIndex index(toQString((folder / "home/library.sqlite").string()));
    QVERIFY(index.takeTrouble() == PictureIndex::Trouble::notSaved);
    index.put(test::pictureInfo("/p/1", "a fox", 1));
    QCOMPARE(files(index), test::strings({"/p/1"}));
  }

  void marksSurviveTheLossOfTheIndex() {
    Index at;
    const QStringList both{QStringLiteral("/p/1"), QStringLiteral("/p/3")};
    {
      PictureIndex index(at.file);
      for (int i = 1; i <= 4; ++i) index.put(test::pictureInfo("/p/" + std::to_string(i), "a fox", i));
      index.setFavourite(both, true);
      index.setRating({QStringLiteral("/p/2")}, 4);
      index.setRating({QStringLiteral("/p/3")}, 9);
    }
    QVERIFY(QFile::remove(at.file));
    PictureIndex index(at.file);
    for (int i = 1; i <= 4; ++i) index.put(test::pictureInfo("/p/" + std::to_string(i), "a fox", i));
    const auto names = [&](const PictureQuery& query) {
      QStringList found;
      const auto pictures = index.find(query);
      for (const IndexedPicture& each : *pictures) found << each.file.right(1) + QString(each.rating, QLatin1Char('*'));
      return found.join(QLatin1Char(' '));
    };
    QCOMPARE(names({.favouritesOnly = true}), QStringLiteral("3***** 1"));
    QCOMPARE(names({.leastRating = 4}), QStringLiteral("3***** 2****"));
    QCOMPARE(names({.order = PictureQuery::Order::oldest}), QStringLiteral("1 2**** 3***** 4"));
    QCOMPARE(names({.order = PictureQuery::Order::bestRated}), QStringLiteral("3***** 2**** 4 1"));
    QCOMPARE(names({.text = QStringLiteral("dog"), .favouritesOnly = true}), QString());
    index.setFavourite(both, false);
    index.remove({QStringLiteral("/p/2")});
    QCOMPARE(names({.favouritesOnly = true}), QString());
    QCOMPARE(index.count(), 3);
  }

  void damagedMarksAreSetAside() {
    Index at;
    const QString marks = QFileInfo(at.file).absolutePath() + QStringLiteral("/picture-marks.json");
    QDir().mkpath(QFileInfo(at.file).absolutePath());
    QFile file(marks);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"schema\": 9}");
    file.close();
    PictureIndex index(at.file);
    index.put(test::pictureInfo("/p/1", "a fox", 1));
    index.setFavourite({QStringLiteral("/p/1")}, true);
    QVERIFY(QFile::exists(marks + QStringLiteral(".bad")));
    QCOMPARE(index.find({.favouritesOnly = true})->size(), std::size_t{1});
  }

  void threadAnswersInOrderAndFinishesAtTheEnd() {
    Index at;
    {
      PictureIndexThread thread(at.file);
      std::vector<FoundPictures> answers;
      connect(&thread, &PictureIndexThread::found, this, [&](const std::shared_ptr<FoundPictures>& found) { answers.push_back(*found); });
      thread.put(test::pictureInfo("/p/1", "a fox", 1));
      thread.find({});
      thread.reconcile({test::pictureInfo("/p/2", "a dog", 2), test::pictureInfo("/p/3", "a fox", 3)}, {});
      thread.find({.text = QStringLiteral("dog")});
      QTRY_COMPARE(answers.size(), std::size_t{2});
      QCOMPARE(answers[0].pictures.front().file, QStringLiteral("/p/1"));
      QCOMPARE(answers[1].query.text, QStringLiteral("dog"));
      QCOMPARE(answers[1].pictures.front().file, QStringLiteral("/p/2"));
      QCOMPARE(answers[1].total, 2);
      thread.put(test::pictureInfo("/p/4", "late", 4));
    }
    PictureIndex index(at.file);
    QCOMPARE(files(index), test::strings({"/p/4", "/p/3", "/p/2"}));
  }
};

QTEST_GUILESS_MAIN(TestPictureIndex)
#include "tst_picture_index.moc"
