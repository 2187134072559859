#include "ui/viewmodels/more_options.h"

#include <algorithm>
#include <type_traits>

#include <QLocale>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/option_words.h"

namespace likeness::ui {
namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

template <class Settings, class Visit>
void visitFiner(Settings& settings, Visit&& visit) {
  api::fields(settings.finer, visit);
  api::fields(settings.picture, visit);
}

template <class Value>
QVariant variantOf(const Value& value) {
  if constexpr (std::is_same_v<Value, std::string>) return toQString(value);
  else if constexpr (std::is_same_v<Value, std::int64_t>) return QVariant::fromValue(static_cast<qint64>(value));
  else return QVariant::fromValue(value);
}

QVariant valueOf(const MakeSettings& settings, const QString& key) {
  QVariant found;
  visitFiner(settings, [&](const api::Field& field, const auto& value) {
    if (text(field.key) == key) found = variantOf(value);
  });
  return found;
}

void describe(OptionRow& row, const MakeSettings& settings) {
  visitFiner(settings, [&row](const api::Field& field, const auto& value) {
    if (text(field.key) != row.key) return;
    row.value = variantOf(value);
    row.minimum = field.minimum;
    row.maximum = field.maximum;
    if (field.unit == "pixels") row.unit = unitOfPixels();
    const QStringList choices = text(field.choices).split(QLatin1Char('|'), Qt::SkipEmptyParts);
    for (const QString& choice : choices) row.choices.emplace_back(choice, choiceName(row.key, choice));
  });
}

/// What hangs on another option is shown where that one is used.
bool applies(const QString& key, const MakeSettings& s) {
  const bool masked = !s.picture.init.empty() && !s.picture.mask.empty();
  if (key == QLatin1String("eta")) return s.sampler == QLatin1String("ddim");
  if (key == QLatin1String("threshold_percentile")) return s.finer.dynamic_threshold > 0;
  if (key == QLatin1String("variation_seed")) return s.finer.variation_strength > 0;
  if (key == QLatin1String("vae_tile")) return !s.finer.tiling;
  if (key == QLatin1String("quality")) return s.picture.format != "png";
  if (key == QLatin1String("hires_scale")) return !masked;
  if (key.startsWith(QLatin1String("hires_"))) return !masked && s.picture.hires_scale > 1;
  return true;
}

}  // namespace

std::vector<OptionRow> moreOptions(const MakeSettings& settings) {
  static const MakeSettings plain;
  std::vector<OptionRow> rows = moreRows();
  for (OptionRow& row : rows) {
    describe(row, settings);
    row.usual = valueOf(plain, row.key);
    row.applies = applies(row.key, settings);
  }
  return rows;
}

void setMoreOption(MakeSettings& settings, const QString& key, const QVariant& value) {
  const std::vector<OptionRow> rows = moreRows();
  if (std::none_of(rows.begin(), rows.end(), [&](const OptionRow& row) { return row.key == key; })) return;
  visitFiner(settings, [&](const api::Field& field, auto& member) {
    using Value = std::decay_t<decltype(member)>;
    if (text(field.key) != key) return;
    if constexpr (std::is_same_v<Value, std::string>) member = toStdString(value.toString());
    else if constexpr (std::is_same_v<Value, std::int64_t>) member = value.toLongLong();
    else if (value.canConvert<Value>()) member = value.value<Value>();
  });
}

int changedOptions(const MakeSettings& settings) {
  const std::vector<OptionRow> rows = moreOptions(settings);
  return static_cast<int>(std::count_if(rows.begin(), rows.end(), [](const OptionRow& row) { return row.applies && row.isChanged(); }));
}

std::vector<std::pair<QString, QString>> changedOptionWords(const api::Generate& request) {
  MakeSettings settings;
  settings.sampler = toQString(request.sample.sampler);
  settings.finer = finerOf(request.sample);
  settings.picture = request.picture;
  std::vector<std::pair<QString, QString>> words;
  for (const OptionRow& row : moreOptions(settings)) {
    if (!row.applies || !row.isChanged()) continue;
    QString value = row.value.toString();
    if (row.value.typeId() == QMetaType::Bool) value = yesText();
    else if (row.value.typeId() == QMetaType::QString) value = choiceName(row.key, value);
    else if (row.value.typeId() == QMetaType::Double) value = QLocale().toString(row.value.toDouble());
    words.emplace_back(row.name, row.unit.isEmpty() ? value : value + QLatin1Char(' ') + row.unit);
  }
  return words;
}

void limitFiner(MakeSettings& settings) {
  static const MakeSettings plain;
  visitFiner(settings, [](const api::Field& field, auto& value) {
    using Value = std::decay_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, std::string>) {
      const QStringList choices = text(field.choices).split(QLatin1Char('|'), Qt::SkipEmptyParts);
      if (!choices.isEmpty() && !choices.contains(toQString(value))) value = toStdString(valueOf(plain, text(field.key)).toString());
    } else if constexpr (!std::is_same_v<Value, bool>) {
      value = static_cast<Value>(std::clamp(static_cast<double>(value), field.minimum, field.maximum));
    }
  });
  settings.finer = finerOf(settings.finer);
}

api::SampleOptions finerOf(const api::SampleOptions& sample) {
  static const api::SampleOptions plain;
  api::SampleOptions finer = sample;
  finer.sampler = plain.sampler;
  finer.schedule = plain.schedule;
  finer.steps = plain.steps;
  finer.guidance = plain.guidance;
  finer.width = plain.width;
  finer.height = plain.height;
  finer.count = plain.count;
  finer.seed = plain.seed;
  return finer;
}

}  // namespace likeness::ui
