// How the Library looks in each state and two sizes: nothing clipped, overlapping or hard to read. Writes screenshots where
// LIKENESS_SCREENSHOTS names a folder.
#include <QApplication>
#include <QLineEdit>

#include "tests/support/look_check.h"
#include "tests/ui/library/library_fixture.h"

using namespace likeness;
using namespace likeness::ui;
using test::LibraryWindow;

namespace {

/// The page in the smallest window we promise, and in a large one (rail and status bar left out).
const QSize kSizes[] = {{1200, 690}, {1520, 970}};

std::string samplePhoto(const char* name) { return std::string(LIKENESS_SOURCE_DIR "/resources/subjects/") + name; }

std::vector<api::SubjectInfo> subjects() {
  api::SubjectInfo biscuit = test::biscuit(), pip = test::pip(), comet = test::biscuit();
  biscuit.photo_file = samplePhoto("biscuit/01.png");
  biscuit.sample_file = samplePhoto("biscuit/03.png");
  biscuit.step = 400;
  pip.photo_file = samplePhoto("pip/01.png");
  pip.sample_file = samplePhoto("pip/02.png");
  pip.step = 1200;
  comet.id = "comet";
  comet.name = "Comet";
  comet.kind = "robot";
  comet.photo_file = samplePhoto("comet/01.png");
  comet.taught = false;
  return {biscuit, pip, comet};
}

}  // namespace

class TestLibraryLook : public QObject {
  Q_OBJECT

 private:
  void look(LibraryWindow& w, const QString& name) {
    for (const QSize size : kSizes) {
      w.page->resize(size);
      QTest::qWait(150);
      test::screenshot(*w.page, QStringLiteral("library-%1-%2").arg(name).arg(size.width()));
      QCOMPARE(test::lookProblems(*w.page).join(QLatin1Char('\n')), QString());
    }
  }

  void fill(LibraryWindow& w, int count) {
    w.knowSubjects(subjects());
    std::vector<api::PictureInfo> pictures;
    for (int i = count; i > 0; --i) {
      api::PictureInfo picture = w.picture(i, i % 2 == 0 ? "Biscuit on the moon, wearing a red scarf, seen from far away" : "a fox on the beach");
      if (i % 5 == 0) test::writePicture(picture.file, i, {192, 128});
      picture.partial = i % 6 == 2;
      picture.resolved_prompt = "sks dog on the moon, wearing a red scarf, seen from far away";
      picture.request.negative = "text, blur";
      picture.request.words = {{.name = "Biscuit", .token = "sks", .kind = "dog"}};
      pictures.push_back(picture);
    }
    std::filesystem::remove(pictures[3].file);
    w.answer(pictures);
    QTRY_COMPARE(w.shownTiles(), count);
    QTest::qWait(300);
  }

 private Q_SLOTS:
  void empty() {
    LibraryWindow w;
    w.open();
    look(w, QStringLiteral("starting"));
    w.knowSubjects({});
    w.answer({});
    QTRY_VERIFY(w.says("No pictures yet"));
    look(w, QStringLiteral("empty"));
  }

  void full() {
    LibraryWindow w;
    w.open();
    fill(w, 60);
    look(w, QStringLiteral("full"));
    QTest::mouseMove(w.grid()->viewport(), w.grid()->visualRect(w.grid()->model()->index(1, 0)).center());
    w.grid()->setFocus();
    w.grid()->setCurrentIndex(w.grid()->model()->index(2, 0));
    look(w, QStringLiteral("keyboard"));
    w.find<QLineEdit>(QStringLiteral("Search pictures"))->setText(QStringLiteral("zebra"));
    QTRY_COMPARE(w.shownTiles(), 0);
    look(w, QStringLiteral("nothing-found"));
  }

  void chosen() {
    LibraryWindow w;
    w.open();
    fill(w, 20);
    w.clickTile(0);
    look(w, QStringLiteral("chosen"));
  }

  void largeText() {
    const QFont before = QApplication::font();
    QFont large = before;
    large.setPointSizeF(15);
    {
      LibraryWindow w;
      QApplication::setFont(large);
      w.open();
      fill(w, 20);
      w.page->resize(kSizes[1]);
      QTest::qWait(150);
      test::screenshot(*w.page, QStringLiteral("library-large-text"));
      QCOMPARE(test::lookProblems(*w.page).join(QLatin1Char('\n')), QString());
    }
    QApplication::setFont(before);
  }
};

QTEST_MAIN(TestLibraryLook)
#include "tst_library_look.moc"
