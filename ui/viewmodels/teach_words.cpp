#include "ui/viewmodels/teach_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "ui/bridge/convert.h"

namespace likeness::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(TeachWords)
};

}  // namespace

QString phaseSentence(api::Phase phase, const QString& kind) {
  switch (phase) {
    case api::Phase::loading_model: return Words::tr("Opening the base model");
    case api::Phase::checking_photos: return Words::tr("Looking at your photos");
    case api::Phase::making_class_pictures: return Words::tr("Making pictures of an ordinary %1").arg(kind);
    case api::Phase::caching_latents: return Words::tr("Preparing the photos");
    case api::Phase::sampling:
    case api::Phase::decoding: return Words::tr("Drawing sample pictures");
    case api::Phase::learning: return Words::tr("Learning");
    case api::Phase::probing: return Words::tr("Measuring how close it is");
    case api::Phase::saving: return Words::tr("Saving a checkpoint");
    case api::Phase::verifying: return Words::tr("Checking the result");
    case api::Phase::hashing: return Words::tr("Fingerprinting the files");
    case api::Phase::measuring: return Words::tr("Measuring the likeness");
  }
  return {};
}

QString durationText(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(std::max(0.0, seconds)));
  if (whole < 60) return Words::tr("%1 s").arg(whole);
  if (whole < 3600) return Words::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
  return Words::tr("%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QLatin1Char('0'));
}

QString checkSentence(const api::VerdictCheck& check, const QString& name, const QString& kind) {
  const bool ok = check.ok;
  if (check.name == "steps_done") return ok ? Words::tr("Every step was done") : Words::tr("Some steps are missing");
  if (check.name == "losses_finite") return ok ? Words::tr("The numbers stayed sound") : Words::tr("The numbers ran away");
  if (check.name == "probe_fell")
    return ok ? Words::tr("It draws closer to your photos than before") : Words::tr("It draws no closer to your photos than before");
  if (check.name == "weights_differ") return ok ? Words::tr("The model has changed") : Words::tr("The model is just as it was");
  if (check.name == "files_reopen")
    return ok ? Words::tr("The saved files open and draw the same picture") : Words::tr("The saved files do not give the same picture");
  if (check.name == "token_matters")
    return ok ? Words::tr("Writing \u201C%1\u201D makes a difference").arg(name)
              : Words::tr("Writing \u201C%1\u201D makes no difference").arg(name);
  if (check.name == "class_kept")
    return ok ? Words::tr("An ordinary %1 still looks as before").arg(kind)
              : Words::tr("An ordinary %1 no longer looks as before").arg(kind);
  return toQString(check.name);
}

QString verdictText(const api::Verdict& verdict, const QString& name, const QString& kind) {
  QStringList lines;
  for (const api::VerdictCheck& check : verdict.checks) {
    lines << QStringLiteral("[%1] %2: %3")
                 .arg(check.ok ? QStringLiteral("x") : QStringLiteral(" "), checkSentence(check, name, kind), toQString(check.detail));
  }
  return lines.join(QLatin1Char('\n'));
}

QString errorText(const api::ErrorText& error) {
  QStringList lines{toQString(error.message)};
  if (!error.hint.empty()) lines << toQString(error.hint);
  return lines.join(QLatin1Char('\n'));
}

}  // namespace likeness::ui
