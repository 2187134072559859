// The loss chart: what it keeps equals what came, what it says under the cursor, zoom, and that it stays fast at 100,000 points.
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "tests/ui/teach/teach_bench.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/loss_chart.h"
#include "ui/widgets/loss_plot.h"

using namespace likeness;
using ui::LossHistory;
using ui::LossKind;

namespace {

LossHistory historyOf(int steps) {
  LossHistory history;
  for (int step = 0; step <= steps; ++step) history.add(test::TeachBench::metricsOf(1, step));
  return history;
}

/// Milliseconds of one repaint: the best of a few, so that other work on the machine does not count.
template <class Change>
double repaintMs(QWidget& widget, Change change) {
  double best = 1e9;
  QImage target(widget.size(), QImage::Format_RGB32);
  for (int round = 0; round < 20; ++round) {
    change(round);
    QElapsedTimer clock;
    clock.start();
    widget.render(&target);
    best = std::min(best, static_cast<double>(clock.nsecsElapsed()) / 1e6);
  }
  return best;
}

bool hasColor(const QImage& image, const QRect& area, const QColor& color) {
  for (int y = area.top(); y <= area.bottom(); ++y) {
    for (int x = area.left(); x <= area.right(); ++x) {
      if (image.pixelColor(x, y) == color) return true;
    }
  }
  return false;
}

}  // namespace

class TstLossChart : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsWhatCame();
  void mergesAndRewinds();
  void smoothingHasNoLag();
  void ticks_data();
  void ticks();
  void valuesUnderTheCursor();
  void wheelDragAndDoubleClick();
  void followsTheNewest();
  void chipsHideLines();
  void logScaleSurvivesZeros();
  void fastAtAHundredThousand();
};

void TstLossChart::keepsWhatCame() {
  const LossHistory history = historyOf(200);
  QCOMPARE(history.points().size(), std::size_t{201});
  QCOMPARE(history.line(LossKind::Subject).values.size(), std::size_t{200});
  QCOMPARE(history.line(LossKind::Probe).steps, (std::vector<double>{0, 50, 100, 150, 200}));
  QCOMPARE(history.line(LossKind::Subject).values[41], test::TeachBench::metricsOf(1, 42).subject_loss);
  LossHistory plain;
  plain.add({.step = 1, .loss = 0.5});
  QCOMPARE(plain.line(LossKind::Subject).values, std::vector<double>{0.5});
  plain.add({.step = 2, .loss = std::numeric_limits<double>::infinity()});
  QCOMPARE(plain.line(LossKind::Subject).values.size(), std::size_t{1});
  QCOMPARE(plain.points().size(), std::size_t{2});
}

void TstLossChart::mergesAndRewinds() {
  LossHistory history = historyOf(100);
  history.smoothed(LossKind::Subject);
  history.add({.step = 100, .grad_norm = 3});
  QCOMPARE(history.points().size(), std::size_t{101});
  QCOMPARE(history.points().back().grad_norm, 3.0);
  QCOMPARE(history.line(LossKind::Subject).values.size(), std::size_t{100});
  history.add({.step = 61, .loss = 0.25, .subject_loss = 0.25});
  QCOMPARE(history.lastStep(), std::int64_t{61});
  QCOMPARE(history.line(LossKind::Subject).steps.size(), std::size_t{61});
  QCOMPARE(history.line(LossKind::Subject).values.back(), 0.25);
  QCOMPARE(history.line(LossKind::Probe).steps.back(), 50.0);
  QCOMPARE(history.smoothed(LossKind::Subject).size(), std::size_t{61});
}

void TstLossChart::smoothingHasNoLag() {
  std::vector<double> ramp, step;
  for (int i = 0; i < 401; ++i) {
    ramp.push_back(i);
    step.push_back(i < 200 ? 0 : 1);
  }
  // A one-way mean of span 20 would lag a ramp by about 9.5 values.
  QVERIFY(std::abs(ui::smoothWithoutLag(ramp, 20)[200] - 200) < 0.01);
  const std::vector<double> smooth = ui::smoothWithoutLag(step, 20);
  QVERIFY(std::abs(smooth[199] + smooth[200] - 1) < 1e-6);
  QVERIFY(smooth[150] < 0.01 && smooth[250] > 0.99);
}

