#include "engine/diffusion/scheduler_fields.h"

#include <cmath>
#include <sstream>

#include "engine/base/error.h"

namespace likeness::diffusion {
namespace {

/// Null where the field is absent, null, or there is no config at all.
const Json* find(const Json& config, const char* name) {
  if (config.is_null()) return nullptr;
  if (!config.is_object()) throw Error(ErrorKind::bad_input, "scheduler config: expected a JSON object, found " + config.dump());
  const auto field = config.find(name);
  return field == config.end() || field->is_null() ? nullptr : &*field;
}

[[noreturn]] void refuse(ErrorKind kind, const char* name, const std::string& expected, const Json& found) {
  throw Error(kind, std::string("scheduler config, ") + name + ": expected " + expected + ", found " + found.dump());
}

std::string range_text(double minimum, double maximum) {
  std::ostringstream text;
  text << "a number from " << minimum << " to " << maximum;
  return text.str();
}

}  // namespace

std::optional<double> optional_number_field(const Json& config, const char* name, double minimum, double maximum) {
  const Json* field = find(config, name);
  if (field == nullptr) return std::nullopt;
  if (!field->is_number() || !(field->get<double>() >= minimum && field->get<double>() <= maximum))
    refuse(ErrorKind::bad_input, name, range_text(minimum, maximum), *field);
  return field->get<double>();
}

double number_field(const Json& config, const char* name, double absent, double minimum, double maximum) {
  return optional_number_field(config, name, minimum, maximum).value_or(absent);
}

std::int64_t whole_field(const Json& config, const char* name, std::int64_t absent, std::int64_t minimum, std::int64_t maximum) {
  const auto value = optional_number_field(config, name, static_cast<double>(minimum), static_cast<double>(maximum));
  if (!value) return absent;
  if (*value != std::floor(*value)) refuse(ErrorKind::bad_input, name, "a whole number", *find(config, name));
  return static_cast<std::int64_t>(*value);
}

bool flag_field(const Json& config, const char* name, bool absent) {
  const Json* field = find(config, name);
  if (field == nullptr) return absent;
  if (!field->is_boolean()) refuse(ErrorKind::bad_input, name, "true or false", *field);
  return field->get<bool>();
}

std::string choice_field(const Json& config, const char* name, const std::string& absent, const std::vector<std::string>& choices) {
  const Json* field = find(config, name);
  if (field == nullptr) return absent;
  std::string listed;
  for (const std::string& choice : choices) {
    if (field->is_string() && field->get<std::string>() == choice) return choice;
    listed += (listed.empty() ? "" : ", ") + choice;
  }
  refuse(field->is_string() ? ErrorKind::unsupported : ErrorKind::bad_input, name, "one of " + listed, *field);
}

void refuse_flag(const Json& config, const char* name) {
  if (!flag_field(config, name, false)) return;
  throw Error(ErrorKind::unsupported, std::string("scheduler config, ") + name + ": this sampler cannot do that yet",
              "Choose another sampler, or set the field to false.");
}

}  // namespace likeness::diffusion
