#include "engine/config/flags.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/base/error.h"

namespace likeness::config {

namespace {

std::string key_from_flag(std::string_view name) {
  std::string key(name.substr(2));
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

std::optional<double> number_from(const std::string& text) {
  double value = 0;
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const char* end = text.data() + text.size();
  const auto [last, fault] = std::from_chars(begin, end, value);
  if (text.empty() || fault != std::errc() || last != end) return std::nullopt;
  return value;
}

Error usage(const std::string& message) {
  return Error(ErrorKind::usage, message, "Add --help to see the options of this verb.");
}

}  // namespace

std::string flag_name(const std::string& key) {
  std::string name = "--" + key;
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

FlagSet& FlagSet::add(Flag flag) {
  flags_.push_back(std::move(flag));
  return *this;
}

const Flag* FlagSet::find(const std::string& key) const {
  for (const Flag& flag : flags_)
    if (flag.key == key) return &flag;
  return nullptr;
}

std::string FlagSet::help() const {
  constexpr std::size_t kColumn = 34;
  std::string lines;
  for (const Flag& flag : flags_) {
    std::string line = "  " + flag_name(flag.key);
    if (!flag.value_name.empty()) line += " " + flag.value_name;
    line += line.size() < kColumn ? std::string(kColumn - line.size(), ' ') : "\n" + std::string(kColumn, ' ');
    lines += line + flag.text + (flag.repeats ? " May be given several times." : "") + "\n";
  }
  return lines;
}

Flags::Flags(const FlagSet& known, std::span<const std::string> arguments) : known_(known) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with("--") || argument.size() == 2) throw usage("\"" + argument + "\" is no option; options begin with --.");
    const std::size_t equals = argument.find('=');
    const std::string key = key_from_flag(std::string_view(argument).substr(0, equals));
    const Flag* flag = known.find(key);
    if (flag == nullptr) throw usage("The option " + argument.substr(0, equals) + " is not known here.");
    std::string value;
    const bool next_is_value = i + 1 < arguments.size() && (flag->kind != Flag::Kind::yes_no || arguments[i + 1] == "true" ||
                                                            arguments[i + 1] == "false");
    if (equals != std::string::npos) value = argument.substr(equals + 1);
    else if (next_is_value) value = arguments[++i];
    else if (flag->kind == Flag::Kind::yes_no) value = "true";
    else throw usage("The option " + flag_name(key) + " needs a value.");
    std::vector<std::string>& values = values_[key];
    if (!values.empty() && !flag->repeats) throw usage("The option " + flag_name(key) + " is given twice.");
    values.push_back(std::move(value));
  }
}

Json Flags::value_of(const Flag& flag, const std::string& text) const {
  const auto refuse = [&](const std::string& expected) {
    return Error(ErrorKind::bad_input, flag_name(flag.key) + ": expected " + expected + ", found \"" + text + "\"", flag.text);
  };
  switch (flag.kind) {
    case Flag::Kind::text: return text;
    case Flag::Kind::yes_no:
      if (text == "true" || text == "false") return text == "true";
      throw refuse("true or false");
    case Flag::Kind::number: {
      const auto value = number_from(text);
      if (!value || !std::isfinite(*value)) throw refuse("a number");
      if (std::floor(*value) == *value && std::abs(*value) < 9e15) return static_cast<std::int64_t>(*value);
      return *value;
    }
  }
  return nullptr;
}

bool Flags::yes(const std::string& key) const {
  return has(key) && value_of(*known_.find(key), values_.at(key).back()) == Json(true);
}

std::string Flags::text(const std::string& key, const std::string& fallback) const {
  return has(key) ? values_.at(key).back() : fallback;
}

const std::vector<std::string>& Flags::all(const std::string& key) const {
  static const std::vector<std::string> none;
  return has(key) ? values_.at(key) : none;
}

std::optional<double> Flags::number(const std::string& key) const {
  if (!has(key)) return std::nullopt;
  return value_of(*known_.find(key), values_.at(key).back()).get<double>();
}

std::optional<std::int64_t> Flags::whole(const std::string& key) const {
  if (!has(key)) return std::nullopt;
  std::int64_t value = 0;
  read_value(api::Field{.key = key, .text = {}}, value_of(*known_.find(key), values_.at(key).back()), value);
  return value;
}

std::string Flags::required(const std::string& key) const {
  if (!has(key)) throw usage("The option " + flag_name(key) + " is missing.");
  return text(key);
}

void Flags::exclude(std::initializer_list<const char*> keys) const {
  std::string given;
  int count = 0;
  for (const char* key : keys)
    if (has(key)) given += (count++ ? " and " : "") + flag_name(key);
  if (count > 1) throw usage(given + " exclude each other.");
}

std::string detail::default_text(const Json& value) {
  if (value.is_null() || value == Json("")) return "";
  return " (" + (value.is_string() ? value.get<std::string>() : value.dump()) + ")";
}

}  // namespace likeness::config
