#include "ui/viewmodels/make_grid.h"

#include <algorithm>
#include <type_traits>

#include <QCoreApplication>
#include <QLocale>

#include "engine/api/grid_values.h"
#include "engine/api/samplers.h"
#include "ui/bridge/convert.h"
#include "ui/viewmodels/more_options.h"
#include "ui/viewmodels/picture_words.h"

namespace likeness::ui {
namespace {

constexpr int kMostCells = 2000;  // as the engine has it

struct GridWords {
  Q_DECLARE_TR_FUNCTIONS(GridWords)
};

/// Limits of a field that holds numbers; `isNumber` false for others.
struct Range {
  bool isNumber = false;
  bool isWhole = false;
  double minimum = 0, maximum = 0;
};

Range rangeOf(const std::string& key) {
  Range range;
  const auto look = [&](const api::Field& field, const auto& value) {
    using Value = std::decay_t<decltype(value)>;
    if (field.key != key || std::is_same_v<Value, std::string> || std::is_same_v<Value, bool>) return;
    range = {.isNumber = true, .isWhole = std::is_integral_v<Value>, .minimum = field.minimum, .maximum = field.maximum};
  };
  api::fields(api::SampleOptions(), look);
  api::fields(api::PictureOptions(), look);
  return range;
}

template <class List>
QString keyNamed(const List& list, const QString& typed, QString (*name)(const QString&)) {
  for (const auto& entry : list) {
    const QString key = toQString(std::string(entry.key));
    if (key.compare(typed, Qt::CaseInsensitive) == 0 || name(key).compare(typed, Qt::CaseInsensitive) == 0) return key;
  }
  return {};
}

/// The engine's word for a typed value; empty when there is none.
QString engineValue(const std::string& field, const std::string& typed) {
  if (field == "sampler") return keyNamed(api::sampler_list, toQString(typed), samplerName);
  if (field == "schedule") return keyNamed(api::schedule_list, toQString(typed), scheduleName);
  return toQString(typed);
}

/// Throws Error for a range that cannot be.
std::vector<std::string> valuesOf(const api::GridAxis& axis) { return api::axis_values(axis.values, rangeOf(axis.field).isNumber); }

QString problemWithPrompt(const MakeSettings& settings, const std::vector<std::string>& values) {
  const QString searched = toQString(values.front());
  if (!searched.isEmpty() && (settings.prompt.contains(searched) || settings.negative.contains(searched))) return {};
  return GridWords::tr("The first words are replaced by the others in turn, so they must stand in the prompt.");
}

QString problemWithNumber(const Range& range, const QString& name, const QString& typed) {
  bool isNumber = false;
  const double value = QLocale::c().toDouble(typed, &isNumber);
  if (!isNumber) return GridWords::tr("%1: “%2” is no number.").arg(name, typed);
  if (range.isWhole && value != static_cast<double>(static_cast<qint64>(value)))
    return GridWords::tr("%1 takes whole numbers, not %2.").arg(name, typed);
  if (value >= range.minimum && value <= range.maximum) return {};
  const QLocale locale;
  return GridWords::tr("%1 goes from %2 to %3.").arg(name, locale.toString(range.minimum), locale.toString(range.maximum));
}

QString problemWith(const MakeSettings& settings, const api::GridAxis& axis, const std::vector<std::string>& values) {
  const QString name = optionName(toQString(axis.field));
  if (axis.values.find_first_not_of(" \t") == std::string::npos) return GridWords::tr("Type the values for %1.").arg(name);
  if (axis.field == "prompt") return problemWithPrompt(settings, values);
  const Range range = rangeOf(axis.field);
  for (const std::string& value : values) {
    const QString problem = range.isNumber ? problemWithNumber(range, name, toQString(value)) : QString();
    if (!problem.isEmpty()) return problem;
    if (engineValue(axis.field, value).isEmpty()) return GridWords::tr("%1: there is no “%2”.").arg(name, toQString(value));
  }
  return {};
}

}  // namespace

QStringList axisKeys(const MakeSettings& settings) {
  QStringList keys{QStringLiteral("guidance"), QStringLiteral("steps"),   QStringLiteral("prompt"),
                   QStringLiteral("seed"),     QStringLiteral("sampler"), QStringLiteral("schedule")};
  if (!settings.picture.init.empty()) keys << QStringLiteral("strength");
  keys << QStringLiteral("guidance_rescale") << QStringLiteral("guidance_end") << QStringLiteral("clip_skip")
       << QStringLiteral("variation_strength");
  if (settings.picture.hires_scale > 1) keys << QStringLiteral("hires_strength");
  for (const api::GridAxis& axis : settings.axes)
    if (!keys.contains(toQString(axis.field))) keys << toQString(axis.field);
  return keys;
}

QString axisExample(const QString& key) {
  if (key == QLatin1String("prompt")) return GridWords::tr("dog, cat, fox");
  if (key == QLatin1String("sampler")) return QStringLiteral("Euler, DPM++ 2M");
  if (key == QLatin1String("schedule")) return QStringLiteral("Karras, Beta");
  if (key == QLatin1String("guidance")) return QStringLiteral("1, 4, 7.5, 12");
  if (key == QLatin1String("steps")) return QStringLiteral("10-30 (+10)");
  if (key == QLatin1String("seed")) return QStringLiteral("1-4");
  return rangeOf(toStdString(key)).isWhole ? QStringLiteral("1-3") : QStringLiteral("0-1 [5]");
}

GridPlan gridPlan(const MakeSettings& settings) {
  GridPlan plan;
  if (settings.axes.empty()) return plan;
  qint64 cells = 1;
  try {
    for (const api::GridAxis& axis : settings.axes) {
      const std::vector<std::string> values = valuesOf(axis);
      plan.problem = problemWith(settings, axis, values);
      if (!plan.problem.isEmpty()) return plan;
      cells *= static_cast<qint64>(values.size());
    }
  } catch (const Error&) {
    plan.problem = GridWords::tr("These values cannot be read. Write them as 1, 4, 7.5 or 1-9 (+2) or 0-1 [5].");
    return plan;
  }
  if (cells > kMostCells) {
    plan.problem =
        GridWords::tr("That would be %1 pictures; a grid holds %2.").arg(QLocale().toString(cells), QLocale().toString(kMostCells));
    return plan;
  }
  plan.pictures = static_cast<int>(cells);
  plan.sentence = GridWords::tr("%n picture(s) of one seed, and a sheet with all of them.", nullptr, plan.pictures);
  return plan;
}

std::vector<api::GridAxis> engineAxes(const MakeSettings& settings) {
  std::vector<api::GridAxis> axes = settings.axes;
  for (api::GridAxis& axis : axes) {
    if (axis.field != "sampler" && axis.field != "schedule") continue;
    QStringList keys;
    try {
      for (const std::string& value : valuesOf(axis)) keys << engineValue(axis.field, value);
    } catch (const Error&) {
      continue;  // gridPlan() tells of it
    }
    axis.values = toStdString(keys.join(QStringLiteral(", ")));
  }
  return axes;
}

int picturesOf(const api::Generate& request) {
  if (request.axes.empty()) return static_cast<int>(std::max<std::size_t>(1, request.prompts.size())) * std::max(1, request.sample.count);
  std::size_t cells = 1;
  try {
    for (const api::GridAxis& axis : request.axes) cells *= valuesOf(axis).size();
  } catch (const Error&) {
    return 1;  // the engine refuses it
  }
  return static_cast<int>(std::min<std::size_t>(cells, kMostCells));
}

}  // namespace likeness::ui
