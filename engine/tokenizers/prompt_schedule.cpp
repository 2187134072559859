#include "engine/tokenizers/prompt_schedule.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "engine/tokenizers/prompt_text.h"

namespace likeness::tokenizers {
namespace {

constexpr int max_depth = 100;  // deeper brackets are text

struct Node;
using Sequence = std::vector<Node>;

struct Node {
  enum class Kind { text, swap, turns };
  Kind kind = Kind::text;
  std::string text;                // of text
  std::vector<Sequence> branches;  // of swap: before, after; of turns: each
  int when = 0;                    // of swap: the last step of `before`
};

struct Number {
  double value;
  bool share;  ///< of all steps: written with a point
};

/// The number that a branch is, blanks around it allowed.
std::optional<Number> number_of(const Sequence& branch) {
  if (branch.size() != 1 || branch[0].kind != Node::Kind::text) return std::nullopt;
  const auto value = prompt_number(trimmed(branch[0].text));
  return value ? std::optional(Number{*value, branch[0].text.find('.') != std::string::npos}) : std::nullopt;
}

void append_text(Sequence& sequence, std::string_view text) {
  if (sequence.empty() || sequence.back().kind != Node::Kind::text) sequence.emplace_back();
  sequence.back().text += text;
}

void append(Sequence& sequence, Sequence more) {
  for (Node& node : more) {
    if (node.kind == Node::Kind::text) append_text(sequence, node.text);
    else sequence.push_back(std::move(node));
  }
}

class Parser {
 public:
  Parser(std::string_view text, Steps steps) : text_(text), steps_(steps) {}

  Sequence parse() {
    Sequence whole;
    for (std::size_t at = 0; at < text_.size();) {
      const auto bracket = text_[at] == '(' || text_[at] == '[' ? parse_bracket(at, 0) : std::nullopt;
      if (bracket) append(whole, bracket->nodes);
      const std::size_t end = bracket ? bracket->end : past_plain(at);
      if (!bracket) append_text(whole, text_.substr(at, end - at));
      at = end;
    }
    return whole;
  }

 private:
  struct Parsed {
    Sequence nodes;
    std::size_t end;
  };

  /// Past one special character, or past everything up to the next one.
  std::size_t past_plain(std::size_t at) const {
    constexpr std::string_view special = "\\[]():|";
    if (text_[at] == '\\') return std::min(at + 2, text_.size());
    return special.find(text_[at]) != std::string_view::npos ? at + 1 : std::min(text_.find_first_of(special, at), text_.size());
  }

  /// A bracket that closes and makes sense; failures are remembered, so no place is tried twice.
  std::optional<Parsed> parse_bracket(std::size_t at, int depth) {
    if (depth == max_depth || failed_.contains(at)) return std::nullopt;
    auto parsed = try_bracket(at, depth);
    if (!parsed) failed_.insert(at);
    return parsed;
  }

  std::optional<Parsed> try_bracket(std::size_t start, int depth) {
    const char closing = text_[start] == '(' ? ')' : ']';
    std::vector<Sequence> branches(1);
    std::string marks;  // between the branches
    for (std::size_t at = start + 1; at < text_.size();) {
      const char c = text_[at];
      if (c == closing) return finish(closing, std::move(branches), marks, at + 1);
      if (c == ')' || c == ']') return std::nullopt;
      if (c == '(' || c == '[') {
        auto inner = parse_bracket(at, depth + 1);
        if (!inner) return std::nullopt;
        append(branches.back(), std::move(inner->nodes));
        at = inner->end;
      } else if (c == ':' || c == '|') {
        marks += c;
        branches.emplace_back();
        ++at;
      } else {
        const std::size_t end = past_plain(at);
        append_text(branches.back(), text_.substr(at, end - at));
        at = end;
      }
    }
    return std::nullopt;
  }

  std::optional<Parsed> finish(char closing, std::vector<Sequence> branches, const std::string& marks, std::size_t end) const {
    const auto colons = std::count(marks.begin(), marks.end(), ':');
    if (closing == ')') return colons <= 1 ? std::optional(Parsed{joined("(", branches, marks, ")"), end}) : std::nullopt;
    if (marks.empty()) return Parsed{joined("[", branches, marks, "]"), end};
    if (colons == 0) return Parsed{{{Node::Kind::turns, {}, std::move(branches), 0}}, end};
    const auto number = number_of(branches.back());
    if (colons > 2 || marks.back() != ':' || !number) return std::nullopt;
    branches.pop_back();
    return Parsed{{swap_of(std::move(branches), marks.substr(0, marks.size() - 1), last_step(*number))}, end};
  }

