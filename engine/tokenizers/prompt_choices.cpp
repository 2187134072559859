#include "engine/tokenizers/prompt_choices.h"

#include <algorithm>
#include <charconv>

#include "engine/base/error.h"
#include "engine/tokenizers/prompt_text.h"
#include "engine/tokenizers/tokenizer.h"

namespace likeness::tokenizers {
namespace {

constexpr int max_depth = 50;
constexpr int max_choices = 10000;
constexpr std::size_t none = std::string_view::npos;

/// Where each brace closes, npos where it does not.
std::vector<std::size_t> closing_braces(std::string_view text) {
  std::vector<std::size_t> closings(text.size(), none), open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') ++i;
    else if (text[i] == '{') open.push_back(i);
    else if (text[i] == '}' && !open.empty()) {
      closings[open.back()] = i;
      open.pop_back();
    }
  }
  return closings;
}

/// At the bars outside of inner brackets.
std::vector<std::string_view> options_of(std::string_view body) {
  std::vector<std::string_view> options;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '\\') ++i;
    else if (body[i] == '{' || body[i] == '[') ++depth;
    else if ((body[i] == '}' || body[i] == ']') && depth > 0) --depth;
    else if (body[i] == '|' && depth == 0) {
      options.push_back(body.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  options.push_back(body.substr(begin));
  return options;
}

struct HowMany {
  std::size_t least = 1, most = 1;
  std::string_view between = ", ";
};

/// "2$$", "1-2$$", "2$$ and $$" taken off the front.
HowMany take_count(std::string_view& body) {
  HowMany many;
  const std::size_t end = body.find("$$");
  if (end == none) return many;
  const std::string_view count = trimmed(body.substr(0, end));
  const char* last = count.data() + count.size();
  const auto [middle, fault] = std::from_chars(count.data(), last, many.least);
  many.most = many.least;
  bool sound = fault == std::errc() && middle == last;
  if (fault == std::errc() && middle != last && *middle == '-') {
    const auto [finish, second] = std::from_chars(middle + 1, last, many.most);
    sound = second == std::errc() && finish == last && many.most >= many.least;
  }
  if (!sound) return {};
  body.remove_prefix(end + 2);
  const std::size_t separator = body.find("$$");
  if (separator == none || body.substr(0, separator).find('|') != none) return many;
  many.between = body.substr(0, separator);
  body.remove_prefix(separator + 2);
  return many;
}

bool names_a_list(std::string_view name) {
  return !name.empty() && trimmed(name) == name &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_word(c) || c == '-' || c == '/' || c == ' '; });
}

class Resolver {
 public:
  Resolver(std::mt19937_64& random, const WildcardLines& lines) : random_(random), lines_(lines) {}

  std::string resolve(std::string_view text, int depth) {
    if (depth > max_depth)
      throw Error(ErrorKind::bad_input, "prompt: its choices are nested deeper than " + std::to_string(max_depth) + " levels.",
                  "Look for wildcard lists that name each other.");
    const auto closings = closing_braces(text);
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at + 1;
      if (text[at] == '\\') {
        end = std::min(at + 2, text.size());
        result += text.substr(at, end - at);
      } else if (text[at] == '{' && closings[at] != none) {
        end = closings[at] + 1;
        result += choose(text.substr(at + 1, closings[at] - at - 1), depth);
      } else if (const std::size_t list_end = end_of_list(text, at); list_end != none) {
        end = list_end;
        result += line_of(std::string(text.substr(at + 2, end - at - 4)), depth);
      } else {
        result += text[at];
      }
      check_text_length(result);
      at = end;
    }
    return result;
  }

 private:
  /// Past "__name__"; npos when there is none at `at`.
  static std::size_t end_of_list(std::string_view text, std::size_t at) {
    constexpr std::size_t longest_name = 200;
    if (text.substr(at, 2) != "__" || (at > 0 && is_word(text[at - 1]))) return none;
    const std::string_view rest = text.substr(at + 2, longest_name);
    const std::size_t closing = rest.find("__");
    return closing != none && names_a_list(rest.substr(0, closing)) ? at + closing + 4 : none;
  }

  std::size_t pick(std::size_t count) {
    if (++picks_ > max_choices)
      throw Error(ErrorKind::bad_input, "prompt: it makes more than " + std::to_string(max_choices) + " choices.",
                  "Look for wildcard lists that name each other.");
    return static_cast<std::size_t>(random_() % count);
  }

  std::string choose(std::string_view body, int depth) {
    const HowMany many = take_count(body);
    std::vector<std::string_view> options = options_of(body);
    const std::size_t most = std::min(many.most, options.size()), least = std::min(many.least, most);
    const std::size_t count = least == most ? least : least + pick(most - least + 1);
    std::string result;
    for (std::size_t i = 0; i < count; ++i) {
      std::swap(options[i], options[i + pick(options.size() - i)]);
      result += (i > 0 ? std::string(many.between) : "") + resolve(options[i], depth + 1);
    }
    return result;
  }

  std::string line_of(const std::string& name, int depth) {
    const std::vector<std::string> lines = lines_(name);
    if (lines.empty()) throw Error(ErrorKind::bad_input, "prompt: the list of __" + name + "__ has no lines.");
    return resolve(lines[pick(lines.size())], depth + 1);
  }

  std::mt19937_64& random_;
  const WildcardLines& lines_;
  int picks_ = 0;
};

}  // namespace

std::string resolve_choices(std::string_view prompt, std::mt19937_64& random, const WildcardLines& lines) {
  check_text_length(prompt);
  return Resolver(random, lines).resolve(prompt, 0);
}

}  // namespace likeness::tokenizers
