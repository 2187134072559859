// The words of the window in the user's language: $LIKENESS_LANGUAGE ("de"), else the system's languages in order, else English.
// Numbers on screen follow the same language. Call once, before the first widget is made.
#pragma once

class QCoreApplication;

namespace likeness::ui {

void installLanguage(QCoreApplication& application);

}  // namespace likeness::ui
