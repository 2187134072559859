#include "engine/config/json_fields.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/base/error.h"

namespace likeness::config {

namespace {

[[noreturn]] void refuse(const api::Field& field, const std::string& expected, const Json& found) {
  throw Error(ErrorKind::bad_input,
              std::string(field.key) + ": expected " + expected + ", found " + found.dump(-1, ' ', false, Json::error_handler_t::replace),
              std::string(field.text));
}

std::string plain_number(double value) {
  Json json = value;
  if (std::floor(value) == value && std::abs(value) < 1e15) json = static_cast<std::int64_t>(value);
  return json.dump();
}

std::string range_text(const api::Field& field, const std::string& noun) {
  const bool low = std::isfinite(field.minimum), high = std::isfinite(field.maximum);
  if (low && high) return noun + " from " + plain_number(field.minimum) + " to " + plain_number(field.maximum);
  if (low) return noun + " of at least " + plain_number(field.minimum);
  return noun;
}

double read_number(const api::Field& field, const Json& json, const std::string& noun) {
  if (!json.is_number()) refuse(field, range_text(field, noun), json);
  const double value = json.get<double>();
  if (!(value >= field.minimum && value <= field.maximum)) refuse(field, range_text(field, noun), json);
  return value;
}

bool is_choice(std::string_view choices, std::string_view value) {
  for (std::size_t begin = 0; begin <= choices.size();) {
    const std::size_t end = std::min(choices.find('|', begin), choices.size());
    if (choices.substr(begin, end - begin) == value) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

void read_value(const api::Field& field, const Json& json, bool& value) {
  if (!json.is_boolean()) refuse(field, "true or false", json);
  value = json.get<bool>();
}

void read_value(const api::Field& field, const Json& json, std::int64_t& value) {
  const double number = read_number(field, json, "a whole number");
  if (std::floor(number) != number || std::abs(number) > 9e15) refuse(field, range_text(field, "a whole number"), json);
  value = static_cast<std::int64_t>(number);
}

void read_value(const api::Field& field, const Json& json, int& value) {
  std::int64_t wide = 0;
  read_value(field, json, wide);
  if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max())
    refuse(field, range_text(field, "a whole number"), json);
  value = static_cast<int>(wide);
}

void read_value(const api::Field& field, const Json& json, double& value) { value = read_number(field, json, "a number"); }

void read_value(const api::Field& field, const Json& json, std::string& value) {
  if (!json.is_string()) refuse(field, "a text", json);
  std::string text = json.get<std::string>();
  if (!field.choices.empty() && !is_choice(field.choices, text)) {
    std::string names(field.choices.starts_with('|') ? field.choices.substr(1) : field.choices);
    for (std::size_t at = 0; (at = names.find('|', at)) != std::string::npos;) names.replace(at, 1, ", ");
    refuse(field, "one of " + names, json);
  }
  value = std::move(text);
}

}  // namespace likeness::config
