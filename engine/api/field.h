// What is known about an option field beside its value: one description for JSON, flags, the form and the documentation.
// Every options struct has a function template fields(options, visit) that calls visit(Field, member) once per field, in form order.
// The key is the C++ member's name; on the command line underscores become hyphens.
#pragma once

#include <limits>
#include <string_view>

namespace likeness::api {

/// Where the window shows a field. `internal` fields are set by code and files, not by hand.
enum class Level { basic, advanced, internal };

struct Field {
  std::string_view key;
  std::string_view text;                                       // one sentence for help, tooltip and documentation
  std::string_view unit = {};                                  // "steps", "pixels"; empty for plain numbers and texts
  double minimum = -std::numeric_limits<double>::infinity();   // inclusive, for numbers
  double maximum = std::numeric_limits<double>::infinity();
  Level level = Level::advanced;
  std::string_view choices = {};                               // "full|lora" where only these texts are allowed
};

}  // namespace likeness::api
