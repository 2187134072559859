#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "tests/support/temporary_folder.h"

using likeness::Error;
using likeness::ErrorKind;
using likeness::Json;
using likeness::parse_json;

namespace {

std::string message_of(std::string_view text) {
  try {
    parse_json(text, "thing.json");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::bad_input);
    return error.what();
  }
  return "accepted";
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("keys keep their order and values their types") {
  const Json json = parse_json(R"({"z": 1, "a": [true, null, -2, 1.5, "é"], "m": {"x": 18446744073709551615}})", "t");
  CHECK(json.dump() == R"({"z":1,"a":[true,null,-2,1.5,"é"],"m":{"x":18446744073709551615}})");
  CHECK(json.at("a").at(2).is_number_integer());
}

TEST_CASE("errors name the text, the line and what is wrong") {
  const std::string message = message_of("{\"a\": 1,\n \"b\": }");
  CHECK(contains(message, "thing.json is not valid JSON"));
  CHECK(contains(message, "line 2"));
  CHECK(contains(message_of(""), "not valid JSON"));
  CHECK(contains(message_of("{} x"), "not valid JSON"));
  CHECK(contains(message_of("{\"a\": NaN}"), "not valid JSON"));
  CHECK(contains(message_of("\"\xff\""), "not valid JSON"));
}

TEST_CASE("what other readers take silently is refused") {
  CHECK(contains(message_of(R"({"a": 1, "b": {"c": 1, "d": 2, "c": 3}})"), "gives \"c\" twice"));
  CHECK(contains(message_of(std::string_view("{}\0{}", 5)), "NUL"));
  CHECK(contains(message_of(std::string_view("\xff\xfe{\0}\0", 6)), "UTF-16"));
}

TEST_CASE("hostile nesting ends in an error, the limit itself does not") {
  const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(parse_json(nested(100), "t").is_array());
  CHECK(contains(message_of(nested(101)), "100 levels"));
  CHECK(contains(message_of(std::string(1'000'000, '[')), "100 levels"));
}

TEST_CASE("a large object is read in linear time") {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += "\"key" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  text.back() = '}';
  CHECK(parse_json(text, "t").size() == 200'000);
}

TEST_CASE("Python's numbers that are not finite are read where they are asked for, and only there") {
  const std::string text = R"({"a": -Infinity, "b": [Infinity, NaN, 1], "c": "say \"-Infinity\" NaN", "Infinity": "\\"})";
  CHECK_THROWS_AS(parse_json(text, "t"), Error);
  const auto json = parse_json(text, "t", likeness::NonFinite::accepted);
  CHECK(json.at("a").get<double>() == -std::numeric_limits<double>::infinity());
  CHECK(json.at("b").at(0).get<double>() == std::numeric_limits<double>::infinity());
  CHECK(std::isnan(json.at("b").at(1).get<double>()));
  CHECK(json.at("c") == "say \"-Infinity\" NaN");
  CHECK(json.at("Infinity") == "\\");
  for (const char* bad : {"{\"a\": --Infinity}", "{\"a\": Infinit}", "{\"a\": -NaN}", "{\"a\": InfinityNaN}", "{NaN}", "{\"a\": \"NaN"})
    CHECK_THROWS_AS(parse_json(bad, "t", likeness::NonFinite::accepted), Error);
}

TEST_CASE("files are read and written; what is not finite is null") {
  const likeness::test::TemporaryFolder folder;
  const auto path = folder / "a.json";
  likeness::write_json_file(path, {{"third", 1.0 / 3}, {"inf", std::numeric_limits<double>::infinity()}});
  CHECK(likeness::test::read_all(path) == "{\n  \"third\": 0.3333333333333333,\n  \"inf\": null\n}\n");
  CHECK(likeness::read_json_file(path).at("third").get<double>() == 1.0 / 3);
  CHECK_THROWS_AS(likeness::read_json_file(path, 10), Error);
  CHECK_THROWS_AS(likeness::read_json_file(folder / "absent.json"), Error);
}