  /// Branches and the marks between them as one sequence again.
  static Sequence joined(std::string_view opening, std::vector<Sequence>& branches, std::string_view marks, std::string_view closing) {
    Sequence whole;
    append_text(whole, opening);
    for (std::size_t i = 0; i < branches.size(); ++i) {
      append(whole, std::move(branches[i]));
      if (i < marks.size()) append_text(whole, marks.substr(i, 1));
    }
    append_text(whole, closing);
    return whole;
  }

  /// "after", or "before:after"; a | beside them is text.
  static Node swap_of(std::vector<Sequence> branches, const std::string& marks, int when) {
    const auto colon = static_cast<std::ptrdiff_t>(std::min(marks.find(':'), marks.size()));
    const bool has_before = colon < static_cast<std::ptrdiff_t>(marks.size());
    const auto middle = branches.begin() + (has_before ? colon + 1 : 0);
    std::vector<Sequence> before(branches.begin(), middle), after(middle, branches.end());
    const std::string marks_after = has_before ? marks.substr(static_cast<std::size_t>(colon) + 1) : marks;
    Node node{Node::Kind::swap, {}, {}, when};
    node.branches.push_back(has_before ? joined("", before, marks.substr(0, static_cast<std::size_t>(colon)), "") : Sequence());
    node.branches.push_back(joined("", after, marks_after, ""));
    return node;
  }

  int last_step(const Number& number) const {
    const double step = number.share ? (number.value - (steps_.first_pass > 0 ? 1 : 0)) * steps_.count : number.value - steps_.first_pass;
    return static_cast<int>(std::clamp(std::trunc(step), -1.0, static_cast<double>(steps_.count)));
  }

  std::string_view text_;
  Steps steps_;
  std::set<std::size_t> failed_;
};

void collect_steps(const Sequence& sequence, int count, std::set<int>& steps) {
  for (const Node& node : sequence) {
    if (node.kind == Node::Kind::swap && node.when >= 1) steps.insert(node.when);
    if (node.kind == Node::Kind::turns)
      for (int step = 1; step <= count; ++step) steps.insert(step);
    for (const Sequence& branch : node.branches) collect_steps(branch, count, steps);
  }
}

void write_step(const Sequence& sequence, int step, std::string& text) {
  for (const Node& node : sequence) {
    switch (node.kind) {
      case Node::Kind::text: text += node.text; break;
      case Node::Kind::swap: write_step(node.branches[step <= node.when ? 0 : 1], step, text); break;
      case Node::Kind::turns: write_step(node.branches[static_cast<std::size_t>(step - 1) % node.branches.size()], step, text); break;
    }
  }
}

/// "a cat :0.7": the weight at the end, and the blanks before it, taken off.
PromptPart weighted_part(std::string_view text) {
  const auto without_end = [](std::string_view all) {
    while (!all.empty() && is_space(all.back())) all.remove_suffix(1);
    return std::string(all);
  };
  const std::size_t colon = text.rfind(':');
  const auto weight = colon == std::string_view::npos ? std::nullopt : prompt_number(trimmed(text.substr(colon + 1)));
  return weight ? PromptPart{without_end(text.substr(0, colon)), *weight} : PromptPart{without_end(text)};
}

}  // namespace

std::vector<TimedText> prompt_schedule(std::string_view prompt, Steps steps) {
  const Sequence parsed = Parser(prompt, steps).parse();
  std::set<int> ends{steps.count};
  collect_steps(parsed, steps.count, ends);
  std::vector<TimedText> schedule;
  for (const int end : ends) {
    std::string text;
    write_step(parsed, end, text);
    schedule.push_back({end, std::move(text)});
  }
  return schedule;
}

std::vector<PromptPart> split_and(std::string_view prompt) {
  constexpr std::string_view word = "AND";
  std::vector<std::string_view> texts;
  std::size_t begin = 0;
  for (std::size_t at = find_word(prompt, word, 0); at != std::string_view::npos; at = find_word(prompt, word, begin)) {
    texts.push_back(prompt.substr(begin, at - begin));
    begin = at + word.size();
  }
  if (texts.empty()) return {{std::string(prompt)}};
  texts.push_back(prompt.substr(begin));
  std::vector<PromptPart> parts;
  for (const std::string_view text : texts) parts.push_back(weighted_part(text));
  return parts;
}

}  // namespace likeness::tokenizers
