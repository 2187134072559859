// The compare page with real pictures: side by side with one zoom, wiping, blinking, the table of what differs, dropping, taking away.
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

#include "tests/support/look_check.h"
#include "tests/ui/library/library_fixture.h"
#include "ui/pages/compare_page.h"
#include "ui/widgets/wipe_view.h"

using namespace likeness;
using test::WindowParts;

namespace {

struct Compare {
  WindowParts parts;
  std::unique_ptr<ui::ComparePage> page;
  std::vector<api::PictureInfo> pictures;

  Compare() {
    for (int i = 0; i < 5; ++i) {
      const std::string file = (parts.folder / ("p" + std::to_string(i) + ".png")).string();
      test::writePicture(file, i);
      pictures.push_back(test::pictureInfo(file, i == 0 ? "a fox" : "a fox in the snow", 7));
      pictures.back().request.sample.guidance = 3 + i;
    }
    open();
  }
  void open() {
    page = std::make_unique<ui::ComparePage>(parts.state);
    page->resize(1180, 680);
    page->show();
    page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(page.get()));
  }
  void add(int count) {
    QStringList files;
    for (int i = 0; i < count; ++i) files << QString::fromStdString(pictures[static_cast<std::size_t>(i)].file);
    page->addPictures(files);
    answer();
  }
  void answer() {
    QTRY_VERIFY(parts.engine->last<api::ListPictures>());
    const auto asked = *parts.engine->last<api::ListPictures>();
    api::PicturesListed listed{.job = asked.job, .pictures = {}};
    for (const std::string& file : asked.request.folders)
      for (const api::PictureInfo& each : pictures)
        if (each.file == file) listed.pictures.push_back(each);
    parts.engine->push(listed);
    QTRY_VERIFY(page->viewModel().isEverythingKnown());
    QTRY_VERIFY(std::all_of(page->viewModel().pictures().begin(), page->viewModel().pictures().end(),
                            [](const auto& each) { return !each.image.isNull(); }));
  }
  QList<ui::ImageView*> views() const {
    QList<ui::ImageView*> shown;
    for (ui::ImageView* each : page->findChildren<ui::ImageView*>())
      if (each->isVisible()) shown << each;
    return shown;
  }
  void choose(const char* mode) { QTest::mouseClick(page->findChild<QPushButton*>(QLatin1String(mode)), Qt::LeftButton); }
  void look(const char* name) {
    QTest::qWait(20);
    QCOMPARE(test::lookProblems(*page).join(QLatin1Char('\n')), QString());
    test::screenshot(*page, QLatin1String(name));
  }
};

}  // namespace

class TestComparePage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void oneZoomForAll() {
    Compare w;
    w.look("compare-empty");
    w.add(3);
    QCOMPARE(w.views().size(), 3);
    w.look("compare-side");
    w.views()[1]->setFocus();
    QTest::keyClick(w.views()[1], Qt::Key_Plus);
    QTest::keyClick(w.views()[1], Qt::Key_Left);
    for (ui::ImageView* each : w.views()) {
      QVERIFY(!each->isFitted());
      QVERIFY(qAbs(each->place().zoom - w.views()[1]->place().zoom) < 1e-6);
      QCOMPARE(each->place().center, w.views()[1]->place().center);
    }
  }

  void onlyDifferentSettingsAreListed() {
    Compare w;
    w.add(2);
    auto* table = w.page->findChild<QTableWidget*>(QStringLiteral("differences"));
    QVERIFY(table->isVisible());
    QStringList names;
    for (int row = 0; row < table->rowCount(); ++row) names << table->verticalHeaderItem(row)->text();
    QCOMPARE(names, (QStringList{QStringLiteral("Prompt"), QStringLiteral("Guidance")}));
    QCOMPARE(table->item(1, 0)->text(), QStringLiteral("3.0"));
    QCOMPARE(table->item(1, 1)->text(), QStringLiteral("4.0"));
    w.pictures[1].request = w.pictures[0].request;
    w.pictures[1].resolved_prompt = w.pictures[0].resolved_prompt;
    w.page->viewModel().clear();
    w.add(2);
    QVERIFY(!table->isVisible());
  }

  void wipesWithMouseAndKeys() {
    Compare w;
    w.add(2);
    w.choose("choice_wipe");
    auto* wipe = w.page->findChild<ui::WipeView*>();
    QVERIFY(wipe->isVisible());
    const QPoint line(wipe->width() / 2, wipe->height() / 2);
    QTest::mousePress(wipe, Qt::LeftButton, {}, line);
    QTest::mouseMove(wipe, line + QPoint(100, 0));
    QTest::mouseRelease(wipe, Qt::LeftButton, {}, line + QPoint(100, 0));
    QVERIFY(qAbs(wipe->split() * wipe->width() - (line.x() + 100)) < 2);
    QTest::keyClick(wipe, Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(wipe->split() * wipe->width() < line.x() + 99);
    w.look("compare-wipe");
  }

  void blinksThroughAll() {
    Compare w;
    w.add(4);
    w.look("compare-four");
    w.choose("choice_blink");
    QCOMPARE(w.views().size(), 1);
    const QImage first = w.views()[0]->image();
    QTRY_VERIFY(w.views()[0]->image() != first);
    w.look("compare-blink");
  }

  void remembersAndGivesWay() {
    Compare w;
    w.add(5);
    QCOMPARE(w.page->viewModel().pictures().size(), std::size_t{4});
    QVERIFY(w.page->viewModel().pictures().front().file.endsWith(QStringLiteral("p1.png")));
    w.open();
    w.answer();
    QCOMPARE(w.page->viewModel().pictures().size(), std::size_t{4});
    for (QToolButton* each : w.page->findChildren<QToolButton*>())
      if (each->accessibleName() == QStringLiteral("Take picture B away")) QTest::mouseClick(each, Qt::LeftButton);
    QCOMPARE(w.page->viewModel().pictures().size(), std::size_t{3});
    QVERIFY(w.page->viewModel().pictures()[1].file.endsWith(QStringLiteral("p3.png")));
  }
};

QTEST_MAIN(TestComparePage)
#include "tst_compare_page.moc"
