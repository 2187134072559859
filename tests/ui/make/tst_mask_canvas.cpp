// The mask brush by mouse, wheel and keys: what is painted, erased, taken back, inverted, and where it lands in the picture.
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "ui/widgets/mask_canvas.h"

using namespace likeness::ui;

namespace {

/// A canvas of 424 x 224 points for a picture of 400 x 200 pixels: 12 points of border all round, one point a pixel.
struct Bench {
  Bench() {
    QImage picture(400, 200, QImage::Format_RGB888);
    picture.fill(Qt::gray);
    canvas.resize(424, 224);
    canvas.setPicture(picture);
    canvas.setBrush(5);  // 20 pixels
    canvas.show();
  }

  QPoint at(int x, int y) const { return {x + 12, y + 12}; }
  void drag(Qt::MouseButton button, QPoint from, QPoint to) {
    QTest::mousePress(&canvas, button, {}, from);
    QMouseEvent move(QEvent::MouseMove, QPointF(to), QPointF(to), Qt::NoButton, button, {});
    QApplication::sendEvent(&canvas, &move);
    QTest::mouseRelease(&canvas, button, {}, to);
  }
  bool painted(int x, int y) const { return canvas.mask().pixelColor(x, y).red() > 127; }

  MaskCanvas canvas;
};

}  // namespace

class TestMaskCanvas : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void paintsWhereTheMouseIs() {
    Bench b;
    QSignalSpy changed(&b.canvas, &MaskCanvas::maskChanged);
    QVERIFY(b.canvas.isEmpty());
    b.drag(Qt::LeftButton, b.at(50, 100), b.at(150, 100));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(b.canvas.mask().size(), QSize(400, 200));
    QVERIFY(b.painted(50, 100));
    QVERIFY(b.painted(100, 108));
    QVERIFY(!b.painted(100, 113));  // half the brush is ten pixels
    QVERIFY(!b.painted(170, 100));
    for (int y = 0; y < 200; ++y)
      for (int x = 0; x < 400; ++x) {
        const int value = b.canvas.mask().pixelColor(x, y).red();
        QVERIFY(value == 0 || value == 255);
      }
  }

  void erasesWithTheToolAndTheRightButton() {
    Bench b;
    b.drag(Qt::LeftButton, b.at(50, 100), b.at(250, 100));
    b.drag(Qt::RightButton, b.at(100, 100), b.at(120, 100));
    QVERIFY(!b.painted(110, 100));
    QVERIFY(b.painted(60, 100));
    b.canvas.setTool(MaskCanvas::Tool::erase);
    b.drag(Qt::LeftButton, b.at(60, 100), b.at(60, 100));
    QVERIFY(!b.painted(60, 100));
    QVERIFY(b.painted(200, 100));
  }

  void takesBackStrokeByStroke() {
    Bench b;
    QVERIFY(!b.canvas.canUndo());
    b.drag(Qt::LeftButton, b.at(50, 50), b.at(60, 50));
    b.drag(Qt::LeftButton, b.at(200, 150), b.at(210, 150));
    b.canvas.invert();
    QVERIFY(!b.painted(50, 50));
    QVERIFY(b.painted(0, 0));
    b.canvas.clear();
    QVERIFY(b.canvas.isEmpty());
    QTest::keyClick(&b.canvas, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(b.painted(0, 0));
    b.canvas.undo();
    QVERIFY(b.painted(50, 50) && b.painted(205, 150) && !b.painted(0, 0));
    b.canvas.undo();
    QVERIFY(b.painted(50, 50) && !b.painted(205, 150));
    b.canvas.undo();
    QVERIFY(b.canvas.isEmpty());
    QVERIFY(!b.canvas.canUndo());
  }

  void theWheelAndBracketsChangeTheBrush() {
    Bench b;
    QSignalSpy sizes(&b.canvas, &MaskCanvas::brushChanged);
    QTest::keyClick(&b.canvas, Qt::Key_BracketRight);
    QCOMPARE(b.canvas.brush(), 7);
    QWheelEvent wheel(QPointF(100, 100), QPointF(100, 100), {}, {0, -120}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&b.canvas, &wheel);
    QCOMPARE(b.canvas.brush(), 5);
    b.canvas.setBrush(500);
    QCOMPARE(b.canvas.brush(), 60);
    QCOMPARE(sizes.size(), 3);
  }

  void takesAMaskOfAnotherSize() {
    Bench b;
    QImage half(200, 100, QImage::Format_RGB32);
    half.fill(Qt::black);
    for (int y = 0; y < 100; ++y)
      for (int x = 0; x < 100; ++x) half.setPixelColor(x, y, Qt::white);
    b.canvas.setMask(half);
    QCOMPARE(b.canvas.mask().size(), QSize(400, 200));
    QVERIFY(b.painted(150, 100));
    QVERIFY(!b.painted(250, 100));
    b.canvas.setMask({});
    QVERIFY(b.canvas.isEmpty());
  }

  void showsTheFilmOverThePicture() {
    Bench b;
    b.drag(Qt::LeftButton, b.at(50, 100), b.at(150, 100));
    const QImage drawn = b.canvas.grab().toImage();
    QVERIFY(drawn.pixelColor(b.at(100, 100)) != drawn.pixelColor(b.at(300, 50)));
  }
};

QTEST_MAIN(TestMaskCanvas)
#include "tst_mask_canvas.moc"
