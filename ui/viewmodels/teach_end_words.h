// What the end of a run says: title, summary, what was kept and what to do, for a run that is done, stopped, interrupted or failed.
// Pure functions of the run.
#pragma once

#include <QString>

#include "ui/viewmodels/teach_run.h"

namespace likeness::ui {

QString endTitle(const TeachRun& run);
QString endSummary(const TeachRun& run);
/// "Biscuit stopped at step 431 of 800".
QString interruptedText(const TeachRun& run);
QString keptText(const TeachRun& run);
/// The error's own hint, else a general one.
QString adviceText(const TeachRun& run);

}  // namespace likeness::ui
