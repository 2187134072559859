// The Make page in a window of its own, used by name: what its tests share. Widgets are found by accessible name or text, when visible.
#pragma once

#include <memory>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QCompleter>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/ui_helpers.h"
#include "tests/ui/make/make_fixture.h"
#include "ui/pages/make_page.h"

namespace likeness::test {

/// A page in a window, with what the engine knows.
struct MakeWindow {
  MakeWindow() : pictures("LIKENESS_PICTURES", (parts.folder / "pictures").string()) { open(); }

  void open() {
    page = std::make_unique<ui::MakePage>(parts.state);
    page->resize(1280, 720);
    page->show();
    page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(page.get()));
  }

  void know(std::vector<api::ModelInfo> models, std::vector<api::SubjectInfo> subjects) {
    QSignalSpy known(&parts.state, &ui::AppState::subjectsChanged);
    parts.engine->push(api::ModelsListed{.job = parts.engine->last<api::ListModels>()->job, .models = std::move(models)});
    parts.engine->push(api::SubjectsListed{.job = parts.engine->last<api::ListSubjects>()->job, .subjects = std::move(subjects)});
    QVERIFY(known.wait(2000));
  }

  /// The visible widget with this accessible name (or text, for buttons).
  template <class Widget>
  Widget* find(const QString& name) const {
    for (Widget* widget : page->findChildren<Widget*>()) {
      const auto* button = qobject_cast<QAbstractButton*>(widget);
      if (widget->isVisible() && (widget->accessibleName() == name || (button != nullptr && button->text() == name))) return widget;
    }
    return nullptr;
  }

  void click(const QString& name) const {
    auto* button = find<QAbstractButton>(name);
    QVERIFY2(button != nullptr, qPrintable(name));
    QVERIFY2(button->isEnabled(), qPrintable(name));
    QTest::mouseClick(button, Qt::LeftButton);
  }

  void typePrompt(const QString& text) const {
    auto* prompt = find<ui::PromptEdit>(QStringLiteral("Prompt"));
    prompt->setFocus();
    prompt->selectAll();
    QTest::keyClicks(prompt, text);
    prompt->completer()->popup()->hide();
  }

  template <class Box>
  void typeNumber(const QString& name, const QString& number) const {
    auto* box = find<Box>(name);
    QVERIFY2(box != nullptr, qPrintable(name));
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, number);
    QTest::keyClick(box, Qt::Key_Tab);
  }

  /// Starts the newest request and finishes one picture of it.
  void finishOne(const std::string& name, std::int64_t seed, int index = 0) {
    const auto received = parts.engine->last<api::Generate>();
    parts.engine->setState(received->job, api::State::running);
    parts.engine->push(finished(received->job, index, (parts.folder / name).string(), received->request, seed));
    parts.engine->setState(received->job, api::State::done);
    QTRY_VERIFY(find<QPushButton>(QStringLiteral("Generate")) != nullptr);
  }

  WindowParts parts;
  EnvironmentOverride pictures;
  std::unique_ptr<ui::MakePage> page;
};

}  // namespace likeness::test
