// The sample matrix: cells where they belong, keys, enlarging, and keeping the newest column in view.
#include <cmath>

#include <QAbstractItemModelTester>
#include <QScrollBar>
#include <QSignalSpy>

#include "tests/ui/teach/teach_bench.h"
#include "ui/widgets/picture_overlay.h"
#include "ui/widgets/sample_matrix.h"

using namespace likeness;
using test::TeachBench;

namespace {

api::ImageReady sampleOf(int prompt, std::int64_t step, const QColor& color) {
  QImage picture(96, 64, QImage::Format_RGB888);
  picture.fill(color);
  api::ImageReady image{.job = 1,
                        .kind = api::ImageKind::sample,
                        .index = prompt,
                        .step = step,
                        .file = "sample.png",
                        .pixels = test::pixelsOf(picture),
                        .picture = {}};
  image.picture.request.prompts = {"prompt " + std::to_string(prompt)};
  return image;
}

}  // namespace

class TstSampleMatrix : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tableKeepsOrder();
  void headersTellTheLikeness();
  void cellsShowTheirPicture();
  void followsTheNewestUntilScrolledAway();
  void enlargesAndMoves();
};

void TstSampleMatrix::tableKeepsOrder() {
  ui::SampleTable table;
  QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
  table.add(sampleOf(1, 100, Qt::red));
  table.add(sampleOf(0, 0, Qt::green));
  table.add(sampleOf(0, 100, Qt::blue));
  api::ImageReady preview = sampleOf(0, 500, Qt::red);
  preview.kind = api::ImageKind::preview;
  table.add(preview);
  QCOMPARE(table.steps(), (std::vector<std::int64_t>{0, 100}));
  QCOMPARE(table.rowCount(), 2);
  QCOMPARE(table.prompts(), (QStringList{QStringLiteral("prompt 0"), QStringLiteral("prompt 1")}));
  QCOMPARE(table.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Before"));
  QCOMPARE(table.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Step 100"));
  QCOMPARE(table.picture(0, 100).pixelColor(5, 5), QColor(Qt::blue));
  QVERIFY(table.picture(1, 0).isNull());
  QCOMPARE(table.file(0, 0), QStringLiteral("sample.png"));
  table.add(sampleOf(0, 100, Qt::white));
  QCOMPARE(table.columnCount(), 2);
  QCOMPARE(table.picture(0, 100).pixelColor(5, 5), QColor(Qt::white));
  QCOMPARE(table.aspect(), 1.5);
}

void TstSampleMatrix::headersTellTheLikeness() {
  ui::SampleTable table;
  QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
  const auto header = [&table](int column, int role) { return table.headerData(column, Qt::Horizontal, role).toString(); };
  table.addScores({.step = 100, .likeness = 83.6, .prompt_following = 19.2});
  table.addScores({.step = 200, .loss = 0.1});
  for (const int step : {0, 100, 200}) table.add(sampleOf(0, step, Qt::red));
  QCOMPARE(header(0, Qt::DisplayRole), QStringLiteral("Before"));
  QCOMPARE(header(1, Qt::DisplayRole), QStringLiteral("Step 100\n84 % alike"));
  QCOMPARE(header(2, Qt::DisplayRole), QStringLiteral("Step 200"));
  QVERIFY(header(1, Qt::ToolTipRole).contains(QStringLiteral("Follows the words: 19 %")));
  QVERIFY(!header(1, Qt::ToolTipRole).contains(QStringLiteral("Copies")));
  table.setRecommended(100);
  QCOMPARE(header(1, Qt::DisplayRole), QStringLiteral("\u2605 Step 100\n84 % alike"));
  QVERIFY(header(1, Qt::ToolTipRole).contains(QStringLiteral("Recommended")));
  QVERIFY(!table.index(0, 1).data(Qt::AccessibleTextRole).toString().contains(QLatin1Char('\n')));
  QCOMPARE(table.likeness(100), 83.6);
  table.clear();
  QVERIFY(std::isnan(table.likeness(100)));
}

void TstSampleMatrix::cellsShowTheirPicture() {
  ui::SampleTable table;
  ui::SampleMatrix matrix(table);
  matrix.resize(600, 400);
  matrix.show();
  QVERIFY(QTest::qWaitForWindowExposed(&matrix));
  table.add(sampleOf(0, 0, Qt::red));
  table.add(sampleOf(1, 50, Qt::blue));
  const QImage drawn = matrix.viewport()->grab().toImage();
  const auto colorAt = [&](int row, int column) { return drawn.pixelColor(matrix.visualRect(table.index(row, column)).center()); };
  QCOMPARE(colorAt(0, 0), QColor(Qt::red));
  QCOMPARE(colorAt(1, 1), QColor(Qt::blue));
  QVERIFY(colorAt(0, 1) != QColor(Qt::blue));
  const QSize cell = matrix.visualRect(table.index(0, 0)).size() - QSize(6, 6);
  QVERIFY2(std::abs(cell.width() - 1.5 * cell.height()) <= 2, "cells keep the pictures' aspect");
}

void TstSampleMatrix::followsTheNewestUntilScrolledAway() {
  ui::SampleTable table;
  ui::SampleMatrix matrix(table);
  matrix.resize(500, 300);
  matrix.show();
  QVERIFY(QTest::qWaitForWindowExposed(&matrix));
  const QScrollBar& bar = *matrix.horizontalScrollBar();
  for (int step = 0; step <= 500; step += 50) table.add(sampleOf(0, step, Qt::red));
  QTRY_VERIFY(bar.maximum() > 0);
  QTRY_COMPARE(bar.value(), bar.maximum());
  matrix.horizontalScrollBar()->triggerAction(QAbstractSlider::SliderToMinimum);
  table.add(sampleOf(0, 550, Qt::red));
  QTest::qWait(50);
  QCOMPARE(bar.value(), 0);
  matrix.horizontalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
  table.add(sampleOf(0, 600, Qt::red));
  QTRY_COMPARE(bar.value(), bar.maximum());
}

void TstSampleMatrix::enlargesAndMoves() {
  TeachBench bench;
  bench.collect();
  bench.fillIn();
  bench.startRun();
  bench.state(api::State::running);
  bench.progress(api::Phase::learning, 1, 400);
  bench.sample(0);
  bench.sample(100);
  auto* matrix = bench.find<ui::SampleMatrix>("teachMatrix");
  auto* overlay = bench.find<ui::PictureOverlay>("pictureOverlay");
  QVERIFY(!overlay->isVisible());
  QTest::mouseClick(matrix->viewport(), Qt::LeftButton, {}, matrix->visualRect(matrix->model()->index(1, 0)).center());
  QVERIFY(overlay->isVisible());
  QCOMPARE(overlay->caption(), QStringLiteral("a photo of Biscuit dog on the beach, Before"));
  QTest::keyClick(overlay, Qt::Key_Right);
  QCOMPARE(overlay->caption(), QStringLiteral("a photo of Biscuit dog on the beach, Step 100"));
  QTest::keyClick(overlay, Qt::Key_Right);
  QTest::keyClick(overlay, Qt::Key_Down);
  QCOMPARE(overlay->caption(), QStringLiteral("a drawing of Biscuit dog, Step 100"));
  QCOMPARE(matrix->currentIndex(), matrix->model()->index(2, 1));
  QTest::keyClick(overlay, Qt::Key_Escape);
  QVERIFY(!overlay->isVisible());
  matrix->setFocus();
  QTest::keyClick(matrix, Qt::Key_Up);
  QTest::keyClick(matrix, Qt::Key_Return);
  QCOMPARE(overlay->caption(), QStringLiteral("a photo of Biscuit dog on the beach, Step 100"));
}

QTEST_MAIN(TstSampleMatrix)
#include "tst_sample_matrix.moc"
