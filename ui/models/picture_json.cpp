#include "ui/models/picture_json.h"

#include <string_view>
#include <type_traits>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "ui/bridge/convert.h"

namespace likeness::ui {
namespace {

QString name(std::string_view key) { return QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())); }

/// Puts fields into an object: writer("steps", request.steps).
struct Writer {
  QJsonObject& object;

  template <class Value>
  void operator()(std::string_view key, const Value& value) {
    if constexpr (std::is_same_v<Value, std::string>) object.insert(name(key), toQString(value));
    else if constexpr (std::is_same_v<Value, std::int64_t>) object.insert(name(key), static_cast<qint64>(value));
    else object.insert(name(key), value);
  }
  template <class Value>
  void operator()(const api::Field& field, const Value& value) { (*this)(field.key, value); }
};

/// Takes fields out of an object; one that is missing or of another type stays as it is.
struct Reader {
  const QJsonObject& object;

  template <class Value>
  void operator()(std::string_view key, Value& value) {
    const QJsonValue found = object.value(name(key));
    if constexpr (std::is_same_v<Value, std::string>) value = toStdString(found.toString(toQString(value)));
    else if constexpr (std::is_same_v<Value, bool>) value = found.toBool(value);
    else if constexpr (std::is_same_v<Value, double>) value = found.toDouble(value);
    else value = static_cast<Value>(found.toInteger(value));
  }
  template <class Value>
  void operator()(const api::Field& field, Value& value) { (*this)(field.key, value); }
};

/// The fields of each struct once, for writing and reading.
template <class Lora, class Visit>
void loraFields(Lora& lora, Visit&& visit) {
  visit("file", lora.file);
  visit("strength", lora.strength);
}

template <class Embedding, class Visit>
void embeddingFields(Embedding& embedding, Visit&& visit) {
  visit("file", embedding.file);
  visit("token", embedding.token);
}

template <class Axis, class Visit>
void axisFields(Axis& axis, Visit&& visit) {
  visit("field", axis.field);
  visit("values", axis.values);
}

template <class Word, class Visit>
void wordFields(Word& word, Visit&& visit) {
  visit("name", word.name);
  visit("token", word.token);
  visit("kind", word.kind);
}

template <class Request, class Visit>
void requestFields(Request& request, Visit&& visit) {
  visit("model", request.model);
  visit("vae", request.vae);
  visit("negative", request.negative);
  visit("out_folder", request.out_folder);
  visit("numbered_by_day", request.numbered_by_day);
  visit("dump_latents_file", request.dump_latents_file);
  visit("ids_file", request.ids_file);
  visit("preview_every", request.preview_every);
  visit("grid", request.grid);
}

template <class Picture, class Visit>
void pictureFields(Picture& picture, Visit&& visit) {
  visit("file", picture.file);
  visit("resolved_prompt", picture.resolved_prompt);
  visit("parameters", picture.parameters);
  visit("model_name", picture.model_name);
  visit("model_hash", picture.model_hash);
  visit("width", picture.width);
  visit("height", picture.height);
  visit("modified_ms", picture.modified_ms);
  visit("partial", picture.partial);
}

/// A list of structs, and back, each by its fields.
template <class Entry, class Fields>
QJsonArray arrayOf(const std::vector<Entry>& entries, Fields&& fields) {
  QJsonArray array;
  for (const Entry& entry : entries) {
    QJsonObject each;
    fields(entry, Writer{each});
    array.append(each);
  }
  return array;
}

template <class Entry, class Fields>
void readArray(const QJsonValue& array, std::vector<Entry>& entries, Fields&& fields) {
  for (const QJsonValue& value : array.toArray()) {
    const QJsonObject each = value.toObject();
    fields(entries.emplace_back(), Reader{each});
  }
}

/// visit("loras", entries, what lists an entry's fields) for every list of structs.
template <class Request, class Visit>
void requestLists(Request& request, Visit&& visit) {
  visit("loras", request.loras, [](auto& each, auto&& inner) { loraFields(each, inner); });
  visit("embeddings", request.embeddings, [](auto& each, auto&& inner) { embeddingFields(each, inner); });
  visit("words", request.words, [](auto& each, auto&& inner) { wordFields(each, inner); });
  visit("axes", request.axes, [](auto& each, auto&& inner) { axisFields(each, inner); });
}

}  // namespace

QJsonObject requestToJson(const api::Generate& request) {
  QJsonObject object, sample, picture, compute;
  requestFields(request, Writer{object});
  api::fields(request.sample, Writer{sample});
  api::fields(request.picture, Writer{picture});
  api::fields(request.compute, Writer{compute});
  QJsonArray prompts;
  for (const std::string& prompt : request.prompts) prompts.append(toQString(prompt));
  requestLists(request,
               [&object](std::string_view key, const auto& entries, auto fields) { object.insert(name(key), arrayOf(entries, fields)); });
  object.insert(QStringLiteral("prompts"), prompts);
  object.insert(QStringLiteral("sample"), sample);
  object.insert(QStringLiteral("picture"), picture);
  object.insert(QStringLiteral("compute"), compute);
  return object;
}

api::Generate requestFromJson(const QJsonObject& object) {
  api::Generate request;
  requestFields(request, Reader{object});
  const QJsonObject sample = object.value(QStringLiteral("sample")).toObject();
  const QJsonObject picture = object.value(QStringLiteral("picture")).toObject();
  const QJsonObject compute = object.value(QStringLiteral("compute")).toObject();
  api::fields(request.sample, Reader{sample});
  api::fields(request.picture, Reader{picture});
  api::fields(request.compute, Reader{compute});
  requestLists(request,
               [&object](std::string_view key, auto& entries, auto fields) { readArray(object.value(name(key)), entries, fields); });
  for (const QJsonValue& value : object.value(QStringLiteral("prompts")).toArray())
    request.prompts.push_back(toStdString(value.toString()));
  return request;
}

QByteArray pictureToJson(const api::PictureInfo& picture) {
  QJsonObject object;
  pictureFields(picture, Writer{object});
  object.insert(QStringLiteral("request"), requestToJson(picture.request));
  return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<api::PictureInfo> pictureFromJson(const QByteArray& json) {
  const QJsonDocument document = QJsonDocument::fromJson(json);
  if (!document.isObject()) return std::nullopt;
  const QJsonObject object = document.object();
  api::PictureInfo picture;
  pictureFields(picture, Reader{object});
  picture.request = requestFromJson(object.value(QStringLiteral("request")).toObject());
  return picture;
}

}  // namespace likeness::ui
