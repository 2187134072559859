// The whole application with the real engine and the starter model, as an artist uses it: drop the Biscuit photos, name it, teach it,
// watch chart and matrix fill, make pictures of it, find them in the Library, close, reopen. Only visible widgets are touched.
// It checks truth: the chart's points are those of metrics.jsonl, samples differ by step, and a picture from the Library made again from
// its own details has the same bytes. With LIKENESS_SCREENSHOTS it teaches as thoroughly as an artist would and writes the README's
// screenshots.
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QDoubleSpinBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "tests/support/temporary_folder.h"
#include "tests/support/ui_helpers.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/engine_loader.h"
#include "ui/main_window/language.h"
#include "ui/main_window/window_pages.h"
#include "ui/models/loss_history.h"
#include "ui/models/sample_table.h"
#include "ui/pages/teach_page.h"
#include "ui/widgets/theme.h"

using namespace likeness;
using namespace likeness::ui;

namespace {

constexpr int kSecond = 1000;

/// Everything that app/gui/main.cpp makes; destroying it is closing the application.
struct Application {
  Application() : session(QDir(homeFolder()).filePath(QStringLiteral("session.json"))), state(bridge, session), loader(bridge) {
    window = makeMainWindow(state);
    QObject::connect(window.get(), &MainWindow::onScreen, &loader, &EngineLoader::start);
    window->resize(1440, 900);
    window->show();
  }

  Session session;
  EngineBridge bridge;
  AppState state;
  EngineLoader loader;
  std::unique_ptr<MainWindow> window;

  /// The visible widget of this object name, accessible name or (for buttons) text.
  template <class Widget>
  Widget* find(const QString& name) const {
    for (Widget* widget : window->findChildren<Widget*>()) {
      if (!widget->isVisible()) continue;
      const auto* button = qobject_cast<QAbstractButton*>(widget);
      if (widget->objectName() == name || widget->accessibleName() == name || (button != nullptr && button->text() == name)) return widget;
    }
    return nullptr;
  }

  bool click(const QString& name) const {
    auto* button = find<QAbstractButton>(name);
    if (button == nullptr || !button->isEnabled()) return false;
    QTest::mouseClick(button, Qt::LeftButton);
    return true;
  }

