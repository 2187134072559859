#include "engine/config/json_requests.h"

#include "engine/base/error.h"
#include "engine/config/json_fields.h"

namespace likeness::config {

namespace {

constexpr int kSchema = 1;

using Names = std::set<std::string>;

void warn_about_unknown(const Json& json, const Names& known, const std::string& what, std::vector<std::string>& warnings) {
  for (const auto& [key, value] : json.items())
    if (!known.contains(key)) warnings.push_back(what + ": the field \"" + key + "\" is not known here and was passed over");
}

void require_object(const Json& json, const std::string& what) {
  if (!json.is_object()) throw Error(ErrorKind::bad_input, what + ": expected a JSON object, found " + std::string(json.type_name()));
}

void check_schema(const Json& json, const std::string& what) {
  const auto schema = json.find("schema");
  if (schema == json.end()) return;
  if (!schema->is_number_integer()) throw Error(ErrorKind::bad_input, what + ": schema: expected a whole number");
  if (schema->get<std::int64_t>() > kSchema)
    throw Error(ErrorKind::unsupported, what + " was written by a newer version of Likeness (schema " + schema->dump() + ", this one knows " +
                                            std::to_string(kSchema) + ").",
                "Update Likeness to open it.");
}

template <class T>
void read_field(const Json& json, const char* key, T& value, Names& known) {
  known.insert(key);
  if (const auto found = json.find(key); found != json.end()) read_value(api::Field{.key = key, .text = {}}, *found, value);
}

void read_field(const Json& json, const char* key, std::vector<std::string>& value, Names& known) {
  known.insert(key);
  const auto found = json.find(key);
  if (found == json.end()) return;
  if (!found->is_array()) throw Error(ErrorKind::bad_input, std::string(key) + ": expected a list of texts, found " + found->dump());
  value.clear();
  for (const Json& one : *found) {
    if (!one.is_string()) throw Error(ErrorKind::bad_input, std::string(key) + ": expected a text, found " + one.dump());
    value.push_back(one.get<std::string>());
  }
}

template <class Item, class Read>
void read_list(const Json& json, const char* key, std::vector<Item>& value, Names& known, Read&& read) {
  known.insert(key);
  const auto found = json.find(key);
  if (found == json.end()) return;
  if (!found->is_array()) throw Error(ErrorKind::bad_input, std::string(key) + ": expected a list, found " + found->dump());
  value.clear();
  for (const Json& one : *found) {
    require_object(one, key);
    Item item;
    Names inner;
    read(one, item, inner);
    value.push_back(std::move(item));
  }
}

template <class Options>
void read_options_alone(const Json& json, Options& options, const std::string& what, std::vector<std::string>& warnings) {
  require_object(json, what);
  Names known;
  read_options(json, options, known);
  warn_about_unknown(json, known, what, warnings);
}

}  // namespace

Json to_json(const api::ComputeOptions& options) { return options_json(options); }
Json to_json(const api::SampleOptions& options) { return options_json(options); }
Json to_json(const api::TrainOptions& options) { return options_json(options); }

void from_json(const Json& json, api::ComputeOptions& options, std::vector<std::string>& warnings) {
  read_options_alone(json, options, "compute options", warnings);
}
void from_json(const Json& json, api::SampleOptions& options, std::vector<std::string>& warnings) {
  read_options_alone(json, options, "sample options", warnings);
}
void from_json(const Json& json, api::TrainOptions& options, std::vector<std::string>& warnings) {
  read_options_alone(json, options, "train options", warnings);
}

Json to_json(const api::Generate& request) {
  Json json = {{"schema", kSchema}, {"model", request.model}};
  Json loras = Json::array(), words = Json::array();
  for (const auto& lora : request.loras) loras.push_back({{"file", lora.file}, {"strength", lora.strength}});
  for (const auto& word : request.words) words.push_back({{"name", word.name}, {"token", word.token}, {"kind", word.kind}});
  json["loras"] = std::move(loras);
  for (const auto& one : request.embeddings) json["embeddings"].push_back({{"file", one.file}, {"token", one.token}});
  json["words"] = std::move(words);
  json["prompts"] = request.prompts;
  json["negative"] = request.negative;
  json.update(to_json(request.sample));
  json.update(options_json(request.picture));
  json.update(to_json(request.compute));
  if (!request.vae.empty()) json["vae"] = request.vae;
  if (!request.ids_file.empty()) json["ids_file"] = request.ids_file;
  return json;
}

void from_json(const Json& json, api::Generate& request, std::vector<std::string>& warnings) {
  require_object(json, "picture settings");
  check_schema(json, "The picture's settings");
  Names known{"schema"};
  read_field(json, "model", request.model, known);
  read_field(json, "vae", request.vae, known);
  read_list(json, "loras", request.loras, known, [](const Json& one, api::LoraUse& lora, Names& names) {
    read_field(one, "file", lora.file, names);
    read_field(one, "strength", lora.strength, names);
  });
  read_list(json, "embeddings", request.embeddings, known, [](const Json& one, api::EmbeddingUse& embedding, Names& names) {
    read_field(one, "file", embedding.file, names);
    read_field(one, "token", embedding.token, names);
  });
  read_list(json, "words", request.words, known, [](const Json& one, api::SubjectWord& word, Names& names) {
    read_field(one, "name", word.name, names);
    read_field(one, "token", word.token, names);
    read_field(one, "kind", word.kind, names);
  });
  read_field(json, "prompts", request.prompts, known);
  read_field(json, "negative", request.negative, known);
  read_field(json, "ids_file", request.ids_file, known);
  read_options(json, request.sample, known);
  read_options(json, request.picture, known);
  read_options(json, request.compute, known);
  warn_about_unknown(json, known, "picture settings", warnings);
}

Json to_json(const api::Train& request) {
  Json json = {{"schema", kSchema},        {"model", request.model},
               {"photos", request.photos}, {"subject_id", request.subject_id},
               {"name", request.name},     {"kind", request.kind},
               {"token", request.token},   {"sample_prompts", request.sample_prompts}};
  json.update(to_json(request.options));
  json.update(to_json(request.compute));
  if (!request.draws_file.empty()) json["draws_file"] = request.draws_file;
  return json;
}

void from_json(const Json& json, api::Train& request, std::vector<std::string>& warnings) {
  require_object(json, "run");
  check_schema(json, "The run");
  Names known{"schema"};
  read_field(json, "model", request.model, known);
  read_field(json, "photos", request.photos, known);
  read_field(json, "subject_id", request.subject_id, known);
  read_field(json, "name", request.name, known);
  read_field(json, "kind", request.kind, known);
  read_field(json, "token", request.token, known);
  read_field(json, "sample_prompts", request.sample_prompts, known);
  read_field(json, "draws_file", request.draws_file, known);
  read_options(json, request.options, known);
  read_options(json, request.compute, known);
  warn_about_unknown(json, known, "run", warnings);
}

}  // namespace likeness::config
