// What tests of the window share: the objects that main wires, with a fake engine and a session in a folder of its own; drops;
// screenshots. Waiting: QTRY_VERIFY or QTest::qWaitFor; the bridge delivers within 33 ms.
#pragma once

#include <QPixmap>
#include <QStringList>
#include <QWidget>

#include "tests/support/fake_engine.h"
#include "tests/support/temporary_folder.h"
#include "ui/viewmodels/app_state.h"

namespace likeness::test {

/// Bridge, session and state as in main, the fake engine attached; language and theme are applied to the application.
class WindowParts {
 public:
  WindowParts();

  TemporaryFolder folder;
  ui::Session session;
  ui::EngineBridge bridge;
  FakeEngine* engine = nullptr;  // owned by the bridge
  ui::AppState state;
};

/// Drag-enter, move and drop of files at the middle of the widget; false when the widget refuses them.
bool dropFiles(QWidget& target, const QStringList& files);

/// The same at a point of the widget.
bool dropFilesAt(QWidget& target, const QPoint& place, const QStringList& files);

/// Grabs the widget as it is drawn and writes NAME.png into $LIKENESS_SCREENSHOTS, where that is set.
QPixmap screenshot(QWidget& widget, const QString& name);

}  // namespace likeness::test
