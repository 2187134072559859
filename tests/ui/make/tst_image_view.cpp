// The image view: fitting, zooming around the cursor, dragging, keeping its place when a new picture comes, previews at full size.
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "ui/widgets/image_view.h"
#include "ui/widgets/theme.h"

using namespace likeness::ui;

namespace {

/// Left half red, right half green.
QImage halves(int width, int height) {
  QImage image(width, height, QImage::Format_RGB32);
  image.fill(Qt::red);
  for (int y = 0; y < height; ++y)
    for (int x = width / 2; x < width; ++x) image.setPixelColor(x, y, Qt::green);
  return image;
}

void turnWheel(QWidget& widget, QPointF at, int notches) {
  QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
  QApplication::sendEvent(&widget, &event);
}

QColor pixel(QWidget& widget, int x, int y) { return widget.grab().toImage().pixelColor(x, y); }

}  // namespace

class TestImageView : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void fitsUpAndDown() {
    ImageView view;
    view.resize(424, 324);
    view.show();
    view.setPicture(halves(100, 50));
    QCOMPARE(view.zoom(), 4.0);
    QCOMPARE(pixel(view, 100, 162), QColor(Qt::red));
    QCOMPARE(pixel(view, 300, 162), QColor(Qt::green));
    QVERIFY(pixel(view, 212, 5) != QColor(Qt::red));
    view.setPicture(halves(800, 600));
    QCOMPARE(view.zoom(), 0.5);
  }

  void theWheelKeepsThePointUnderTheCursor() {
    ImageView view;
    view.resize(424, 324);
    view.show();
    view.setPicture(halves(100, 50));
    const QPointF edge(212, 162);  // between red and green
    turnWheel(view, edge + QPointF(0, 10), 3);
    QVERIFY(!view.isFitted());
    QVERIFY(qAbs(view.zoom() - 4 * 1.2 * 1.2 * 1.2) < 1e-9);
    QCOMPARE(pixel(view, 205, 162), QColor(Qt::red));
    QCOMPARE(pixel(view, 219, 162), QColor(Qt::green));
    turnWheel(view, QPointF(100, 100), 4);
    const QImage near = view.grab().toImage();
    QCOMPARE(near.pixelColor(100, 162), QColor(Qt::red));
  }

  void draggingMovesThePicture() {
    ImageView view;
    view.resize(424, 324);
    view.show();
    view.setPicture(halves(100, 50));
    view.zoomBy(2);
    QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(212, 162));
    QMouseEvent move(QEvent::MouseMove, QPointF(312, 162), view.mapToGlobal(QPointF(312, 162)), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(&view, &move);
    QTest::mouseRelease(&view, Qt::LeftButton, {}, QPoint(312, 162));
    QCOMPARE(pixel(view, 305, 162), QColor(Qt::red));
    QCOMPARE(pixel(view, 320, 162), QColor(Qt::green));
  }

  void aNewPictureKeepsZoomAndPlace() {
    ImageView view;
    view.resize(424, 324);
    view.show();
    view.setPicture(halves(100, 50));
    turnWheel(view, QPointF(20, 162), 6);
    const double zoom = view.zoom();
    const QColor before = pixel(view, 212, 162);
    QSignalSpy changed(&view, &ImageView::zoomChanged);
    view.setPicture(halves(100, 50));
    QCOMPARE(view.zoom(), zoom);
    QCOMPARE(pixel(view, 212, 162), before);
    QCOMPARE(changed.size(), 0);
  }

  void aPreviewTakesThePlaceOfThePicture() {
    ImageView view;
    view.resize(424, 324);
    view.show();
    view.setPreview(halves(10, 5), QSize(100, 50));
    QCOMPARE(view.zoom(), 4.0);
    QCOMPARE(pixel(view, 60, 162), QColor(Qt::red));
    // stretched smoothly: between the halves there is something of both
    const QColor between = pixel(view, 212, 162);
    QVERIFY(between.red() > 20 && between.green() > 20);
  }

  void keysZoomAndFit() {
    ImageView view;
    view.resize(424, 324);
    view.show();
    view.setPicture(halves(100, 50));
    QTest::keyClick(&view, Qt::Key_1);
    QCOMPARE(view.zoom(), 1.0);
    QTest::keyClick(&view, Qt::Key_Plus);
    QVERIFY(view.zoom() > 1);
    QTest::keyClick(&view, Qt::Key_0);
    QVERIFY(view.isFitted());
    QTest::mouseDClick(&view, Qt::LeftButton);
    QCOMPARE(view.zoom(), 1.0);
    QTest::mouseDClick(&view, Qt::LeftButton);
    QVERIFY(view.isFitted());
  }

  void theHairlineShowsProgress() {
    ImageView view;
    view.resize(400, 300);
    view.show();
    const QColor ground = pixel(view, 50, 298);
    view.setProgress(0.5);
    QCOMPARE(pixel(view, 50, 298), theme::accent());
    QCOMPARE(pixel(view, 350, 298), theme::line());
    view.setProgress(-1);
    QCOMPARE(pixel(view, 50, 298), ground);
  }
};

QTEST_MAIN(TestImageView)
#include "tst_image_view.moc"
