#include "engine/tokenizers/prompt_weights.h"

#include <algorithm>
#include <optional>

#include "engine/tokenizers/prompt_text.h"

namespace likeness::tokenizers {
namespace {

constexpr double round_factor = 1.1;
constexpr double square_factor = 1 / 1.1;
constexpr std::size_t max_open = 100;  // deeper brackets are text, so that hostile prompts stay cheap
constexpr std::string_view break_word = "BREAK";

std::size_t past_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

struct ClosingWeight {
  double weight;
  std::size_t end;  ///< past the closing bracket
};

/// ":1.3)" at `at`.
std::optional<ClosingWeight> closing_weight(std::string_view text, std::size_t at) {
  const std::size_t begin = past_spaces(text, at + 1);
  const std::size_t end = std::min(text.find_first_not_of("+-.0123456789", begin), text.size());
  const std::size_t close = past_spaces(text, end);
  const auto weight = prompt_number(text.substr(begin, end - begin));
  if (!weight || close >= text.size() || text[close] != ')') return std::nullopt;
  return ClosingWeight{*weight, close + 1};
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<WeightedText> read() {
    for (std::size_t at = 0; at < text_.size();) at = read_one(at);
    for (const std::size_t start : round_) strengthen(start, round_factor);
    for (const std::size_t start : square_) strengthen(start, square_factor);
    if (items_.empty()) items_.emplace_back();
    return joined();
  }

 private:
  /// Returns where the next item starts.
  std::size_t read_one(std::size_t at) {
    const char c = text_[at];
    if (c == '\\') {
      const bool escapes = at + 1 < text_.size() && std::string_view("()[]\\").find(text_[at + 1]) != std::string_view::npos;
      items_.push_back({std::string(text_.substr(at + 1, escapes ? 1 : 0))});
      return at + (escapes ? 2 : 1);
    }
    if (c == '(' && open(round_)) return at + 1;
    if (c == '[' && open(square_)) return at + 1;
    if (c == ':') return read_colon(at);
    if (c == ')' && close(round_, round_factor)) return at + 1;
    if (c == ']' && close(square_, square_factor)) return at + 1;
    const bool bracket = std::string_view("()[]").find(c) != std::string_view::npos;
    const std::size_t end = bracket ? at + 1 : std::min(text_.find_first_of("\\()[]:", at), text_.size());
    add_text(text_.substr(at, end - at));
    return end;
  }

  std::size_t read_colon(std::size_t at) {
    const auto found = closing_weight(text_, at);
    const std::size_t end = found ? found->end : at + 1;
    if (!found || !close(round_, found->weight)) add_text(text_.substr(at, end - at));
    return end;
  }

  bool open(std::vector<std::size_t>& brackets) const {
    if (brackets.size() == max_open) return false;
    brackets.push_back(items_.size());
    return true;
  }

  bool close(std::vector<std::size_t>& brackets, double factor) {
    if (brackets.empty()) return false;
    strengthen(brackets.back(), factor);
    brackets.pop_back();
    return true;
  }

  void strengthen(std::size_t start, double factor) {
    for (std::size_t i = start; i < items_.size(); ++i)
      if (!items_[i].is_break) items_[i].weight *= factor;
  }

  void add_text(std::string_view text) {
    std::size_t begin = 0;
    for (std::size_t at = find_word(text, break_word, 0); at != std::string_view::npos; at = find_word(text, break_word, begin)) {
      std::size_t end = at;
      while (end > begin && is_space(text[end - 1])) --end;
      items_.push_back({std::string(text.substr(begin, end - begin))});
      items_.push_back({std::string(break_word), -1, true});
      begin = past_spaces(text, at + break_word.size());
    }
    items_.push_back({std::string(text.substr(begin))});
  }

  std::vector<WeightedText> joined() const {
    std::vector<WeightedText> result;
    for (const WeightedText& item : items_) {
      const bool same = !result.empty() && !item.is_break && !result.back().is_break && result.back().weight == item.weight;
      if (same) result.back().text += item.text;
      else result.push_back(item);
    }
    return result;
  }

  std::string_view text_;
  std::vector<WeightedText> items_;
  std::vector<std::size_t> round_, square_;  ///< where each open bracket's items start
};

}  // namespace

std::vector<WeightedText> parse_weights(std::string_view prompt) { return Reader(prompt).read(); }

}  // namespace likeness::tokenizers
