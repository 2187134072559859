// What teaching says to an artist: phases, durations and the verdict's checks in plain sentences. Pure functions.
#pragma once

#include <cstdint>

#include <QString>
#include <QStringList>

#include "engine/api/events.h"

namespace likeness::ui {

/// "Making class pictures", "Learning" ...
QString phaseSentence(api::Phase phase, const QString& kind);

/// "1 min 05 s", "2 h 10 min"; "0 s" below one.
QString durationText(double seconds);

/// "Every step was done" or "Some steps are missing", by the check's name; an unknown name is shown as it is.
QString checkSentence(const api::VerdictCheck& check, const QString& name, const QString& kind);

/// Verdict or error as text to paste into a message.
QString verdictText(const api::Verdict& verdict, const QString& name, const QString& kind);
QString errorText(const api::ErrorText& error);

}  // namespace likeness::ui
