#include <doctest/doctest.h>

#include "engine/image/infotext.h"

using namespace likeness::image;
using Pairs = std::vector<std::pair<std::string, std::string>>;

namespace {

const Pairs three = {{"Steps", "20"}, {"Sampler", "Euler a"}, {"Seed", "1"}};

void check_round_trip(const Infotext& infotext) {
  const std::string text = format_infotext(infotext);
  CAPTURE(text);
  const Infotext again = parse_infotext(text);
  CHECK(again.prompt == infotext.prompt);
  CHECK(again.negative_prompt == infotext.negative_prompt);
  CHECK(again.parameters == infotext.parameters);
  CHECK(format_infotext(again) == text);
}

}  // namespace

// The example in the docstring of modules/infotext_utils.py, parse_generation_parameters.
TEST_CASE("A1111's own example") {
  const std::string text =
      "girl with an artist's beret, determined, blue eyes, desert scene, computer monitors, heavy makeup, by Alphonse Mucha and Charlie "
      "Bowater, "
      "((eyeshadow)), (coquettish), detailed, intricate\n"
      "Negative prompt: ugly, fat, obese, chubby, (((deformed))), [blurry], bad anatomy, disfigured, poorly drawn face, mutation, mutated, "
      "(extra_limb), "
      "(ugly), (poorly drawn hands), messy drawing\n"
      "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 965400086, Size: 512x512, Model hash: 45dee52b";
  const Infotext infotext = parse_infotext(text);
  CHECK(infotext.prompt.starts_with("girl with an artist's beret"));
  CHECK(infotext.prompt.ends_with("intricate"));
  CHECK(infotext.negative_prompt.starts_with("ugly, fat"));
  CHECK(infotext.negative_prompt.ends_with("messy drawing"));
  CHECK(infotext.parameters == Pairs{{"Steps", "20"},
                                     {"Sampler", "Euler a"},
                                     {"CFG scale", "7"},
                                     {"Seed", "965400086"},
                                     {"Size", "512x512"},
                                     {"Model hash", "45dee52b"}});
  CHECK(parameter(infotext, "Seed") == "965400086");
  CHECK_FALSE(parameter(infotext, "Version"));
  CHECK(format_infotext(infotext) == text);
}

TEST_CASE("values with commas, colons, newlines or quotes are quoted, and come back") {
  const Infotext infotext{
      "p",
      "",
      {{"Lora hashes", "a: 12, b: 34"}, {"Note", "two\nlines"}, {"Said", "\"hello\""}, {"Back", "c:\\d \"e\" ü\t"}, {"Steps", "20"}}};
  CHECK(format_infotext(infotext) ==
        "p\nLora hashes: \"a: 12, b: 34\", Note: \"two\\nlines\", Said: \"\\\"hello\\\"\", Back: \"c:\\\\d \\\"e\\\" ü\\t\", Steps: 20");
  check_round_trip(infotext);
  const Infotext escaped = parse_infotext("p\nAa: \"\\u00e9 \\ud83d\\ude00, \\/\", Bb: \"bad \\q, x\", Cc: 3");
  CHECK(parameter(escaped, "Aa") == "é 😀, /");
  CHECK(parameter(escaped, "Bb") == "\"bad \\q, x\"");
  CHECK(parameter(escaped, "Cc") == "3");
}

TEST_CASE("round trips") {
  check_round_trip({"a dog", "", three});
  check_round_trip({"a \"dog\", one: two", "cat: no, \"x\"", three});
  check_round_trip({"first\n\nthird after a blank line", "no\n\nno", three});
  check_round_trip({"a blank line at the end\n", "", three});
  check_round_trip({"Steps: 20, Sampler: Euler, Seed: 5\na prompt whose first line looks like parameters", "", three});
  check_round_trip({"ein Hund 🐕 é 猫", "ü", {{"Steps", "20"}, {"Größe", "5"}, {"Sampler", "Euler"}, {"Unknown extension/key-1", "kept"}}});
  std::string long_prompt;
  while (long_prompt.size() < 4096) long_prompt += "a very long prompt, (word:1.3), [x], ";
  check_round_trip({long_prompt + "end", "", three});
  check_round_trip({"", "only negative", three});
  check_round_trip({"prompt alone", "", {}});
  check_round_trip({"", "", {}});
}

TEST_CASE("the last line needs three pairs to be parameters") {
  const Infotext two = parse_infotext("a dog\nSteps: 20, Sampler: Euler");
  CHECK(two.prompt == "a dog\nSteps: 20, Sampler: Euler");
  CHECK(two.parameters.empty());
  CHECK(parse_infotext("a dog\nSteps: 20, Sampler: Euler, Seed: 1").parameters.size() == 3);
  CHECK(parse_infotext("Steps: 20, Sampler: Euler, Seed: 1").prompt.empty());
  CHECK(parse_infotext("a: b, c: d, e: f").parameters.empty());
}

TEST_CASE("CRLF, blanks around lines, a negative prompt on its own line") {
  const Infotext infotext =
      parse_infotext("\r\n a dog \r\non a beach\r\nNegative prompt:\r\nbad\r\nugly\r\nSteps: 20, Sampler: Euler a, Seed: 1\r\n");
  CHECK(infotext.prompt == "a dog\non a beach");
  CHECK(infotext.negative_prompt == "bad\nugly");
  CHECK(infotext.parameters == three);
}

TEST_CASE("odd text is never an error") {
  for (const char* text : {"", "\n\n", ":", ",,,", "Aa:", "Aa: \"", "Aa: \"x", "Aa: \"\\", "Aa: \"x\\",
                           "Negative prompt:", "Aa: , Bb: , Cc: ", "\xff\xfe: \x80, x"})
    CHECK_NOTHROW(parse_infotext(text));
  CHECK(parse_infotext("Aa: , Bb: , Cc: ").parameters == Pairs{{"Aa", ""}, {"Bb", ""}, {"Cc", ""}});
  CHECK(parse_infotext("Aa: \"x, Bb: 2, Cc: 3").parameters == Pairs{{"Aa", "\"x"}, {"Bb", "2"}, {"Cc", "3"}});
}
