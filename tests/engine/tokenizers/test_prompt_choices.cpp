#include <map>
#include <set>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/tokenizers/prompt_choices.h"

using namespace likeness::tokenizers;
using likeness::Error;

namespace {

const std::map<std::string, std::vector<std::string>> lists{
    {"colour", {"red", "green", "blue"}}, {"animals/pets", {"dog", "cat"}}, {"nested", {"{big|small} __colour__ ball"}},
    {"loop", {"__loop__"}}, {"many", {"__many__ __many__", "__many__ __many__"}}, {"empty", {}}};

std::string resolve(std::string_view prompt, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  return resolve_choices(prompt, random, [](const std::string& name) {
    const auto found = lists.find(name);
    if (found == lists.end()) throw Error(likeness::ErrorKind::bad_input, "no list " + name);
    return found->second;
  });
}

std::set<std::string> outcomes(std::string_view prompt) {
  std::set<std::string> all;
  for (std::uint64_t seed = 0; seed < 300; ++seed) all.insert(resolve(prompt, seed));
  return all;
}

std::string fault_of(std::string_view prompt) {
  try {
    return "made: " + resolve(prompt, 1);
  } catch (const Error& error) {
    return error.what();
  }
}

using Texts = std::set<std::string>;

}  // namespace

TEST_CASE("choices: every outcome, and no other") {
  CHECK(outcomes("a {red|green} ball") == Texts{"a red ball", "a green ball"});
  CHECK(outcomes("{a|{b|c}|}") == Texts{"a", "b", "c", ""});
  CHECK(outcomes("{2$$a|b|c}") == Texts{"a, b", "b, a", "a, c", "c, a", "b, c", "c, b"});
  CHECK(outcomes("{2$$ and $$a|b}") == Texts{"a and b", "b and a"});
  CHECK(outcomes("{1-2$$a|b}") == Texts{"a", "b", "a, b", "b, a"});
  CHECK(outcomes("{9$$a|b}") == Texts{"a, b", "b, a"});
  CHECK(outcomes("{0$$a|b}x") == Texts{"x"});
  CHECK(outcomes("{[a|b]|(c:1.2)}") == Texts{"[a|b]", "(c:1.2)"});
  CHECK(outcomes("__colour__") == Texts{"red", "green", "blue"});
  CHECK(outcomes("a __animals/pets__!") == Texts{"a dog!", "a cat!"});
  CHECK(outcomes("__nested__").size() == 6);
}

TEST_CASE("the seed decides, for good") {
  CHECK(resolve("{a|b|c|d|e|f|g|h} {3$$1|2|3|4|5} __colour__", 42) == resolve("{a|b|c|d|e|f|g|h} {3$$1|2|3|4|5} __colour__", 42));
  CHECK(resolve("{a|b|c|d|e|f|g|h}{a|b|c|d|e|f|g|h}{a|b|c|d|e|f|g|h}", 42) == "gac");
}

TEST_CASE("without choices a text stays as it is") {
  for (const char* text : {"a dog", "{a", "a}", "a | b", "__a", "_a_", "____", "snake__case__name", "x __ a __", "", "{", "\\{a|b\\}", "\\"})
    CHECK(resolve(text, 1) == text);
}

TEST_CASE("lists that are missing, empty, or name each other") {
  CHECK(fault_of("__none__") == "no list none");
  CHECK(fault_of("__empty__").find("__empty__ has no lines") != std::string::npos);
  CHECK(fault_of("__loop__").find("deeper than 50 levels") != std::string::npos);
  CHECK(fault_of("__many__").find("prompt:") == 0);
  CHECK(fault_of(std::string(60, '{') + std::string(60, '}')).find("deeper") != std::string::npos);
}
