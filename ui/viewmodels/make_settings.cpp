#include "ui/viewmodels/make_settings.h"

#include <algorithm>
#include <utility>

#include "engine/api/samplers.h"
#include "ui/bridge/convert.h"
#include "ui/models/picture_json.h"
#include "ui/viewmodels/make_grid.h"
#include "ui/viewmodels/more_options.h"

namespace likeness::ui {
namespace {

const QString kMoreKey = QStringLiteral("make/more");

/// The remembered fields: one line each, for reading and writing.
template <class Settings, class Visit>
void visitFields(Settings& s, Visit&& visit) {
  visit("make/model", s.model);
  visit("make/subject", s.subject);
  visit("make/strength", s.strength);
  visit("make/prompt", s.prompt);
  visit("make/negative", s.negative);
  visit("make/guidance", s.guidance);
  visit("make/seed", s.seed);
  visit("make/shape", s.shape);
  visit("make/width", s.width);
  visit("make/height", s.height);
  visit("make/count", s.count);
  visit("make/steps", s.steps);
  visit("make/sampler", s.sampler);
  visit("make/schedule", s.schedule);
}

void read(const QJsonValue& value, QString& field) { field = value.toString(field); }
void read(const QJsonValue& value, double& field) { field = value.toDouble(field); }
void read(const QJsonValue& value, int& field) { field = value.toInt(field); }
void read(const QJsonValue& value, qint64& field) { field = value.toInteger(field); }
void read(const QJsonValue& value, Shape& field) {
  const int number = value.toInt(0);
  field = number >= 0 && number <= static_cast<int>(Shape::custom) ? static_cast<Shape>(number) : Shape::square;
}

QJsonValue written(Shape field) { return static_cast<int>(field); }
template <class Value>
QJsonValue written(const Value& field) { return field; }

/// What is kept as parts of a request: files, grid and the finer options.
api::Generate partsOf(const MakeSettings& s) {
  api::Generate parts;
  parts.vae = toStdString(s.vae);
  parts.loras = s.loras;
  parts.embeddings = s.embeddings;
  parts.axes = s.axes;
  parts.sample = s.finer;
  parts.picture = s.picture;
  return parts;
}

void takeParts(MakeSettings& s, const api::Generate& parts) {
  s.vae = toQString(parts.vae);
  s.loras = parts.loras;
  s.embeddings = parts.embeddings;
  s.axes = parts.axes;
  s.finer = finerOf(parts.sample);
  s.picture = parts.picture;
}

int multipleOf8(int side) { return std::clamp((side + 4) / 8 * 8, kSmallestSide, kLargestSide); }

}  // namespace

MakeSettings limited(MakeSettings s) {
  s.strength = std::clamp(s.strength, 0.0, kHighestStrength);
  s.guidance = std::clamp(s.guidance, kLowestGuidance, kHighestGuidance);
  s.seed = std::clamp<qint64>(s.seed, -1, kHighestSeed);
  s.width = multipleOf8(s.width);
  s.height = multipleOf8(s.height);
  s.count = std::clamp(s.count, 1, kMostPictures);
  s.steps = std::clamp(s.steps, 1, kMostSteps);
  for (api::LoraUse& lora : s.loras) lora.strength = std::clamp(lora.strength, -kLoraStrength, kLoraStrength);
  if (s.axes.size() > kMostAxes) s.axes.resize(kMostAxes);
  if (s.picture.init.empty()) s.picture.mask.clear();
  limitFiner(s);
  if (api::find_sampler(toStdString(s.sampler)) == nullptr) s.sampler = QStringLiteral("ddim");
  const bool takesSchedules = api::find_sampler(toStdString(s.sampler))->takes_schedules;
  if (!takesSchedules || api::find_schedule(toStdString(s.schedule)) == nullptr) s.schedule = QStringLiteral("normal");
  return s;
}

QSize pixelsOf(const MakeSettings& s, int own) {
  switch (s.shape) {
    case Shape::square: return {own, own};
    case Shape::portrait34: return {own * 3 / 4, own};
    case Shape::portrait23: return {own, own * 3 / 2};
    case Shape::landscape43: return {own, own * 3 / 4};
    case Shape::landscape32: return {own * 3 / 2, own};
    case Shape::custom: break;
  }
  return {s.width, s.height};
}

Shape shapeOf(QSize pixels, int own) {
  if (pixels.isEmpty()) return Shape::square;
  if (own <= 0) return Shape::custom;
  for (const Shape shape : {Shape::square, Shape::portrait34, Shape::portrait23, Shape::landscape43, Shape::landscape32}) {
    MakeSettings trial;
    trial.shape = shape;
    if (pixelsOf(trial, own) == pixels) return shape;
  }
  return Shape::custom;
}

MakeSettings readSettings(const Session& session) {
  MakeSettings settings;
  visitFields(settings, [&](const char* key, auto& field) { read(session.value(QLatin1String(key)), field); });
  takeParts(settings, requestFromJson(session.value(kMoreKey).toObject()));
  return limited(settings);
}

void writeSettings(Session& session, const MakeSettings& settings) {
  visitFields(settings, [&](const char* key, const auto& field) { session.setValue(QLatin1String(key), written(field)); });
  session.setValue(kMoreKey, requestToJson(partsOf(settings)));
}

api::Generate requestFrom(const MakeSettings& s, int own) {
  const QSize size = pixelsOf(s, own);
  api::Generate request = partsOf(s);
  if (s.picture.mask.empty()) request.picture.masked_only = false;
  else request.picture.hires_scale = 1;  // not shown then, see more_options.cpp
  if (s.finer.tiling) request.picture.vae_tile = 0;
  request.axes = engineAxes(s);
  request.prompts = {toStdString(s.prompt.trimmed())};
  request.negative = toStdString(s.negative.trimmed());
  request.sample.sampler = toStdString(s.sampler);
  request.sample.schedule = toStdString(s.schedule);
  request.sample.steps = s.steps;
  request.sample.guidance = s.guidance;
  request.sample.width = size.width();
  request.sample.height = size.height();
  request.sample.count = s.axes.empty() ? s.count : 1;
  request.sample.seed = s.seed;
  const bool small = !size.isEmpty() && std::max(size.width(), size.height()) <= 256;
  request.preview_every = small ? 1 : 2;
  return request;
}

MakeSettings settingsFrom(const api::Generate& request, int own, MakeSettings s) {
  const api::SampleOptions& sample = request.sample;
  takeParts(s, request);
  if (!request.prompts.empty()) s.prompt = toQString(request.prompts.front());
  s.negative = toQString(request.negative);
  s.guidance = sample.guidance;
  s.seed = sample.seed;
  s.shape = shapeOf({sample.width, sample.height}, own);
  if (s.shape == Shape::custom) {
    s.width = sample.width;
    s.height = sample.height;
  }
  s.count = sample.count;
  s.steps = sample.steps;
  if (!sample.sampler.empty()) s.sampler = toQString(sample.sampler);
  s.schedule = toQString(sample.schedule);
  return limited(s);
}

}  // namespace likeness::ui
