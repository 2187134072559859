#include "engine/api/grid_values.h"

#include <cmath>
#include <cstdint>
#include <regex>

#include "engine/base/json.h"

namespace likeness::api {
namespace {

constexpr std::size_t max_values = 200, max_entry = 100;

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
    throw Error(ErrorKind::bad_input,
                "axis: a step that never arrives: " + number_text(from) + " to " + number_text(to) + " by " + number_text(step));
  if ((to - from) / step >= max_values) throw too_many_values();
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
    if (values > static_cast<int>(max_values)) throw too_many_values();
    std::vector<std::string> list;
    for (int i = 0; i < values; ++i) list.push_back(number_text(tidy(from + (to - from) * i / std::max(values - 1, 1))));
    return list;
  }
  if (!std::regex_match(entry, found, range)) return {entry};
  const double from = std::stod(found[1]), to = std::stod(found[2]);
  return spread(from, to, found[3].matched ? std::stod(found[3]) : (to < from ? -1 : 1));
}

}  // namespace

Error too_many_values() { return Error(ErrorKind::bad_input, "axis: more values than a grid can hold", "Use fewer values."); }

std::vector<std::string> axis_values(const std::string& text, bool numbers) {
  std::vector<std::string> values;
  for (const std::string& entry : csv(text)) {
    if (!numbers) values.push_back(entry);
    else
      for (std::string& value : expanded(entry)) values.push_back(std::move(value));
    if (values.size() > max_values) throw too_many_values();
  }
  return values;
}

}  // namespace likeness::api
