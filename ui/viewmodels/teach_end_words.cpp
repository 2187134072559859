#include "ui/viewmodels/teach_end_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/teach_words.h"

namespace likeness::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(TeachEndWords)
};

QString number(qint64 value) { return QLocale().toString(static_cast<qlonglong>(value)); }

/// Which checkpoint pictures are made with, and why; empty where nothing was measured.
QString recommendedText(const TeachRun& run) {
  const qint64 step = run.result().recommended.step;
  const double likeness = run.samples().likeness(step);
  if (step == 0 || !std::isfinite(likeness)) return {};
  const auto& steps = run.samples().steps();
  const bool likest = std::none_of(steps.begin(), steps.end(), [&](std::int64_t other) { return run.samples().likeness(other) > likeness; });
  const QString percent = QLocale().toString(std::lround(likeness));
  return likest ? Words::tr("Pictures are made with step %1: it looks most like your photos (%2 %).").arg(number(step), percent)
                : Words::tr("Pictures are made with step %1 (%2 % like your photos), the best balance of the checkpoints that are kept.")
                      .arg(number(step), percent);
}

QString doneSummary(const TeachRun& run) {
  const QString name = run.draft().name;
  QString text = run.result().verdict.ok
                     ? Words::tr("Write \u201C%1\u201D in a prompt and it will be in the picture.").arg(name)
                     : Words::tr("You can make pictures with it, but read what failed first: it may not look like %1.").arg(name);
  if (run.step() > 0 && run.elapsedSeconds() >= 1)
    text += QLatin1Char(' ') + Words::tr("It took %1 steps and %2.").arg(number(run.step()), durationText(run.elapsedSeconds()));
  const QString recommended = recommendedText(run);
  return recommended.isEmpty() ? text : text + QLatin1Char(' ') + recommended;
}

}  // namespace

QString endTitle(const TeachRun& run) {
  const QString name = run.draft().name;
  switch (run.state()) {
    case TeachRun::State::Done:
      return run.result().verdict.ok ? Words::tr("%1 is learnt").arg(name)
                                     : Words::tr("%1 was taught, but not every check passed").arg(name);
    case TeachRun::State::Stopped:
      return run.total() > 0 ? Words::tr("%1: stopped at step %2 of %3").arg(name, number(run.step()), number(run.total()))
                             : Words::tr("%1: stopped before the first step").arg(name);
    case TeachRun::State::Interrupted: return Words::tr("Teaching %1 was interrupted").arg(name);
    case TeachRun::State::Failed: return Words::tr("Teaching %1 did not work").arg(name);
    default: return {};
  }
}

QString endSummary(const TeachRun& run) {
  switch (run.state()) {
    case TeachRun::State::Done: return doneSummary(run);
    case TeachRun::State::Stopped:
    case TeachRun::State::Interrupted: return keptText(run);
    default: return {};
  }
}

QString interruptedText(const TeachRun& run) {
  const QString name = run.draft().name;
  if (run.total() == 0) return Words::tr("Teaching %1 stopped before the first step when Likeness ended.").arg(name);
  return Words::tr("Teaching %1 stopped at step %2 of %3 when Likeness ended.").arg(name, number(run.step()), number(run.total()));
}

QString keptText(const TeachRun& run) {
  const qint64 kept = run.keptStep();
  if (kept == 0) return Words::tr("No checkpoint had been saved yet, so teaching has to start again. Your photos and settings are kept.");
  if (run.total() > 0)
    return Words::tr("The checkpoint at step %1 of %2 is kept. Continue teaching goes on from there.")
        .arg(number(kept), number(run.total()));
  return Words::tr("The checkpoint at step %1 is kept. Continue teaching goes on from there.").arg(number(kept));
}

QString adviceText(const TeachRun& run) {
  if (!run.error().hint.empty()) return toQString(run.error().hint);
  return run.keptStep() > 0 ? Words::tr("Continue teaching from the checkpoint, or change the settings and start again.")
                            : Words::tr("Change the settings and start again.");
}

}  // namespace likeness::ui