void TstLossChart::ticks_data() {
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::addColumn<bool>("logarithmic");
  QTest::addColumn<QString>("expected");
  QTest::newRow("unit") << 0.0 << 1.0 << false << "0 0.2 0.4 0.6 0.8 1";
  QTest::newRow("losses") << 0.07 << 0.33 << false << "0.1 0.2 0.3";
  QTest::newRow("steps") << 0.0 << 800.0 << false << "0 200 400 600 800";
  QTest::newRow("log") << 0.02 << 1.5 << true << "0.02 0.05 0.1 0.2 0.5 1";
  QTest::newRow("many decades") << 1e-4 << 10.0 << true << "0.0001 0.001 0.01 0.1 1 10";
  QTest::newRow("empty") << 1.0 << 1.0 << false << "";
}

void TstLossChart::ticks() {
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(bool, logarithmic);
  QFETCH(QString, expected);
  QStringList found;
  for (const double tick : ui::niceTicks({.low = low, .high = high, .logarithmic = logarithmic}, 5)) found << QString::number(tick);
  QCOMPARE(found.join(QLatin1Char(' ')), expected);
}

void TstLossChart::valuesUnderTheCursor() {
  const LossHistory history = historyOf(100);
  ui::LossPlot plot(history);
  plot.resize(700, 300);
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  const QRectF area = ui::chartArea(QRectF(plot.rect()), plot.fontMetrics());
  QVERIFY(plot.readout().isEmpty());
  QTest::mouseMove(&plot, QPoint(qRound(area.left() + area.width() * 0.5), 100));
  QTRY_VERIFY(!plot.readout().isEmpty());
  const QStringList lines = plot.readout();
  QCOMPARE(lines[0], QStringLiteral("Step 50"));
  const QString value = QLocale().toString(test::TeachBench::metricsOf(1, 50).subject_loss, 'g', 4);
  QVERIFY2(lines[1].startsWith(QStringLiteral("Your photos: ") + value), qPrintable(lines[1]));
  QCOMPARE(lines[3], QStringLiteral("Probe, photos: ") + QLocale().toString(test::TeachBench::metricsOf(1, 50).probe_loss, 'g', 4));
  QTest::keyClick(&plot, Qt::Key_Left);
  QCOMPARE(plot.readout()[0], QStringLiteral("Step 49"));
}

