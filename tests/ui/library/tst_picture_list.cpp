// The list of pictures for views, and the thumbnails behind it.
#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/temporary_folder.h"
#include "tests/ui/library/library_fixture.h"
#include "ui/bridge/convert.h"
#include "ui/models/picture_json.h"
#include "ui/models/picture_list.h"

using namespace likeness;
using namespace likeness::ui;

namespace {

IndexedPicture row(const std::string& file, qint64 time, const std::string& prompt = "a fox") {
  return {.file = toQString(file), .modifiedMs = time, .partial = false, .prompt = toQString(prompt), .particulars = {}};
}

QStringList filesOf(const PictureList& list) {
  QStringList names;
  for (int i = 0; i < list.rowCount(); ++i) names << list.index(i).data(PictureList::FileRole).toString();
  return names;
}

}  // namespace

class TestPictureList : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void mergesAndKeepsWhatIsChosen() {
    ThumbnailLoader loader;
    PictureList list(loader);
    QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
    list.setPictures({row("e", 5), row("d", 4), row("c", 3), row("b", 2), row("a", 1)}, PictureList::Change::replace);
    const QPersistentModelIndex chosen(list.index(2));
    QSignalSpy resets(&list, &PictureList::modelReset);
    list.setPictures({row("g", 7), row("f", 6), row("d", 4), row("c", 3, "changed"), row("bb", 2), row("a", 1), row("0", 0)},
                     PictureList::Change::merge);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(filesOf(list), test::strings({"g", "f", "d", "c", "bb", "a", "0"}));
    QCOMPARE(chosen.row(), 3);
    QCOMPARE(list.at(3).prompt, QStringLiteral("changed"));
    list.setPictures({}, PictureList::Change::merge);
    QCOMPARE(list.rowCount(), 0);
    QVERIFY(!chosen.isValid());
    QCOMPARE(resets.count(), 0);
  }

  void randomMergesEndRight() {
    ThumbnailLoader loader;
    PictureList list(loader);
    QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
    unsigned state = 20260824;
    for (int round = 0; round < 60; ++round) {
      std::vector<IndexedPicture> pictures;
      QStringList expected;
      for (int time = 40; time > 0; --time) {
        state = state * 1664525u + 1013904223u;
        if ((state >> 24) % 4 == 0) continue;
        const QString name = QString::number(time);
        pictures.push_back(row(toStdString(name), time, std::to_string((state >> 16) % 2)));
        expected << name;
      }
      list.setPictures(pictures, PictureList::Change::merge);
      QCOMPARE(filesOf(list), expected);
      for (std::size_t i = 0; i < pictures.size(); ++i) QVERIFY(list.at(static_cast<int>(i)) == pictures[i]);
    }
  }

  void takesAnUnsortedListAsItIs() {
    ThumbnailLoader loader;
    PictureList list(loader);
    list.setPictures({row("b", 2), row("a", 1)}, PictureList::Change::merge);
    list.setPictures({row("x", 1), row("z", 9), row("b", 2)}, PictureList::Change::merge);
    QCOMPARE(filesOf(list), test::strings({"x", "z", "b"}));
  }

  void saysWhatThePictureIs() {
    ThumbnailLoader loader;
    PictureList list(loader);
    IndexedPicture partial = row("/p/a.png", 1, "a fox");
    partial.partial = true;
    api::PictureInfo info = test::pictureInfo("/p/a.png", "a fox", 1);
    info.request = test::unusualRequest();
    partial.particulars = pictureToJson(info);
    list.setPictures({partial, row("/p/b.png", 0, "")}, PictureList::Change::replace);
    QCOMPARE(list.index(0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("a fox (unfinished)"));
    QVERIFY(list.index(0).data(PictureList::PartialRole).toBool());
    QCOMPARE(list.index(1).data(Qt::AccessibleTextRole).toString(), QStringLiteral("b.png"));
    QCOMPARE(test::differences(list.picture(0)->request, info.request), QStringList());
    QVERIFY(!list.picture(1).has_value());
  }

  void readsThumbnailsBesideTheWindow() {
    test::TemporaryFolder folder;
    const std::string large = (folder / "large.png").string();
    const std::string small = (folder / "small.png").string();
    const std::string broken = folder.write("broken.png", "\x89PNG no picture").string();
    QVERIFY(QImage(1000, 500, QImage::Format_RGB32).save(toQString(large)));
    QVERIFY(QImage(64, 64, QImage::Format_RGB32).save(toQString(small)));
    ThumbnailLoader loader;
    PictureList list(loader);
    list.setPictures({row(large, 3), row(small, 2), row(broken, 1), row("/missing.png", 0)}, PictureList::Change::replace);
    QSignalSpy changes(&list, &PictureList::dataChanged);
    for (int i = 0; i < 4; ++i) QVERIFY(list.index(i).data(Qt::DecorationRole).value<QImage>().isNull());
    QTRY_COMPARE(changes.count(), 4);
    QCOMPARE(list.index(0).data(Qt::DecorationRole).value<QImage>().size(), QSize(256, 128));
    QCOMPARE(list.index(1).data(Qt::DecorationRole).value<QImage>().size(), QSize(64, 64));
    for (int i = 0; i < 4; ++i) QCOMPARE(list.index(i).data(PictureList::UnreadableRole).toBool(), i >= 2);
    QVERIFY(list.index(2).data(Qt::DecorationRole).value<QImage>().isNull());
  }

  void readsANewerFileAnew() {
    test::TemporaryFolder folder;
    const QString file = toQString((folder / "a.png").string());
    QVERIFY(QImage(64, 64, QImage::Format_RGB32).save(file));
    ThumbnailLoader loader;
    QSignalSpy ready(&loader, &ThumbnailLoader::ready);
    loader.thumbnail(file, 1);
    QVERIFY(ready.wait(5000));
    QVERIFY(QImage(32, 16, QImage::Format_RGB32).save(file));
    QCOMPARE(loader.thumbnail(file, 1).size(), QSize(64, 64));
    QVERIFY(loader.thumbnail(file, 2).isNull());
    QVERIFY(ready.wait(5000));
    QCOMPARE(loader.thumbnail(file, 2).size(), QSize(32, 16));
  }

  void refusesHugePictures() {
    // A valid header of a 30000 x 30000 picture: 3.6 GB if it were believed.
    const QByteArray head = QByteArray::fromHex("89504e470d0a1a0a0000000d4948445200007530000075300806000000");
    const QByteArray name_and_data = head.mid(12, 17);
    QByteArray png = head;
    quint32 crc = 0xffffffff;
    for (const char byte : name_and_data) {
      crc ^= static_cast<quint8>(byte);
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0u);
    }
    crc ^= 0xffffffff;
    for (int shift = 24; shift >= 0; shift -= 8) png.append(static_cast<char>(crc >> shift));
    png.append(QByteArray::fromHex("000000004944415435af061e0000000049454e44ae426082"));
    test::TemporaryFolder folder;
    const QString file = toQString(folder.write("huge.png", png.toStdString()).string());
    ThumbnailLoader loader;
    QSignalSpy opened(&loader, &ThumbnailLoader::opened);
    loader.open(file);
    QVERIFY(opened.wait(5000));
    QVERIFY(opened.front().at(1).value<QImage>().isNull());
  }

  void goesAwayInTheMiddleOfReading() {
    test::TemporaryFolder folder;
    const QString file = toQString((folder / "a.png").string());
    QVERIFY(QImage(2000, 2000, QImage::Format_RGB32).save(file));
    auto loader = std::make_unique<ThumbnailLoader>();
    for (int i = 0; i < 600; ++i) loader->thumbnail(file, i);
    loader->open(file);
    loader.reset();
    QCoreApplication::processEvents();
  }
};

QTEST_MAIN(TestPictureList)
#include "tst_picture_list.moc"
