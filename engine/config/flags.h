// Command-line flags: --name value and --name=value, hyphens or underscores, yes/no fields bare or with true|false.
// Options structs come in through their field lists, so their flags, limits and help texts are the same as everywhere else.
// Errors: usage (exit 2) for an unknown option, a missing value, or a single-valued option given twice; bad_input for a value that is
// not of its kind or outside its limits, naming the option.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/config/json_fields.h"

namespace likeness::config {

struct Flag {
  enum class Kind { text, number, yes_no };
  std::string key;          // with underscores
  Kind kind = Kind::text;
  std::string value_name;   // "DIR", "FILE"; empty for yes/no
  std::string text;         // one sentence for --help
  bool repeats = false;
};

class FlagSet {
 public:
  FlagSet& add(Flag flag);

  /// Every field of an options struct; the default is told in the help.
  template <class Options>
  FlagSet& add_fields(const Options& defaults);

  /// "  --steps N       More steps give finer pictures. (30)" a line each.
  std::string help() const;

  const Flag* find(const std::string& key) const;

 private:
  std::vector<Flag> flags_;
};

class Flags {
 public:
  Flags(const FlagSet& known, std::span<const std::string> arguments);

  bool has(const std::string& key) const { return values_.contains(key); }
  bool yes(const std::string& key) const;
  std::string text(const std::string& key, const std::string& fallback = {}) const;
  const std::vector<std::string>& all(const std::string& key) const;
  std::optional<double> number(const std::string& key) const;
  std::optional<std::int64_t> whole(const std::string& key) const;

  /// The text of a required option; Error{usage} when it is missing.
  std::string required(const std::string& key) const;

  /// Error{usage} when more than one of these is given.
  void exclude(std::initializer_list<const char*> keys) const;

  /// Sets the fields of an options struct that are given.
  template <class Options>
  void read(Options& options) const;

 private:
  Json value_of(const Flag& flag, const std::string& text) const;

  const FlagSet& known_;
  std::map<std::string, std::vector<std::string>> values_;
};

/// "--learning-rate" of "learning_rate".
std::string flag_name(const std::string& key);

namespace detail {
inline Flag::Kind kind_of(const bool&) { return Flag::Kind::yes_no; }
inline Flag::Kind kind_of(const std::string&) { return Flag::Kind::text; }
template <class T> Flag::Kind kind_of(const T&) { return Flag::Kind::number; }
template <class T> Flag::Kind kind_of(const std::optional<T>&) { return kind_of(T{}); }
std::string default_text(const Json& value);
}  // namespace detail

template <class Options>
FlagSet& FlagSet::add_fields(const Options& defaults) {
  fields(defaults, [this](const api::Field& field, const auto& value) {
    const Flag::Kind kind = detail::kind_of(value);
    std::string value_name = kind == Flag::Kind::number ? "N" : kind == Flag::Kind::yes_no ? "" : "TEXT";
    if (!field.choices.empty()) value_name = field.choices.starts_with('|') ? field.choices.substr(1) : field.choices;
    add({.key = std::string(field.key), .kind = kind, .value_name = value_name,
         .text = std::string(field.text) + detail::default_text(value_json(value))});
  });
  return *this;
}

template <class Options>
void Flags::read(Options& options) const {
  fields(options, [this](const api::Field& field, auto& value) {
    const auto found = values_.find(std::string(field.key));
    if (found != values_.end()) read_value(field, value_of(*known_.find(found->first), found->second.back()), value);
  });
}

}  // namespace likeness::config
