// Reads a component's config.json field by field: default where the field is absent or null, limits checked before anything is built.
// Errors: bad_input naming file, field, expected and found; unsupported naming field and value for what we know but do not run.
// A field that nobody asked for is unknown: one warning each, from unknown().
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "engine/base/json.h"

namespace likeness::models {

struct Limits {
  std::int64_t low;
  std::int64_t high;
};

/// What no real model exceeds; checked before anything is allocated.
inline constexpr Limits channel_limits{1, 16384};
inline constexpr std::size_t most_levels = 8;

class ConfigReader {
 public:
  ConfigReader(const Json& json, const std::filesystem::path& file);

  std::int64_t integer(const std::string& field, std::int64_t otherwise, Limits limits);
  double number(const std::string& field, double otherwise, double low, double high);
  bool boolean(const std::string& field, bool otherwise);
  std::string text(const std::string& field, const std::string& otherwise);
  std::vector<std::string> texts(const std::string& field, const std::vector<std::string>& otherwise);

  /// A list of whole numbers; with `count` a single number stands for that many, and another length is an error.
  std::vector<std::int64_t> integers(const std::string& field, const std::vector<std::int64_t>& otherwise, Limits limits,
                                     std::size_t count = 0);

  /// The field is absent, null or one of these values; anything else is Error{unsupported}.
  void only(const std::string& field, const std::vector<Json>& values);
  /// Fields that change nothing in what we run.
  void ignore(const std::vector<std::string>& fields);
  bool has(const std::string& field);

  [[noreturn]] void refuse(const std::string& field, const std::string& expected) const;
  [[noreturn]] void unsupported(const std::string& field) const;

  std::vector<std::string> unknown() const;

 private:
  const Json* find(const std::string& field);
  std::int64_t checked(const std::string& field, const Json& value, Limits limits) const;

  const Json& json_;
  std::filesystem::path file_;
  std::set<std::string> known_;
};

}  // namespace likeness::models
