#include "engine/config/grid_axes.h"

#include <algorithm>
#include <cmath>
#include <regex>

#include "engine/base/error.h"
#include "engine/config/json_requests.h"

namespace likeness::config {
namespace {

constexpr std::size_t max_values = 200, max_cells = 2000, max_entry = 100;

Error too_many() { return Error(ErrorKind::bad_input, "axis: more values than a grid can hold", "Use fewer values."); }

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::vector<std::string> csv(const std::string& text) {
  std::vector<std::string> entries(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fresh = entries.back().find_first_not_of(" \t") == std::string::npos;
    if (quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') entries.back() += text[i++];
    else if (text[i] == '"' && (quoted || fresh)) quoted = !quoted;
    else if (text[i] == ',' && !quoted) entries.emplace_back();
    else entries.back() += text[i];
  }
  for (std::string& entry : entries) entry = trimmed(entry);
  return entries;
}

std::string number_text(double value) {
  return value == std::floor(value) ? std::to_string(static_cast<std::int64_t>(value)) : Json(value).dump();
}

/// Rounded to nine digits after the point, so that steps of 0.1 stay so.
double tidy(double value) { return std::round(value * 1e9) / 1e9; }

std::vector<std::string> spread(double from, double to, double step) {
  if (step == 0 || (to - from) / step < 0)
    throw Error(ErrorKind::bad_input, "axis: a step that never arrives: " + number_text(from) + " to " + number_text(to) + " by " +
                                          number_text(step));
  if ((to - from) / step >= max_values) throw too_many();
  std::vector<std::string> values;
  for (int i = 0; i <= static_cast<int>((to - from) / step + 1e-9); ++i) values.push_back(number_text(tidy(from + i * step)));
  return values;
}

/// The numbers an entry stands for; itself when it is no range.
std::vector<std::string> expanded(const std::string& entry) {
  static const std::string number = R"(([+-]?\d+(?:\.\d+)?))";
  static const std::regex range("\\s*" + number + "\\s*-\\s*" + number + R"((?:\s*\(\s*)" + number + R"(\s*\))?\s*)");
  static const std::regex count("\\s*" + number + "\\s*-\\s*" + number + R"(\s*\[\s*(\d{1,4})\s*\]\s*)");
  std::smatch found;
  if (entry.size() > max_entry) return {entry};
  if (std::regex_match(entry, found, count)) {
    const double from = std::stod(found[1]), to = std::stod(found[2]);
    const int values = std::stoi(found[3]);
    if (values > static_cast<int>(max_values)) throw too_many();
    std::vector<std::string> list;
    for (int i = 0; i < values; ++i) list.push_back(number_text(tidy(from + (to - from) * i / std::max(values - 1, 1))));
    return list;
  }
  if (!std::regex_match(entry, found, range)) return {entry};
  const double from = std::stod(found[1]), to = std::stod(found[2]);
  return spread(from, to, found[3].matched ? std::stod(found[3]) : (to < from ? -1 : 1));
}

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
    const auto values = axis_values(axis.values, false);
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
  return axis_values(axis.values, now->is_number());
}

}  // namespace

std::vector<std::string> axis_values(const std::string& text, bool numbers) {
  std::vector<std::string> values;
  for (const std::string& entry : csv(text)) {
    if (!numbers) values.push_back(entry);
    else
      for (std::string& value : expanded(entry)) values.push_back(std::move(value));
    if (values.size() > max_values) throw too_many();
  }
  return values;
}

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
    if (values.size() * grid.cells.size() > max_cells) throw too_many();
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
