// For each state of the Teach page: which buttons are there, and that nothing else is.
#include <QFile>

#include "tests/ui/teach/teach_bench.h"

using namespace likeness;
using test::TeachBench;
using State = ui::TeachViewModel::State;

namespace {

QStringList allButtons() {
  QStringList names;
  for (const char* name :
       {"teachChoose", "teachPaste", "teachSample_biscuit", "teachAdd", "teachPasteMore", "teachRemove", "teachStart", "teachPause",
        "teachSampleNow", "teachCheckpoint", "teachStop", "teachContinue", "teachChange", "teachDiscard", "teachAnother", "teachMake", "teachCopy"})
    names << QLatin1String(name);
  return names;
}

void reach(TeachBench& bench, State state, bool kept) {
  if (state == State::Empty) return;
  bench.collect();
  if (state == State::Collecting) return;
  bench.fillIn();
  bench.startRun();
  if (state == State::Queued) return;
  bench.state(api::State::running);
  bench.progress(api::Phase::loading_model, 0, 0);
  if (state == State::Preparing) return;
  bench.learn(1, 10, 400);
  if (kept) bench.checkpoint(10);
  if (state == State::Learning) return;
  if (state == State::Paused) return bench.state(api::State::paused);
  if (state == State::Stopped) return bench.state(api::State::cancelled);
  if (state == State::Failed) return bench.parts.engine->failJob(bench.run, {"internal", "It broke.", ""}), bench.deliver();
  if (state == State::Interrupted) {
    const QString folder = QString::fromStdString(bench.parts.engine->last<api::Train>()->request.run_folder);
    QDir().mkpath(folder + QStringLiteral("/checkpoints/step-000010"));
    if (kept) QFile(folder + QStringLiteral("/checkpoints/step-000010/DONE")).open(QIODevice::WriteOnly);
    return bench.newPage();
  }
  bench.progress(api::Phase::verifying, 0, 7);
  if (state == State::Finishing) return;
  bench.finish();
}

}  // namespace

class TstTeachStates : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void buttons_data();
  void buttons();
  void everyControlHasAName();
};

void TstTeachStates::buttons_data() {
  QTest::addColumn<int>("state");
  QTest::addColumn<bool>("kept");
  QTest::addColumn<QStringList>("shown");
  const auto row = [](const char* name, State state, bool kept, const char* shown) {
    QTest::newRow(name) << static_cast<int>(state) << kept << QString::fromLatin1(shown).split(QLatin1Char(' '));
  };
  row("empty", State::Empty, false, "teachChoose teachPaste teachSample_biscuit");
  row("collecting", State::Collecting, false, "teachAdd teachPasteMore teachRemove teachStart");
  row("queued", State::Queued, false, "teachStop");
  row("preparing", State::Preparing, false, "teachPause teachStop");
  row("learning", State::Learning, false, "teachPause teachSampleNow teachCheckpoint teachStop");
  row("paused", State::Paused, false, "teachPause teachStop");
  row("finishing", State::Finishing, false, "teachStop");
  row("stopped", State::Stopped, true, "teachContinue teachChange teachDiscard teachAnother");
  row("stopped, nothing kept", State::Stopped, false, "teachChange teachDiscard teachAnother");
  row("interrupted", State::Interrupted, true, "teachContinue teachChange teachDiscard teachAnother");
  row("interrupted, nothing kept", State::Interrupted, false, "teachChange teachDiscard teachAnother");
  row("done", State::Done, true, "teachAnother teachMake teachCopy");
  row("failed", State::Failed, true, "teachContinue teachChange teachDiscard teachAnother teachCopy");
  row("failed, nothing kept", State::Failed, false, "teachChange teachDiscard teachAnother teachCopy");
}

void TstTeachStates::buttons() {
  QFETCH(int, state);
  QFETCH(bool, kept);
  QFETCH(QStringList, shown);
  TeachBench bench;
  reach(bench, static_cast<State>(state), kept);
  QCOMPARE(static_cast<int>(bench.page->viewModel().state()), state);
  QStringList found;
  for (const QString& name : allButtons()) {
    if (bench.shows(name.toLatin1().constData())) found << name;
  }
  QCOMPARE(found, shown);
}

void TstTeachStates::everyControlHasAName() {
  TeachBench bench;
  for (const QWidget* widget : bench.page->findChildren<QWidget*>()) {
    const bool control = (widget->focusPolicy() & Qt::TabFocus) != 0 && !widget->inherits("QScrollArea") && !widget->inherits("QTabBar") &&
                         !widget->inherits("QHeaderView");
    const bool inner = widget->inherits("QComboBoxListView") || widget->objectName().startsWith(QStringLiteral("qt_")) ||
                       widget->parentWidget()->inherits("QComboBox");
    if (!control || inner || widget->objectName() == QStringLiteral("pictureOverlay")) continue;
    QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(QLatin1String(widget->metaObject()->className()) + widget->objectName()));
  }
}

QTEST_MAIN(TstTeachStates)
#include "tst_teach_states.moc"
