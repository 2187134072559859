// The settings with real clicks: each is kept, used by the next request and shown again; both themes are readable.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTest>

#include "tests/support/look_check.h"
#include "tests/support/ui_helpers.h"
#include "ui/main_window/window_pages.h"
#include "ui/pages/settings_page.h"
#include "ui/widgets/theme.h"

using namespace likeness;
using test::WindowParts;

namespace {

struct Page {
  test::TemporaryFolder home;
  test::EnvironmentOverride homeVariable{"LIKENESS_HOME", home.path().string()};
  WindowParts parts;
  std::unique_ptr<ui::SettingsPage> page;

  Page() { open(); }
  void open() {
    page = std::make_unique<ui::SettingsPage>(parts.state);
    page->resize(1100, 700);
    page->show();
    QVERIFY(QTest::qWaitForWindowExposed(page.get()));
  }
  template <class Widget>
  Widget* find(const char* name) {
    auto* widget = page->findChild<Widget*>(QLatin1String(name));
    if (widget == nullptr) qFatal("no widget named %s", name);
    return widget;
  }
  void choose(const char* id) { QTest::mouseClick(find<QPushButton>(id), Qt::LeftButton); }
};

}  // namespace

class TestSettingsPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyChoiceIsKept() {
    Page w;
    w.parts.engine->setState(w.parts.engine->last<api::LookAtDevice>()->job, api::State::done);
    w.choose("choice_cpu");
    w.choose("choice_lora");
    w.choose("choice_quick");
    QTest::mouseClick(w.find<QCheckBox>("settingsNotifies"), Qt::LeftButton, {}, QPoint(8, 8));
    w.find<QSpinBox>("settingsThreads")->setFocus();
    QTest::keyClick(w.find<QSpinBox>("settingsThreads"), Qt::Key_Up);
    auto* language = w.find<QComboBox>("settingsLanguage");
    QVERIFY(!w.find<QLabel>("settingsRestart")->isVisible());
    QTest::keyClick(language, Qt::Key_End);
    QVERIFY(w.find<QLabel>("settingsRestart")->isVisibleTo(w.page.get()));
    w.open();
    const ui::AppSettings& settings = w.parts.state.settings();
    QCOMPARE(settings.device(), QStringLiteral("cpu"));
    QCOMPARE(settings.method(), QStringLiteral("lora"));
    QCOMPARE(settings.preset(), QStringLiteral("quick"));
    QCOMPARE(settings.threads(), 1);
    QCOMPARE(settings.language(), QStringLiteral("de"));
    QVERIFY(!settings.notifies());
    QVERIFY(w.find<QPushButton>("choice_cpu")->isChecked());
    QVERIFY(!w.find<QCheckBox>("settingsNotifies")->isChecked());
    const auto askedFor = [&w] {
      w.parts.state.refreshDevice();  // as the window's clock does
      return w.parts.engine->last<api::LookAtDevice>()->request.compute.device;
    };
    QTRY_COMPARE(askedFor(), std::string("cpu"));
  }

  void foldersAreShownAndTheUsualOneComesBack() {
    Page w;
    test::EnvironmentOverride pictures("LIKENESS_PICTURES", "");
    qunsetenv("LIKENESS_PICTURES");
    w.parts.state.settings().setPicturesFolder(QStringLiteral("/somewhere/else"));
    QCOMPARE(w.find<QLabel>("settingsPictures")->text(), QStringLiteral("/somewhere/else"));
    w.choose("settingsDefault");
    QVERIFY(w.find<QLabel>("settingsPictures")->text() != QStringLiteral("/somewhere/else"));
    QVERIFY(!w.find<QPushButton>("settingsDefault")->isVisible());
    QCOMPARE(w.find<QLabel>("settingsHome")->text(), QString::fromStdString(w.home.path().string()));
  }

  void bothThemesAreReadableOnEveryPage() {
    Page w;
    const auto window = ui::makeMainWindow(w.parts.state);
    window->resize(1280, 720);
    window->show();
    QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    for (const char* scheme : {"light", "dark"}) {
      w.parts.state.settings().setTheme(QLatin1String(scheme));
      QCOMPARE(ui::theme::scheme() == ui::theme::Scheme::light, scheme == std::string("light"));
      for (const auto page : {ui::MainWindow::Page::teach, ui::MainWindow::Page::make, ui::MainWindow::Page::compare,
                              ui::MainWindow::Page::library, ui::MainWindow::Page::queue, ui::MainWindow::Page::settings}) {
        window->showPage(page);
        QTest::qWait(30);
        QCOMPARE(test::lookProblems(*window).join(QLatin1Char('\n')), QString());
        test::screenshot(*window, QStringLiteral("window-%1-%2").arg(static_cast<int>(page)).arg(QLatin1String(scheme)));
      }
    }
  }

  void looksWhole() {
    Page w;
    w.page->resize(760, 1500);
    QTest::qWait(30);
    QCOMPARE(test::lookProblems(*w.page).join(QLatin1Char('\n')), QString());
    test::screenshot(*w.page, QStringLiteral("settings-whole"));
  }
};

QTEST_MAIN(TestSettingsPage)
#include "tst_settings_page.moc"
