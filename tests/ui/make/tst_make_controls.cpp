// The Make page's controls: guidance, prompt, seed, subjects, models, sizes, wheel and keyboard order.
// Real clicks and keys on visible widgets, the engine scripted.
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QToolButton>
#include <QWheelEvent>

#include "tests/ui/make/make_window.h"
#include "ui/bridge/convert.h"
#include "ui/widgets/two_line_button.h"

using namespace likeness;
using namespace likeness::ui;
using test::MakeWindow;

class TestMakeControls : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void guidanceSliderBoxAndKeysAreOne() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    auto* slider = w.find<QSlider>(QStringLiteral("Guidance slider"));
    auto* box = w.find<QDoubleSpinBox>(QStringLiteral("Guidance"));
    QCOMPARE(box->value(), 7.5);
    w.typeNumber<QDoubleSpinBox>(QStringLiteral("Guidance"), QStringLiteral("28"));
    QCOMPARE(slider->value(), slider->maximum());
    w.typeNumber<QDoubleSpinBox>(QStringLiteral("Guidance"), QStringLiteral("4.3"));
    QCOMPARE(box->value(), 4.3);
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Home);
    QCOMPARE(box->value(), 1.0);
    QTest::keyClick(slider, Qt::Key_BracketRight);
    QTest::keyClick(slider, Qt::Key_BracketRight);
    QCOMPARE(box->value(), 2.0);
    QTest::keyClick(slider, Qt::Key_BracketLeft);
    QCOMPARE(box->value(), 1.5);
    w.typePrompt(QStringLiteral("a [fox]"));
    QCOMPARE(box->value(), 1.5);
    QCOMPARE(w.find<PromptEdit>(QStringLiteral("Prompt"))->toPlainText(), QStringLiteral("a [fox]"));
  }

  void aSingleLinePromptOrSeveralIsOnePrompt() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    auto* prompt = w.find<PromptEdit>(QStringLiteral("Prompt"));
    w.typePrompt(QStringLiteral("a fox,"));
    QTest::keyClick(prompt, Qt::Key_Return);
    QTest::keyClicks(prompt, QStringLiteral("blue"));
    QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
    const auto received = w.parts.engine->last<api::Generate>();
    QVERIFY(received.has_value());
    QCOMPARE(received->request.prompts, std::vector<std::string>{"a fox,\nblue"});
  }

  void completesKnownWords() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    auto* prompt = w.find<PromptEdit>(QStringLiteral("Prompt"));
    prompt->setFocus();
    QTest::keyClicks(prompt, QStringLiteral("a pe"));
    QTRY_VERIFY(prompt->completer()->popup()->isVisible());
    QTest::keyClick(prompt->completer()->popup(), Qt::Key_Return);
    QCOMPARE(prompt->toPlainText(), QStringLiteral("a penguin"));
    QTest::keyClicks(prompt, QStringLiteral(" on"));
    QTRY_VERIFY(prompt->completer()->popup()->isVisible());
    QTest::keyClick(prompt->completer()->popup(), Qt::Key_Down);
    QTest::keyClick(prompt->completer()->popup(), Qt::Key_Return);
    QCOMPARE(prompt->toPlainText(), QStringLiteral("a penguin on the moon"));
  }

  void seedIsRandomLockedTypedOrTaken() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    QVERIFY(w.find<QToolButton>(QStringLiteral("Random seed"))->isChecked());
    w.click(QStringLiteral("Generate"));
    QCOMPARE(w.parts.engine->last<api::Generate>()->request.sample.seed, -1);
    w.finishOne("a.png", 31337);
    w.click(QStringLiteral("Lock seed"));
    auto* box = w.find<QDoubleSpinBox>(QStringLiteral("Seed"));
    QCOMPARE(box->value(), 31337.0);
    QVERIFY(!w.find<QToolButton>(QStringLiteral("Random seed"))->isChecked());
    w.click(QStringLiteral("Generate"));
    QCOMPARE(w.parts.engine->last<api::Generate>()->request.sample.seed, 31337);
    w.finishOne("b.png", 31337);
    w.click(QStringLiteral("Random seed"));
    QCOMPARE(box->text(), QStringLiteral("random"));
    QVERIFY(!w.find<QToolButton>(QStringLiteral("Lock seed"))->isChecked());
    w.click(QStringLiteral("Use this seed"));
    QCOMPARE(box->value(), 31337.0);
    w.click(QStringLiteral("Lock seed"));
    QVERIFY(w.find<QToolButton>(QStringLiteral("Random seed"))->isChecked());
  }

  void aSubjectChipBringsModelLoraAndWords() {
    MakeWindow w;
    w.know({test::starterModel()}, {test::biscuit(), test::pip()});
    w.typePrompt(QStringLiteral("Pip on the moon"));
    QVERIFY(w.find<QDoubleSpinBox>(QStringLiteral("How strongly the subject is used")) == nullptr);
    w.click(QStringLiteral("Subject Biscuit"));
    QCOMPARE(w.find<ModelChooser>(QStringLiteral("Base model"))->model(), QStringLiteral("/home/runs/biscuit/model"));
    QVERIFY(w.find<QDoubleSpinBox>(QStringLiteral("How strongly the subject is used")) == nullptr);
    w.click(QStringLiteral("Subject Pip"));
    QVERIFY(!w.find<QPushButton>(QStringLiteral("Subject Biscuit"))->isChecked());
    w.typeNumber<QDoubleSpinBox>(QStringLiteral("How strongly the subject is used"), QStringLiteral("0.7"));
    w.click(QStringLiteral("Generate"));
    const api::Generate made = w.parts.engine->last<api::Generate>()->request;
    QCOMPARE(made.model, std::string("starter"));
    QCOMPARE(made.loras.size(), std::size_t(1));
    QCOMPARE(made.loras[0].strength, 0.7);
    QCOMPARE(made.words[0].name, std::string("Pip"));
    w.click(QStringLiteral("Subject Pip"));
    w.click(QStringLiteral("Queue another picture"));
    QVERIFY(w.parts.engine->last<api::Generate>()->request.words.empty());
  }

  void aModelThatCannotBeUsedSaysWhy() {
    MakeWindow w;
    w.know({test::starterModel(), test::sd1Model(), test::unusableModel()}, {});
    auto* chooser = w.find<ModelChooser>(QStringLiteral("Base model"));
    QVERIFY(chooser->text().startsWith(QStringLiteral("Starter")));
    QSignalSpy chosen(chooser, &ModelChooser::modelChosen);
    QTest::mouseClick(chooser, Qt::LeftButton);
    QVERIFY(chooser->popup() != nullptr && chooser->popup()->isVisible());
    const auto rows = chooser->popup()->findChildren<TwoLineButton*>();
    QCOMPARE(rows.size(), 3);
    QVERIFY(rows[0]->isChecked());
    QVERIFY(rows[0]->detail().contains(QStringLiteral("25 MB")) && rows[0]->detail().endsWith(QStringLiteral("fits")));
    QVERIFY(rows[1]->detail().contains(QStringLiteral("may not fit")));
    QCOMPARE(rows[2]->detail(), QStringLiteral("This is SDXL, which is not run yet."));
    QTest::mouseClick(rows[2], Qt::LeftButton);
    QCOMPARE(chosen.size(), 0);
    QVERIFY(chooser->popup() != nullptr);
    QTest::mouseClick(rows[1], Qt::LeftButton);
    QCOMPARE(chooser->model(), QStringLiteral("/models/sd15"));
    QTRY_VERIFY(chooser->popup() == nullptr);
    QCOMPARE(w.find<QComboBox>(QStringLiteral("Size"))->currentText(), QStringLiteral("Square, 512 × 512"));
  }

  void aModelIsTakenOutOfTheList() {
    MakeWindow w;
    w.parts.state.addModelPath(QStringLiteral("/models/sd15"));
    w.know({test::starterModel(), test::sd1Model()}, {});
    auto* chooser = w.find<ModelChooser>(QStringLiteral("Base model"));
    QTest::mouseClick(chooser, Qt::LeftButton);
    const auto buttons = chooser->popup()->findChildren<QToolButton*>();
    QCOMPARE(buttons.size(), 1);  // the starter stays
    QTest::mouseClick(buttons[0], Qt::LeftButton);
    QCOMPARE(w.parts.state.addedModelPaths(), QStringList());
    w.parts.engine->push(api::ModelsListed{.job = w.parts.engine->last<api::ListModels>()->job, .models = {test::starterModel()}});
    QTRY_COMPARE(chooser->popup()->findChildren<TwoLineButton*>().size(), 1);
    chooser->popup()->close();
  }

  void aFolderIsAddedThroughTheDialog() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    auto* chooser = w.find<ModelChooser>(QStringLiteral("Base model"));
    QTest::mouseClick(chooser, Qt::LeftButton);
    for (auto* button : chooser->popup()->findChildren<QPushButton*>())
      if (button->text() == QStringLiteral("Add folder …")) QTest::mouseClick(button, Qt::LeftButton);
    auto* dialog = w.page->findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr && dialog->isVisible());
    const QString folder = toQString(w.parts.folder.path().string());
    dialog->selectFile(folder);
    QMetaObject::invokeMethod(dialog, "accept");
    QCOMPARE(w.parts.state.addedModelPaths(), QStringList{folder});
    QCOMPARE(w.parts.engine->last<api::ListModels>()->request.paths, std::vector<std::string>{toStdString(folder)});
    QVERIFY(chooser->popup() != nullptr);  // open again, to show what became of it
    chooser->popup()->close();
  }

  void theWheelChangesNothingInPassing() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.find<PromptEdit>(QStringLiteral("Prompt"))->setFocus();
    auto* box = w.find<QDoubleSpinBox>(QStringLiteral("Guidance"));
    const auto turn = [](QWidget* widget) {
      QWheelEvent event(widget->rect().center(), widget->mapToGlobal(widget->rect().center()), {}, {0, 120}, Qt::NoButton, {},
                        Qt::NoScrollPhase, false);
      QApplication::sendEvent(widget, &event);
    };
    turn(box);
    turn(w.find<QSlider>(QStringLiteral("Guidance slider")));
    turn(w.find<QComboBox>(QStringLiteral("Sampler")));
    QCOMPARE(box->value(), 7.5);
    QCOMPARE(w.find<QComboBox>(QStringLiteral("Sampler"))->currentText(), QStringLiteral("DDIM"));
    box->setFocus();
    turn(box);
    QCOMPARE(box->value(), 8.0);
  }

  void karrasIsOnlyForSamplersThatHaveIt() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    auto* schedule = w.find<QComboBox>(QStringLiteral("Noise schedule"));
    QVERIFY(!schedule->isEnabled());
    QVERIFY(schedule->toolTip().contains(QStringLiteral("DDIM")));
    QTest::keyClicks(w.find<QComboBox>(QStringLiteral("Sampler")), QStringLiteral("Eu"));
    QVERIFY(schedule->isEnabled());
    QTest::keyClicks(schedule, QStringLiteral("K"));
    QCOMPARE(schedule->count(), 8);
    auto* sampler = w.find<QComboBox>(QStringLiteral("Sampler"));
    sampler->setCurrentIndex(sampler->findText(QStringLiteral("PLMS")));
    QCOMPARE(schedule->count(), 1);
    QCOMPARE(schedule->currentText(), QStringLiteral("Normal"));
  }

  void aFreeSizeIsAMultipleOfEight() {
    MakeWindow w;
    w.know({test::starterModel()}, {});
    w.typePrompt(QStringLiteral("a fox"));
    QVERIFY(w.find<QSpinBox>(QStringLiteral("Width in pixels")) == nullptr);
    QTest::keyClick(w.find<QComboBox>(QStringLiteral("Size")), Qt::Key_End);
    QCOMPARE(w.find<QSpinBox>(QStringLiteral("Width in pixels"))->value(), 128);
    w.typeNumber<QSpinBox>(QStringLiteral("Width in pixels"), QStringLiteral("157"));
    QCOMPARE(w.find<QSpinBox>(QStringLiteral("Width in pixels"))->value(), 160);
    w.click(QStringLiteral("Generate"));
    QCOMPARE(w.parts.engine->last<api::Generate>()->request.sample.width, 160);
    QCOMPARE(w.parts.engine->last<api::Generate>()->request.sample.height, 128);
  }

  void everyControlHasANameAndTabFollowsReading() {
    MakeWindow w;
    w.know({test::starterModel()}, {test::biscuit(), test::pip()});
    w.click(QStringLiteral("Subject Pip"));
    w.typePrompt(QStringLiteral("Pip"));
    w.click(QStringLiteral("Generate"));
    w.finishOne("a.png", 1);
    auto* first = w.find<ModelChooser>(QStringLiteral("Base model"));
    QStringList names;
    QWidget* widget = first;
    do {
      if (widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr) {
        const auto* button = qobject_cast<QAbstractButton*>(widget);
        const QString name = widget->accessibleName().isEmpty() && button != nullptr ? button->text() : widget->accessibleName();
        QVERIFY2(!name.isEmpty(), widget->metaObject()->className());
        names << name;
      }
      widget = widget->nextInFocusChain();
    } while (widget != first);
    const QStringList expected = {QStringLiteral("Base model"), QStringLiteral("Subject Biscuit"), QStringLiteral("Subject Pip"), QStringLiteral("Teach …"), QStringLiteral("How strongly the subject is used"),
                                  QStringLiteral("Add LoRA, embedding, VAE …"), QStringLiteral("Prompt"), QStringLiteral("Leave out"), QStringLiteral("Start from a picture …"),
                                  QStringLiteral("Guidance slider"), QStringLiteral("Guidance"), QStringLiteral("Drafts"), QStringLiteral("Seed"), QStringLiteral("Random seed"), QStringLiteral("Lock seed"), QStringLiteral("Size"),
                                  QStringLiteral("Number of pictures"), QStringLiteral("Steps"), QStringLiteral("Sampler"), QStringLiteral("More"), QStringLiteral("Grid"), QStringLiteral("Generate"), QStringLiteral("Picture"), QStringLiteral("Zoom out"), QStringLiteral("Zoom in"),
                                  QStringLiteral("Fit the picture"), QStringLiteral("Actual pixels"), QStringLiteral("Pictures of this session")};
    QCOMPARE(names.mid(0, expected.size()), expected);
  }
};

QTEST_MAIN(TestMakeControls)
#include "tst_make_controls.moc"
