// Drafts over the guidance: when they are made and when not, what is asked, what comes back; and weights in the prompt.
#include <QTest>

#include "tests/ui/make/make_window.h"
#include "ui/viewmodels/guidance_drafts.h"
#include "ui/widgets/draft_strip.h"
#include "ui/widgets/prompt_weights.h"

using namespace likeness;
using test::MakeWindow;
using ui::GuidanceDrafts;

namespace {

std::vector<test::FakeEngine::Received<api::Generate>> drafts(const MakeWindow& w) {
  auto all = w.parts.engine->all<api::Generate>();
  std::erase_if(all, [](const auto& each) { return !each.request.out_folder.empty(); });
  return all;
}

/// Finishes the newest draft in a colour that tells its guidance.
void finishDraft(MakeWindow& w) {
  const auto draft = drafts(w).back();
  w.parts.engine->setState(draft.job, api::State::running);
  const auto red = static_cast<std::uint8_t>(draft.request.sample.guidance * 10);
  w.parts.engine->push(api::ImageReady{.job = draft.job, .kind = api::ImageKind::final, .pixels = test::plainPixels(16, 16, red, 90, 90)});
  w.parts.engine->setState(draft.job, api::State::done);
}

QString weigh(const char* prompt, int from, int length, double step) {
  QString text = QString::fromUtf8(prompt);
  const ui::WeightChange change = ui::weighted(text, from, length, step);
  return text.replace(change.from, change.length, change.text);
}

}  // namespace

class TestGuidanceDrafts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void madeForTheLockedSeedAndShownWhileDragging() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    QTest::qWait(700);
    QVERIFY(drafts(w).empty());  // the seed is free
    w.typeNumber<QDoubleSpinBox>(QStringLiteral("Seed"), QStringLiteral("42"));
    QTRY_COMPARE(drafts(w).size(), std::size_t{1});
    const api::Generate asked = drafts(w)[0].request;
    QCOMPARE(asked.sample.guidance, 7.5);  // the nearest to what is chosen comes first
    QCOMPARE(asked.sample.seed, std::int64_t{42});
    QCOMPARE(asked.sample.steps, 10);
    QCOMPARE(asked.sample.count, 1);
    QCOMPARE(asked.preview_every, 0);
    for (std::size_t i = 1; i <= GuidanceDrafts::values().size(); ++i) {
      QTRY_COMPARE(drafts(w).size(), i);
      finishDraft(w);
    }
    QTest::qWait(100);
    QCOMPARE(drafts(w).size(), GuidanceDrafts::values().size());
    auto* strip = w.find<ui::DraftStrip>(QStringLiteral("Drafts over the guidance"));
    QVERIFY(strip != nullptr);
    test::screenshot(*w.page, QStringLiteral("make-drafts"));

    auto* slider = w.find<QSlider>(QStringLiteral("Guidance slider"));
    auto* view = w.page->findChild<ui::ImageView*>();
    slider->setSliderDown(true);
    slider->setSliderPosition(27);  // 13.5: the draft of 14 is nearest
    QTRY_VERIFY(!view->image().isNull());
    QCOMPARE(view->image().pixelColor(3, 3), QColor(140, 90, 90));
    slider->setSliderDown(false);
    QVERIFY(view->image().isNull());

    QTest::mouseClick(strip, Qt::LeftButton, {}, QPoint(strip->width() / 14, 10));
    QCOMPARE(w.find<QDoubleSpinBox>(QStringLiteral("Guidance"))->value(), 1.0);
    QTest::qWait(700);
    QCOMPARE(drafts(w).size(), GuidanceDrafts::values().size());  // another guidance needs no other drafts
    w.click(QStringLiteral("Drafts"));
    QVERIFY(!strip->isVisible());
  }

  void realWorkGoesFirst() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    w.typeNumber<QDoubleSpinBox>(QStringLiteral("Seed"), QStringLiteral("42"));
    QTRY_COMPARE(drafts(w).size(), std::size_t{1});
    w.click(QStringLiteral("Generate"));
    QCOMPARE(w.parts.engine->cancelled(), std::vector<api::JobId>{drafts(w)[0].job});
    QTest::qWait(700);
    QCOMPARE(drafts(w).size(), std::size_t{1});
    const auto real = *w.parts.engine->last<api::Generate>();
    QVERIFY(!real.request.out_folder.empty());
    w.parts.engine->setState(real.job, api::State::running);
    w.parts.engine->setState(real.job, api::State::done);
    QTRY_COMPARE(drafts(w).size(), std::size_t{2});
  }

  void weights_data() {
    QTest::addColumn<QString>("got");
    QTest::addColumn<QString>("wanted");
    const auto row = [](const QString& got, const char* wanted) { QTest::newRow(wanted) << got << QString::fromUtf8(wanted); };
    row(weigh("a red fox", 3, 0, 0.1), "a (red:1.1) fox");
    row(weigh("a red fox", 2, 8, 0.1), "a (red fox:1.1)");
    row(weigh("a (red:1.1) fox", 4, 0, 0.1), "a (red:1.2) fox");
    row(weigh("a (red:1.1) fox", 3, 3, -0.1), "a red fox");
    row(weigh("a (red:1) fox", 3, 3, -0.1), "a (red:0.9) fox");
    row(weigh("(red:0.95)", 2, 0, 0.1), "(red:1.05)");
    row(weigh("(red:3)", 2, 0, 0.1), "(red:3)");
    row(weigh("(red:0.05)", 2, 0, -0.1), "(red:0)");
    row(weigh("Füchsin  steht", 2, 0, 0.1), "(Füchsin:1.1)  steht");
    row(weigh("a , b", 2, 0, 0.1), "a , b");
  }
  void weights() {
    QFETCH(QString, got);
    QFETCH(QString, wanted);
    QCOMPARE(got, wanted);
  }

  void weightKeysCanBeUndone() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a red fox"));
    auto* prompt = w.find<ui::PromptEdit>(QStringLiteral("Prompt"));
    for (int i = 0; i < 3; ++i) QTest::keyClick(prompt, Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(prompt->toPlainText(), QStringLiteral("a red (fox:1.3)"));
    QTest::keyClick(prompt, Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(prompt->toPlainText(), QStringLiteral("a red (fox:1.2)"));
    for (int i = 0; i < 4; ++i) prompt->undo();
    QCOMPARE(prompt->toPlainText(), QStringLiteral("a red fox"));
  }
};

QTEST_MAIN(TestGuidanceDrafts)
#include "tst_guidance_drafts.moc"