  template <class Page>
  Page* page() const {
    return window->findChild<Page*>();
  }
};

bool forReadme() { return qEnvironmentVariableIsSet("LIKENESS_SCREENSHOTS"); }

QStringList pictureFiles() {
  QStringList files;
  QDirIterator all(picturesFolder(), {QStringLiteral("*.png")}, QDir::Files, QDirIterator::Subdirectories);
  while (all.hasNext()) files << all.next();
  files.sort();
  return files;
}

QByteArray bytesOf(const QString& file) {
  QFile opened(file);
  return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

QString runFolder() {
  const QDir runs(homeFolder() + QStringLiteral("/runs"));
  const QStringList names = runs.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
  return names.size() == 1 ? runs.filePath(names.first()) : QString();
}

std::vector<QJsonObject> metricsLines() {
  std::vector<QJsonObject> lines;
  for (const QByteArray& line : bytesOf(runFolder() + QStringLiteral("/metrics.jsonl")).split('\n'))
    if (!line.isEmpty()) lines.push_back(QJsonDocument::fromJson(line).object());
  return lines;
}

}  // namespace

class TestWholeApplication : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qputenv("LIKENESS_HOME", QFile::encodeName(QString::fromStdString((folder_ / "home ü 猫").string())));
    qputenv("LIKENESS_PICTURES", QFile::encodeName(QString::fromStdString((folder_ / "pictures").string())));
    installLanguage(*qApp, QStringLiteral("en"));  // as the application does: plurals are whole then
    theme::apply(*qApp);
    app_ = std::make_unique<Application>();
    QVERIFY(QTest::qWaitForWindowExposed(app_->window.get()));
    QTRY_VERIFY_WITH_TIMEOUT(!app_->state.models().empty(), 30 * kSecond);
  }

  void dropsThePhotosAndNamesThem() {
    QStringList photos;
    QDirIterator all(resourcesFolder() + QStringLiteral("/subjects/biscuit"), QDir::Files);
    while (all.hasNext()) photos << all.next();
    QCOMPARE(photos.size(), 5);
    QVERIFY(test::dropFiles(*app_->window, photos));
    QTRY_VERIFY_WITH_TIMEOUT(app_->find<QAbstractItemView>(QStringLiteral("teachTray")) != nullptr, 10 * kSecond);
    auto* tray = app_->find<QAbstractItemView>(QStringLiteral("teachTray"));
    QTRY_COMPARE_WITH_TIMEOUT(tray->model()->rowCount(), 5, 20 * kSecond);
    QVERIFY(!app_->click(QStringLiteral("teachStart")));  // not named yet
    QTest::keyClicks(app_->find<QLineEdit>(QStringLiteral("teachName")), QStringLiteral("Biscuit"));
    auto* kind = app_->find<QComboBox>(QStringLiteral("teachKind"));
    kind->lineEdit()->clear();
    QTest::keyClicks(kind->lineEdit(), QStringLiteral("dog"));
    QTest::keyClick(kind->lineEdit(), Qt::Key_Tab);
    QVERIFY(app_->find<QLabel>(QStringLiteral("teachPromptLine"))->text().contains(QStringLiteral("a photo of Biscuit dog")));
    QVERIFY(app_->click(forReadme() ? QStringLiteral("choice_balanced") : QStringLiteral("choice_quick")));
    test::screenshot(*app_->window, QStringLiteral("whole-teach-ready"));
  }

  void teachesItAndShowsItTruly() {
    QTRY_VERIFY_WITH_TIMEOUT(app_->find<QPushButton>(QStringLiteral("teachStart"))->isEnabled(), 10 * kSecond);
    QVERIFY(app_->click(QStringLiteral("teachStart")));
    TeachViewModel& model = app_->page<TeachPage>()->viewModel();
    const std::size_t points = forReadme() ? 250 : 30;
    QTRY_VERIFY_WITH_TIMEOUT(model.run().losses().points().size() >= points, 150 * kSecond);
    QVERIFY(app_->find<QWidget>(QStringLiteral("teachChart")) != nullptr);
    test::screenshot(*app_->window, QStringLiteral("whole-teach-learning"));
    QTRY_VERIFY_WITH_TIMEOUT(app_->find<QPushButton>(QStringLiteral("teachMake")) != nullptr, 170 * kSecond);
    test::screenshot(*app_->window, QStringLiteral("whole-teach-done"));
    compareChartWithMetrics(model.run().losses());
    compareSamples(model.run().samples());
  }

  void makesAPictureOfIt() {
    QVERIFY(app_->click(QStringLiteral("teachMake")));
    QTRY_VERIFY(app_->find<QPlainTextEdit>(QStringLiteral("Prompt")) != nullptr);
    auto* prompt = app_->find<QPlainTextEdit>(QStringLiteral("Prompt"));
    prompt->setFocus();
    prompt->selectAll();
    QTest::keyClicks(prompt, QStringLiteral("Biscuit dog on the beach"));
    QTest::keyClick(prompt, Qt::Key_Escape);  // closes what completion offers
    auto* slider = app_->find<QSlider>(QStringLiteral("Guidance slider"));
    slider->setFocus();
    const double before = app_->find<QDoubleSpinBox>(QStringLiteral("Guidance"))->value();
    for (int i = 0; i < 4; ++i) QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(app_->find<QDoubleSpinBox>(QStringLiteral("Guidance"))->value(), before - 2.0);
    typeNumber<QSpinBox>(QStringLiteral("Steps"), QStringLiteral("20"));
    typeNumber<QAbstractSpinBox>(QStringLiteral("Seed"), QStringLiteral("3"));
    QTRY_VERIFY_WITH_TIMEOUT(app_->find<QPushButton>(QStringLiteral("Generate"))->isEnabled(), 10 * kSecond);
    QVERIFY(app_->click(QStringLiteral("Generate")));
    QTRY_COMPARE_WITH_TIMEOUT(pictureFiles().size(), 1, 60 * kSecond);
    QTRY_VERIFY_WITH_TIMEOUT(app_->find<QPushButton>(QStringLiteral("Generate")) != nullptr, 20 * kSecond);
    test::screenshot(*app_->window, QStringLiteral("whole-make-done"));
    QVERIFY2(bytesOf(pictureFiles().first()).contains("/checkpoints/"), "the picture was not made by the taught model");
  }

  void findsItInTheLibraryAndMakesItAgain() { makeAgainFromLibrary(1, QStringLiteral("whole-library")); }

  void isAllThereAfterReopening() {
    app_.reset();
    app_ = std::make_unique<Application>();
    QVERIFY(QTest::qWaitForWindowExposed(app_->window.get()));
    QTRY_VERIFY_WITH_TIMEOUT(app_->state.subjects().size() == 1, 30 * kSecond);
    QCOMPARE(QString::fromStdString(app_->state.subjects().front().name), QStringLiteral("Biscuit"));
    QVERIFY(app_->state.subjects().front().taught);
    QVERIFY(app_->click(QStringLiteral("make")));
    QTRY_COMPARE(app_->find<QPlainTextEdit>(QStringLiteral("Prompt"))->toPlainText(), QStringLiteral("Biscuit dog on the beach"));
    makeAgainFromLibrary(2, QStringLiteral("whole-library-reopened"));
  }

  void cleanupTestCase() { app_.reset(); }

 private:
  void compareChartWithMetrics(const LossHistory& history) {
    const auto lines = metricsLines();
    QVERIFY(lines.size() > 30);
    std::map<std::int64_t, double> written;
    for (const QJsonObject& line : lines)
      if (line.contains(QStringLiteral("loss"))) written[line[QStringLiteral("step")].toInteger()] = line[QStringLiteral("loss")].toDouble();
    std::size_t compared = 0;
    for (const api::Metrics& point : history.points()) {
      if (std::isnan(point.loss)) continue;
      QVERIFY(written.contains(point.step));
      QCOMPARE(point.loss, written[point.step]);
      ++compared;
    }
    QCOMPARE(compared, written.size());
  }

  template <class Box>
  void typeNumber(const QString& name, const QString& number) {
    auto* box = app_->find<Box>(name);
    QVERIFY(box != nullptr);
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, number);
    QTest::keyClick(box, Qt::Key_Tab);
  }

  void compareSamples(const SampleTable& samples) {
    QVERIFY(samples.columnCount() >= 2);
    QCOMPARE(samples.steps().front(), 0);
    for (int prompt = 0; prompt < samples.rowCount(); ++prompt) {
      const QByteArray before = bytesOf(samples.file(prompt, samples.steps().front()));
      const QByteArray after = bytesOf(samples.file(prompt, samples.steps().back()));
      QVERIFY(!before.isEmpty() && !after.isEmpty());
      QVERIFY(before != after);
    }
  }

  void makeAgainFromLibrary(int pictures, const QString& name) {
    QVERIFY(app_->click(QStringLiteral("library")));
    QTRY_VERIFY_WITH_TIMEOUT(app_->find<QAbstractItemView>(QStringLiteral("Pictures, newest first")) != nullptr, 10 * kSecond);
    auto* grid = app_->find<QAbstractItemView>(QStringLiteral("Pictures, newest first"));
    QTRY_COMPARE_WITH_TIMEOUT(grid->model()->rowCount(), pictures, 20 * kSecond);
    const QModelIndex newest = grid->model()->index(0, 0);
    grid->scrollTo(newest);
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->visualRect(newest).center());
    const QStringList before = pictureFiles();
    QTRY_VERIFY_WITH_TIMEOUT(app_->find<QAbstractButton>(QStringLiteral("Make again")) != nullptr, 10 * kSecond);
    QTRY_VERIFY_WITH_TIMEOUT(app_->find<QAbstractButton>(QStringLiteral("Copy picture"))->isEnabled(), 10 * kSecond);
    test::screenshot(*app_->window, name);
    QVERIFY(app_->click(QStringLiteral("Make again")));
    QTRY_VERIFY_WITH_TIMEOUT(app_->find<QPushButton>(QStringLiteral("Generate")) != nullptr, 10 * kSecond);
    QTRY_VERIFY_WITH_TIMEOUT(app_->find<QPushButton>(QStringLiteral("Generate"))->isEnabled(), 10 * kSecond);
    QVERIFY(app_->click(QStringLiteral("Generate")));
    QTRY_COMPARE_WITH_TIMEOUT(pictureFiles().size(), pictures + 1, 60 * kSecond);
    QStringList added = pictureFiles();
    for (const QString& file : before) added.removeAll(file);
    QCOMPARE(bytesOf(added.first()), bytesOf(before.last()));
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<Application> app_;
};

QTEST_MAIN(TestWholeApplication)
#include "tst_whole_application.moc"
