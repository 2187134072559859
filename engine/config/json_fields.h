// One options struct to JSON and back through its field list (engine/api/options.h). Used by json_requests.cpp only.
// A value is checked for its type, its limits and its choices; the error names the field, what was expected and what was found.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/api/field.h"
#include "engine/base/json.h"

namespace likeness::config {

void read_value(const api::Field& field, const Json& json, bool& value);
void read_value(const api::Field& field, const Json& json, int& value);
void read_value(const api::Field& field, const Json& json, std::int64_t& value);
void read_value(const api::Field& field, const Json& json, double& value);
void read_value(const api::Field& field, const Json& json, std::string& value);

template <class T>
void read_value(const api::Field& field, const Json& json, std::optional<T>& value) {
  if (json.is_null()) {
    value.reset();
    return;
  }
  T read{};
  read_value(field, json, read);
  value = read;
}

template <class T>
Json value_json(const T& value) {
  return value;
}
template <class T>
Json value_json(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

/// Fields that are empty optionals are left out.
template <class Options>
Json options_json(const Options& options) {
  Json json = Json::object();
  fields(options, [&json](const api::Field& field, const auto& value) {
    Json one = value_json(value);
    if (!one.is_null()) json[std::string(field.key)] = std::move(one);
  });
  return json;
}

/// Reads the fields that `json` has and notes the names of all fields in `known`.
template <class Options>
void read_options(const Json& json, Options& options, std::set<std::string>& known) {
  fields(options, [&](const api::Field& field, auto& value) {
    const std::string key(field.key);
    known.insert(key);
    if (const auto found = json.find(key); found != json.end()) read_value(field, *found, value);
  });
}

}  // namespace likeness::config
