// The doctests of stable-diffusion-webui's modules/prompt_parser.py (parse_prompt_attention) and more of the same kind.
#include <doctest/doctest.h>

#include "engine/tokenizers/prompt_weights.h"

using namespace likeness::tokenizers;

namespace {

struct Item {
  std::string text;
  double weight;
};

struct Row {
  const char* prompt;
  std::vector<Item> expected;
};

const std::vector<Row> rows{
    {"normal text", {{"normal text", 1.0}}},
    {"an (important) word", {{"an ", 1.0}, {"important", 1.1}, {" word", 1.0}}},
    {"(unbalanced", {{"unbalanced", 1.1}}},
    {R"(\(literal\])", {{"(literal]", 1.0}}},
    {"(unnecessary)(parens)", {{"unnecessaryparens", 1.1}}},
    {"a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).",
     {{"a ", 1.0}, {"house", 1.5730000000000004}, {" ", 1.1}, {"on", 1.0}, {" a ", 1.1}, {"hill", 0.55}, {", sun, ", 1.1},
      {"sky", 1.4641000000000006}, {".", 1.1}}},
    {"((x))", {{"x", 1.1 * 1.1}}},
    {"[[x]]", {{"x", 1 / 1.1 * (1 / 1.1)}}},
    {"((x:1.5))", {{"x", 1.5 * 1.1}}},
    {"(a (b:1.5) c)", {{"a ", 1.1}, {"b", 1.5 * 1.1}, {" c", 1.1}}},
    {"x)", {{"x)", 1.0}}},
    {"x]", {{"x]", 1.0}}},
    {"(x:1.5", {{"x:1.5", 1.1}}},
    {"[x:1.5]", {{"x:1.5", 1 / 1.1}}},  // a swap, where schedules are read before weights
    {"", {{"", 1.0}}},
    {"a BREAK b", {{"a", 1.0}, {"BREAK", -1.0}, {"b", 1.0}}},
    {"a\n BREAK \tBREAK", {{"a", 1.0}, {"BREAK", -1.0}, {"", 1.0}, {"BREAK", -1.0}, {"", 1.0}}},
    {"BREAKFAST aBREAK BREAK_", {{"BREAKFAST aBREAK BREAK_", 1.0}}},
    {"(a BREAK b:2)", {{"a", 2.0}, {"BREAK", -1.0}, {"b", 2.0}}},
    {"(a: -0.5 )", {{"a", -0.5}}},
    {"(a:+.5)", {{"a", 0.5}}},
    {"(a:1.2.3)", {{"a:1.2.3", 1.1}}},
    {"(a:b)", {{"a:b", 1.1}}},
    {"a:1.2)", {{"a:1.2)", 1.0}}},
    {R"(back\slash \\ \)", {{R"(backslash \ )", 1.0}}},
    {"()", {{"", 1.0}}},
    {"a () b", {{"a  b", 1.0}}},
};

}  // namespace

TEST_CASE("weights as stable-diffusion-webui reads them") {
  for (const Row& row : rows) {
    CAPTURE(row.prompt);
    const auto found = parse_weights(row.prompt);
    REQUIRE(found.size() == row.expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].text == row.expected[i].text);
      CHECK(found[i].weight == row.expected[i].weight);
      CHECK(found[i].is_break == (row.expected[i].weight == -1.0));
    }
  }
}

TEST_CASE("hostile nesting stays cheap and is read as text beyond a hundred levels") {
  const std::string deep(100000, '(');
  CHECK(parse_weights(deep + "x").back().text.ends_with("((x"));
  CHECK(parse_weights(std::string(100000, '[') + std::string(100000, ']')).size() < 100);
  CHECK(parse_weights("(x:" + std::string(500, '9') + ")").front().text.starts_with("x:999"));
}
