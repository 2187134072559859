#include "engine/config/grid_axes.h"

#include "engine/api/grid_values.h"
#include "engine/base/error.h"
#include "engine/config/json_requests.h"

namespace likeness::config {
namespace {

constexpr std::size_t max_cells = 2000;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

/// A text as the kind of value that the field has.
Json typed(const std::string& field, const Json& now, const std::string& value) {
  const auto refuse = [&](const char* expected) {
    return Error(ErrorKind::bad_input, "axis " + field + ": expected " + expected + ", found \"" + value + "\"");
  };
  if (now.is_string()) return value;
  if (now.is_boolean()) {
    if (value != "true" && value != "false") throw refuse("true or false");
    return value == "true";
  }
  const Json parsed = Json::parse(value, nullptr, false);
  if (!parsed.is_number()) throw refuse("numbers");
  return parsed;
}

api::Generate with_value(const api::Generate& cell, const api::GridAxis& axis, const std::string& searched, const std::string& value) {
  api::Generate changed = cell;
  if (axis.field == "prompt") {
    changed.prompts.front() = replaced(changed.prompts.front(), searched, value);
    changed.negative = replaced(changed.negative, searched, value);
    return changed;
  }
  Json json = to_json(cell);
  json[axis.field] = typed(axis.field, json.at(axis.field), value);
  std::vector<std::string> warnings;
  from_json(json, changed, warnings);
  return changed;
}

std::vector<std::string> values_of(const api::Generate& request, const api::GridAxis& axis) {
  if (axis.field == "prompt") {
    const auto values = api::axis_values(axis.values, false);
    const std::string& searched = values.front();
    const auto in = [&searched](const std::string& text) { return text.find(searched) != std::string::npos; };
    if (searched.empty() || (!in(request.prompts.front()) && !in(request.negative)))
      throw Error(ErrorKind::bad_input, "axis prompt: \"" + searched + "\" is in neither the prompt nor the negative one",
                  "The first value is what the others take the place of.");
    return values;
  }
  const Json json = to_json(request);
  const auto now = json.find(axis.field);
  const bool fits = now != json.end() && !now->is_array() && axis.field != "schema" && axis.field != "count";
  if (!fits) throw Error(ErrorKind::usage, "axis: there is no field \"" + axis.field + "\" to vary");
  return api::axis_values(axis.values, now->is_number());
}

}  // namespace

GridCells grid_cells(const api::Generate& request) {
  if (request.axes.empty() || request.axes.size() > 3) throw Error(ErrorKind::usage, "A grid has one to three axes.");
  if (request.prompts.size() != 1 || request.sample.count != 1)
    throw Error(ErrorKind::usage, "A grid with axes is made of one prompt and one picture a cell.");
  api::Generate base = request;
  base.axes.clear();
  base.grid = false;
  GridCells grid{.cells = {base}, .labels = {}};
  for (const api::GridAxis& axis : request.axes) {
    const std::vector<std::string> values = values_of(base, axis);
    if (values.size() * grid.cells.size() > max_cells) throw api::too_many_values();
    std::vector<api::Generate> cells;
    grid.labels.emplace_back();
    for (const std::string& value : values) {
      grid.labels.back().push_back(axis.field == "prompt" ? value : axis.field + ": " + value);
      for (const api::Generate& cell : grid.cells) cells.push_back(with_value(cell, axis, values.front(), value));
    }
    grid.cells = std::move(cells);
  }
  return grid;
}

}  // namespace likeness::config
