// The doctests of stable-diffusion-webui's modules/prompt_parser.py (get_learned_conditioning_prompt_schedules) and more of the kind.
#include <chrono>

#include <doctest/doctest.h>

#include "engine/tokenizers/prompt_schedule.h"

using namespace likeness::tokenizers;
using Schedule = std::vector<std::pair<int, std::string>>;

namespace {

Schedule schedule(const char* prompt, Steps steps = {.count = 10}) {
  Schedule result;
  for (const TimedText& timed : prompt_schedule(prompt, steps)) result.emplace_back(timed.until_step, timed.text);
  return result;
}

struct Row {
  const char* prompt;
  Schedule expected;
};

const std::vector<Row> rows{
    {"test", {{10, "test"}}},
    {"a [b:3]", {{3, "a "}, {10, "a b"}}},
    {"a [b: 3]", {{3, "a "}, {10, "a b"}}},
    {"a [[[b]]:2]", {{2, "a "}, {10, "a [[b]]"}}},
    {"[(a:2):3]", {{3, ""}, {10, "(a:2)"}}},
    {"a [b : c : 1] d", {{1, "a b  d"}, {10, "a  c  d"}}},
    {"a[b:[c:d:2]:1]e", {{1, "abe"}, {2, "ace"}, {10, "ade"}}},
    {"a [unbalanced", {{10, "a [unbalanced"}}},
    {"a [b:.5] c", {{5, "a  c"}, {10, "a b c"}}},
    {"a [{b|d{:.5] c", {{5, "a  c"}, {10, "a {b|d{ c"}}},
    {"((a][:b:c [d:3]", {{3, "((a][:b:c "}, {10, "((a][:b:c d"}}},
    {"[fe|||]male",
     {{1, "female"}, {2, "male"}, {3, "male"}, {4, "male"}, {5, "female"}, {6, "male"}, {7, "male"}, {8, "male"}, {9, "female"},
      {10, "male"}}},
    {"[a:b:0.4]", {{4, "a"}, {10, "b"}}},
    {"[a:0.4]", {{4, ""}, {10, "a"}}},
    {"x [a::0.4]", {{4, "x a"}, {10, "x "}}},
    {"[a:b:40]", {{10, "a"}}},
    {"[a:b:0]", {{10, "b"}}},
    {"[a:b:-2]", {{10, "b"}}},
    {"[x:1.5]", {{10, ""}}},
    {"[a:b:c:3]", {{10, "[a:b:c:3]"}}},
    {"[a:b]", {{10, "[a:b]"}}},
    {"[a) b:3]", {{10, "[a) b:3]"}}},
    {R"(\[a:b:3\])", {{10, R"(\[a:b:3\])"}}},
    {R"([\[a:b:3])", {{3, R"(\[a)"}, {10, "b"}}},
    {"a | b [c:3]", {{3, "a | b "}, {10, "a | b c"}}},
    {"[(a|b):c:3]", {{3, "(a|b)"}, {10, "c"}}},
    {"", {{10, ""}}},
    {"[", {{10, "["}}},
    {"\\", {{10, "\\"}}},
};

}  // namespace

TEST_CASE("schedules over ten steps") {
  for (const Row& row : rows) {
    CAPTURE(row.prompt);
    CHECK(schedule(row.prompt) == row.expected);
  }
}

TEST_CASE("alternatives take turns at every step, also inside each other") {
  const Schedule turns = schedule("[a|(b:1.1)]");
  REQUIRE(turns.size() == 10);
  for (int i = 0; i < 10; ++i) CHECK(turns[static_cast<std::size_t>(i)] == std::pair(i + 1, std::string(i % 2 == 0 ? "a" : "(b:1.1)")));
  const Schedule female = schedule("[fe|]male");
  CHECK(female[0].second == "female");
  CHECK(female[9].second == "male");
  CHECK(schedule("[a|[b:c:4]]")[3].second == "b");
  CHECK(schedule("[a|[b:c:4]]")[5].second == "c");
}

TEST_CASE("a second pass counts on from the first") {
  CHECK(schedule("a [b:.5] c", {.count = 10, .first_pass = 10}) == Schedule{{10, "a b c"}});
  CHECK(schedule("a [b:1.5] c", {.count = 10, .first_pass = 10}) == Schedule{{5, "a  c"}, {10, "a b c"}});
  CHECK(schedule("a [b:13] c", {.count = 10, .first_pass = 10}) == Schedule{{3, "a  c"}, {10, "a b c"}});
}

TEST_CASE("AND makes parts with weights") {
  const auto parts = split_and("a cat AND a dog :1.2 AND\na bird:.5 ");
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].text == "a cat");
  CHECK(parts[0].weight == 1);
  CHECK(parts[1].text == " a dog");
  CHECK(parts[1].weight == 1.2);
  CHECK(parts[2].text == "\na bird");
  CHECK(parts[2].weight == 0.5);
  REQUIRE(split_and("SAND ANDES and 16:9").size() == 1);
  CHECK(split_and("SAND ANDES and 16:9")[0].text == "SAND ANDES and 16:9");
  CHECK(split_and("16:9 AND x:-1")[0].weight == 9);
  CHECK(split_and("16:9 AND x:-1")[1].weight == -1);
  CHECK(split_and("").size() == 1);
}

TEST_CASE("hostile nesting is text, soon") {
  const auto start = std::chrono::steady_clock::now();
  for (const char* unit : {"[", "(", "[a:", "([", "[(a)"}) {
    std::string text;
    while (text.size() < 50000) text += unit;
    CHECK(schedule(text.c_str()) == Schedule{{10, text}});
  }
  CHECK(schedule((std::string(5000, '[') + "a:b:3" + std::string(5000, ']')).c_str()).size() == 2);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}
