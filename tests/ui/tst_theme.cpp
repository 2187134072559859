// The theme keeps its promise of contrast, has every icon it names, and the look check finds what it is there to find.
#include <QApplication>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScopeGuard>
#include <QTest>

#include "tests/support/look_check.h"
#include "ui/widgets/theme.h"

using likeness::test::contrast;
using likeness::test::lookProblems;
namespace theme = likeness::ui::theme;

namespace {

bool hasLine(const QStringList& lines, const QString& start) {
  for (const QString& line : lines) {
    if (line.startsWith(start)) return true;
  }
  return false;
}

/// Share of pixels that are drawn at all.
double inkOf(const QIcon& icon, QIcon::Mode mode, QColor* color) {
  const QImage image = icon.pixmap(QSize(48, 48), 1, mode).toImage().convertToFormat(QImage::Format_ARGB32);
  int inked = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      if (qAlpha(image.pixel(x, y)) < 250) continue;
      ++inked;
      *color = image.pixelColor(x, y);
    }
  }
  return image.isNull() ? 0 : static_cast<double>(inked) / (image.width() * image.height());
}

}  // namespace

class TestTheme : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { theme::apply(*qobject_cast<QApplication*>(QApplication::instance())); }

  void contrastIsWcags() {
    QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
    QVERIFY(qAbs(contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
  }

  void textIsReadableOnEveryGround_data() {
    QTest::addColumn<int>("scheme");
    QTest::newRow("dark") << static_cast<int>(theme::Scheme::dark);
    QTest::newRow("light") << static_cast<int>(theme::Scheme::light);
  }
  void textIsReadableOnEveryGround() {
    QFETCH(int, scheme);
    auto& application = *qobject_cast<QApplication*>(QApplication::instance());
    theme::setScheme(application, static_cast<theme::Scheme>(scheme));
    QVERIFY(theme::scheme() == static_cast<theme::Scheme>(scheme));
    QCOMPARE(QApplication::palette().color(QPalette::Window), theme::background());
    const auto back = qScopeGuard([&] { theme::setScheme(application, theme::Scheme::dark); });
    for (const QColor& ground : {theme::background(), theme::surface(), theme::raised()}) {
      QVERIFY(contrast(theme::text(), ground) >= 7);
      QVERIFY(contrast(theme::mutedText(), ground) >= 4.5);
    }
    for (const QColor& ink : {theme::accent(), theme::second(), theme::third(), theme::good(), theme::warning(), theme::bad()}) {
      QVERIFY2(contrast(ink, theme::surface()) >= 4.5, qPrintable(ink.name()));
    }
    QVERIFY(contrast(theme::disabledText(), theme::surface()) >= 4.5);
    for (const QColor& ink : {theme::text(), theme::mutedText()}) QVERIFY(contrast(ink, theme::sunken()) >= 4.5);
    QVERIFY(contrast(theme::warning(), theme::background()) >= 4.5);
    QVERIFY(contrast(theme::accentText(), theme::accent()) >= 4.5);
  }

  void everyIconIsThereAndTinted_data() {
    QTest::addColumn<QString>("name");
    for (const char* name :
         {"teach", "make",    "library", "add",  "remove", "play",   "pause", "stop",    "dice",     "lock",     "unlock", "folder",
          "check", "warning", "error",   "info", "photo",  "sample", "save",  "zoom-in", "zoom-out", "zoom-fit", "copy",   "reload",
          "compare", "queue", "settings", "heart", "heart-full", "star", "star-full", "trash", "up", "down"}) {
      QTest::newRow(name) << QString::fromLatin1(name);
    }
  }
  void everyIconIsThereAndTinted() {
    QFETCH(QString, name);
    QColor normal;
    QColor disabled;
    const double ink = inkOf(theme::icon(name), QIcon::Normal, &normal);
    QVERIFY2(ink > 0.02 && ink < 0.5, qPrintable(QString::number(ink)));
    inkOf(theme::icon(name), QIcon::Disabled, &disabled);
    QCOMPARE(normal.name(), theme::text().name());
    QCOMPARE(disabled.name(), theme::disabledText().name());
    QVERIFY(theme::icon(QStringLiteral("no such icon")).isNull());
  }

  void theLookCheckFindsClippedTextOverlapAndPaleText() {
    QWidget page;
    page.resize(400, 200);
    auto* fine = new QPushButton(QStringLiteral("Teach"), &page);
    fine->setGeometry(20, 20, fine->sizeHint().width(), fine->sizeHint().height());
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QCOMPARE(lookProblems(page), QStringList());

    fine->resize(24, 30);
    QVERIFY(hasLine(lookProblems(page), QStringLiteral("clipped")));
    fine->resize(fine->sizeHint());
    auto* above = new QLabel(QStringLiteral("Over it"), &page);
    above->setGeometry(fine->geometry().translated(10, 5));
    above->show();
    QVERIFY(hasLine(lookProblems(page), QStringLiteral("overlap")));
    above->setProperty("overlay", true);
    QVERIFY(!hasLine(lookProblems(page), QStringLiteral("overlap")));
    above->setGeometry(350, 100, 200, 20);
    above->setProperty("overlay", false);
    QVERIFY(hasLine(lookProblems(page), QStringLiteral("cut off")));
    above->setGeometry(20, 100, 200, 20);
    QCOMPARE(lookProblems(page), QStringList());
    QPalette pale = above->palette();
    pale.setColor(QPalette::WindowText, QColor(0x66, 0x66, 0x66));
    above->setPalette(pale);
    QVERIFY(hasLine(lookProblems(page), QStringLiteral("contrast")));
  }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
