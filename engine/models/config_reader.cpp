#include "engine/models/config_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/error.h"

namespace likeness::models {
namespace {

std::string shown(const Json& value) {
  constexpr std::size_t longest = 80;
  const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.size() <= longest ? text : text.substr(0, longest) + " ...";
}

std::string range_text(Limits limits) {
  return "a whole number from " + std::to_string(limits.low) + " to " + std::to_string(limits.high);
}

}  // namespace

ConfigReader::ConfigReader(const Json& json, const std::filesystem::path& file) : json_(json), file_(file) {
  if (!json.is_object()) throw Error(ErrorKind::bad_input, file.string() + ": expected an object of settings, found " + shown(json) + ".");
}

const Json* ConfigReader::find(const std::string& field) {
  known_.insert(field);
  const auto found = json_.find(field);
  return found == json_.end() || found->is_null() ? nullptr : &*found;
}

bool ConfigReader::has(const std::string& field) { return find(field) != nullptr; }

void ConfigReader::refuse(const std::string& field, const std::string& expected) const {
  const auto found = json_.find(field);
  throw Error(ErrorKind::bad_input, file_.string() + ": the field " + field + " should be " + expected + ", found " +
                                        (found == json_.end() ? "nothing" : shown(*found)) + ".",
              "The file is damaged or was edited by hand; fetch the model again.");
}

void ConfigReader::unsupported(const std::string& field) const {
  throw Error(ErrorKind::unsupported, file_.string() + ": the field " + field + " is " + shown(json_.at(field)) +
                                          ", which Likeness does not run.");
}

std::int64_t ConfigReader::checked(const std::string& field, const Json& value, Limits limits) const {
  const double number = value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
  const bool fits = number == std::trunc(number) && number >= static_cast<double>(limits.low) &&
                    number <= static_cast<double>(limits.high);
  if (!fits) refuse(field, range_text(limits));
  return static_cast<std::int64_t>(number);
}

std::int64_t ConfigReader::integer(const std::string& field, std::int64_t otherwise, Limits limits) {
  const Json* value = find(field);
  return value ? checked(field, *value, limits) : otherwise;
}

double ConfigReader::number(const std::string& field, double otherwise, double low, double high) {
  const Json* value = find(field);
  if (!value) return otherwise;
  const bool fits = value->is_number() && value->get<double>() >= low && value->get<double>() <= high;
  if (!fits) refuse(field, "a number from " + Json(low).dump() + " to " + Json(high).dump());
  return value->get<double>();
}

bool ConfigReader::boolean(const std::string& field, bool otherwise) {
  const Json* value = find(field);
  if (value && !value->is_boolean()) refuse(field, "true or false");
  return value ? value->get<bool>() : otherwise;
}

std::string ConfigReader::text(const std::string& field, const std::string& otherwise) {
  const Json* value = find(field);
  if (value && !value->is_string()) refuse(field, "a text");
  return value ? value->get<std::string>() : otherwise;
}

std::vector<std::string> ConfigReader::texts(const std::string& field, const std::vector<std::string>& otherwise) {
  const Json* value = find(field);
  if (!value) return otherwise;
  const bool fits = value->is_array() && std::all_of(value->begin(), value->end(), [](const Json& item) { return item.is_string(); });
  if (!fits) refuse(field, "a list of texts");
  return value->get<std::vector<std::string>>();
}

std::vector<std::int64_t> ConfigReader::integers(const std::string& field, const std::vector<std::int64_t>& otherwise, Limits limits,
                                                 std::size_t count) {
  const Json* value = find(field);
  if (!value) return otherwise.size() == 1 && count > 0 ? std::vector<std::int64_t>(count, otherwise[0]) : otherwise;
  if (!value->is_array()) {
    if (count == 0) refuse(field, "a list of whole numbers");
    return std::vector<std::int64_t>(count, checked(field, *value, limits));
  }
  if (count > 0 && value->size() != count) refuse(field, "a list of " + std::to_string(count) + " whole numbers");
  std::vector<std::int64_t> numbers;
  for (const Json& item : *value) numbers.push_back(checked(field, item, limits));
  return numbers;
}

void ConfigReader::only(const std::string& field, const std::vector<Json>& values) {
  const Json* value = find(field);
  if (value && std::find(values.begin(), values.end(), *value) == values.end()) unsupported(field);
}

void ConfigReader::ignore(const std::vector<std::string>& fields) { known_.insert(fields.begin(), fields.end()); }

std::vector<std::string> ConfigReader::unknown() const {
  std::vector<std::string> warnings;
  for (const auto& [field, value] : json_.items()) {
    if (known_.count(field) || field.starts_with("_")) continue;
    warnings.push_back(file_.string() + ": the field " + field + " is not known and changes nothing here.");
  }
  return warnings;
}

}  // namespace likeness::models
