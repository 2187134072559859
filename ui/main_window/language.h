// The words of the window in the user's language: $LIKENESS_LANGUAGE ("de"), else the chosen one, else the system's languages in
// order, else English.
// Numbers on screen follow the same language. Call once, before the first widget is made.
#pragma once

#include <QString>

class QCoreApplication;

namespace likeness::ui {

/// `chosen`: "de", or empty for the system's.
void installLanguage(QCoreApplication& application, const QString& chosen = {});

}  // namespace likeness::ui
