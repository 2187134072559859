// The sentences and small rules of teaching, without a window.
#include <QTest>

#include "ui/viewmodels/teach_draft.h"
#include "ui/viewmodels/teach_words.h"

using namespace likeness;

class TstTeachWords : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void durations_data();
  void durations();
  void missing();
  void promptLine();
  void draftKeepsEverything();
  void everyCheckHasTwoSentences();
  void everyPhaseHasASentence();
};

void TstTeachWords::durations_data() {
  QTest::addColumn<double>("seconds");
  QTest::addColumn<QString>("text");
  QTest::newRow("none") << -3.0 << "0 s";
  QTest::newRow("seconds") << 59.4 << "59 s";
  QTest::newRow("rounds up into a minute") << 59.6 << "1 min 00 s";
  QTest::newRow("minutes") << 65.0 << "1 min 05 s";
  QTest::newRow("hours") << 7805.0 << "2 h 10 min";
}

void TstTeachWords::durations() {
  QFETCH(double, seconds);
  QFETCH(QString, text);
  QCOMPARE(ui::durationText(seconds), text);
}

void TstTeachWords::missing() {
  ui::TeachDraft draft;
  QCOMPARE(ui::missingFor(draft, 0).join(QLatin1Char('|')), QStringLiteral("Add at least 1 photo|Give it a name|Say what kind it is"));
  draft.name = QStringLiteral("  ");
  draft.kind = QStringLiteral("dog");
  draft.token = QString();
  QCOMPARE(ui::missingFor(draft, 1).join(QLatin1Char('|')), QStringLiteral("Give it a name|Fill in the rare word"));
  draft.name = QStringLiteral("Biscuit");
  draft.token = QStringLiteral("sks");
  QVERIFY(ui::missingFor(draft, 1).isEmpty());
}

void TstTeachWords::promptLine() {
  ui::TeachDraft draft;
  QCOMPARE(ui::promptLine(draft), QStringLiteral("a photo of \u2026 \u2026"));
  draft.name = QStringLiteral(" Biscuit ");
  draft.kind = QStringLiteral("dog");
  QCOMPARE(ui::promptLine(draft), QStringLiteral("a photo of Biscuit dog"));
  QCOMPARE(ui::trainRequest(draft, QStringLiteral("/runs/a")).name, std::string("Biscuit"));
}

void TstTeachWords::draftKeepsEverything() {
  ui::TeachDraft draft;
  int number = 0;
  for (QString ui::TeachDraft::*field : {&ui::TeachDraft::id, &ui::TeachDraft::name, &ui::TeachDraft::kind, &ui::TeachDraft::token,
                                         &ui::TeachDraft::model, &ui::TeachDraft::preset, &ui::TeachDraft::method})
    draft.*field = QStringLiteral("value \u00FC %1").arg(++number);
  QCOMPARE(ui::toJson(ui::draftFromJson(ui::toJson(draft))), ui::toJson(draft));
  QCOMPARE(ui::draftFromJson({}).preset, QStringLiteral("balanced"));
}

void TstTeachWords::everyCheckHasTwoSentences() {
  for (const char* name : {"steps_done", "losses_finite", "probe_fell", "weights_differ", "files_reopen", "token_matters", "class_kept"}) {
    const QString passed = ui::checkSentence({name, true, {}}, QStringLiteral("Biscuit"), QStringLiteral("dog"));
    const QString failed = ui::checkSentence({name, false, {}}, QStringLiteral("Biscuit"), QStringLiteral("dog"));
    QVERIFY2(passed != failed && passed != QLatin1String(name), name);
  }
  QCOMPARE(ui::checkSentence({"new_check", true, {}}, {}, {}), QStringLiteral("new_check"));
}

void TstTeachWords::everyPhaseHasASentence() {
  QStringList sentences;
  for (int phase = 0; phase <= static_cast<int>(api::Phase::measuring); ++phase)
    sentences << ui::phaseSentence(static_cast<api::Phase>(phase), QStringLiteral("dog"));
  QVERIFY(!sentences.contains(QString()));
}

QTEST_GUILESS_MAIN(TstTeachWords)
#include "tst_teach_words.moc"