void TstLossChart::wheelDragAndDoubleClick() {
  const LossHistory history = historyOf(1000);
  ui::LossPlot plot(history);
  plot.resize(700, 300);
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  const QRectF area = ui::chartArea(QRectF(plot.rect()), plot.fontMetrics());
  const auto at = [&](double part) { return QPoint(qRound(area.left() + area.width() * part), 100); };
  QWheelEvent wheel(at(0.5), plot.mapToGlobal(at(0.5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(&plot, &wheel);
  QVERIFY(plot.isZoomed());
  QVERIFY(std::abs(plot.stepsInView().first - 100) < 3 && std::abs(plot.stepsInView().second - 900) < 3);
  QTest::mouseDClick(&plot, Qt::LeftButton, {}, at(0.5));
  QVERIFY(!plot.isZoomed());
  QTest::mousePress(&plot, Qt::LeftButton, {}, at(0.2));
  QTest::mouseMove(&plot, at(0.3));
  QTest::mouseMove(&plot, at(0.4));
  QTest::mouseRelease(&plot, Qt::LeftButton, {}, at(0.4));
  QVERIFY(std::abs(plot.stepsInView().first - 200) < 3);
  QVERIFY(std::abs(plot.stepsInView().second - 400) < 3);
}

void TstLossChart::followsTheNewest() {
  LossHistory history = historyOf(1000);
  ui::LossChart chart(history);
  chart.resize(700, 340);
  chart.show();
  QVERIFY(QTest::qWaitForWindowExposed(&chart));
  auto* follow = chart.findChild<ui::Chip*>(QStringLiteral("lossFollow"));
  QVERIFY(!follow->isVisible());
  ui::LossPlot& plot = chart.plot();
  plot.setFocus();
  for (int i = 0; i < 3; ++i) QTest::keyClick(&plot, Qt::Key_Plus);
  QVERIFY(follow->isVisible() && follow->isChecked());
  const double width = plot.stepsInView().second - plot.stepsInView().first;
  for (int step = 1001; step <= 1200; ++step) history.add(test::TeachBench::metricsOf(1, step));
  chart.historyChanged();
  QCOMPARE(plot.stepsInView().second, 1200.0);
  QVERIFY(std::abs(plot.stepsInView().second - plot.stepsInView().first - width) < 1e-6);
  QTest::mouseClick(follow, Qt::LeftButton);
  for (int step = 1201; step <= 1300; ++step) history.add(test::TeachBench::metricsOf(1, step));
  chart.historyChanged();
  QCOMPARE(plot.stepsInView().second, 1200.0);
  QTest::mouseClick(chart.findChild<QAbstractButton*>(QStringLiteral("lossShowAll")), Qt::LeftButton);
  QVERIFY(!plot.isZoomed());
}

void TstLossChart::chipsHideLines() {
  LossHistory history;
  for (int step = 1; step <= 300; ++step) history.add({.step = step, .subject_loss = 0.8, .prior_loss = 0.2});
  ui::LossChart chart(history);
  chart.resize(700, 340);
  chart.show();
  QVERIFY(QTest::qWaitForWindowExposed(&chart));
  auto* chip = chart.findChild<ui::Chip*>(QStringLiteral("lossChip1"));
  QVERIFY(chip->isVisible());
  QVERIFY(!chart.findChild<ui::Chip*>(QStringLiteral("lossChip2"))->isVisible());
  const QColor color = ui::lossColor(LossKind::Class);
  const QRect plotArea = chart.plot().rect();
  QVERIFY(hasColor(chart.plot().grab().toImage(), plotArea, color));
  QTest::mouseClick(chip, Qt::LeftButton);
  QVERIFY(!hasColor(chart.plot().grab().toImage(), plotArea, color));
}

void TstLossChart::logScaleSurvivesZeros() {
  LossHistory history;
  for (int step = 1; step <= 50; ++step) history.add({.step = step, .subject_loss = step % 7 == 0 ? 0.0 : 1.0 / step});
  ui::LossChart chart(history);
  chart.resize(700, 340);
  chart.show();
  QVERIFY(QTest::qWaitForWindowExposed(&chart));
  QTest::mouseClick(chart.findChild<QAbstractButton*>(QStringLiteral("lossLog")), Qt::LeftButton);
  QVERIFY(chart.plot().isLogarithmic());
  QVERIFY(hasColor(chart.plot().grab().toImage(), chart.plot().rect(), ui::lossColor(LossKind::Subject)));
}

void TstLossChart::fastAtAHundredThousand() {
  LossHistory history = historyOf(100000);
  ui::LossChart chart(history);
  chart.resize(900, 420);
  chart.show();
  QVERIFY(QTest::qWaitForWindowExposed(&chart));
  ui::LossPlot& plot = chart.plot();
  const double cursorMs = repaintMs(plot, [&](int round) { plot.setCursorStep(1000.0 * round + 1); });
  const double wholeMs = repaintMs(plot, [&](int round) { plot.setLogarithmic(round % 2 == 0); });
  int step = 100001;
  const double grownMs = repaintMs(plot, [&](int) {
    history.add(test::TeachBench::metricsOf(1, step++));
    plot.setLogarithmic(false);
  });
  QElapsedTimer clock;
  clock.start();
  for (int i = 0; i < 1000; ++i) {
    history.add(test::TeachBench::metricsOf(1, step++));
    chart.historyChanged();
  }
  const double addMicroseconds = static_cast<double>(clock.nsecsElapsed()) / 1e6;
  qInfo("100,000 points: cursor %.2f ms, whole repaint %.2f ms, after a new point %.2f ms, add %.2f us a point", cursorMs, wholeMs, grownMs,
        addMicroseconds);
  QVERIFY(cursorMs < 8);
  QVERIFY(wholeMs < 60);
  QVERIFY(grownMs < 60);
  QVERIFY(addMicroseconds < 50);
}

QTEST_MAIN(TstLossChart)
#include "tst_loss_chart.moc"
