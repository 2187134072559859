#include "engine/train/learning_rate.h"

#include <cmath>

#include <doctest/doctest.h>

#include "engine/base/json.h"
#include "tests/engine/train/school.h"

using namespace likeness;

namespace {

std::vector<double> curve(const std::string& schedule, int warmup = 2, int cycles = 1, double power = 1) {
  api::TrainOptions options;
  options.lr_schedule = schedule;
  options.warmup_steps = warmup;
  options.lr_cycles = cycles;
  options.lr_power = power;
  return train::rate_curve(options, 10, 10);
}

void check_near(const std::vector<double>& found, const std::vector<double>& expected, double tolerance) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CAPTURE(i);
    CHECK(std::abs(found[i] - expected[i]) <= tolerance);
  }
}

}  // namespace

TEST_CASE("the published tables come out (transformers and diffusers tests)") {
  check_near(curve("linear"), {0, 5, 10, 8.75, 7.5, 6.25, 5, 3.75, 2.5, 1.25}, 1e-9);
  check_near(curve("cosine"), {0, 5, 10, 9.61, 8.53, 6.91, 5, 3.08, 1.46, 0.38}, 1e-2);
  check_near(curve("cosine_restarts", 2, 2), {0, 5, 10, 8.53, 5, 1.46, 10, 8.53, 5, 1.46}, 1e-2);
  check_near(curve("polynomial", 2, 1, 2), {0, 5, 10, 7.656, 5.625, 3.906, 2.5, 1.406, 0.625, 0.156}, 1e-3);
  check_near(curve("constant", 4), {0, 2.5, 5, 7.5, 10, 10, 10, 10, 10, 10}, 1e-9);
  check_near(curve("constant", 0), std::vector<double>(10, 10.0), 0);
}

TEST_CASE("REX stays high for longer than a line and ends at 0") {
  const std::vector<double> rex = curve("rex", 0), line = curve("linear", 0);
  CHECK(rex[0] == 10);
  for (std::size_t i = 1; i < rex.size(); ++i) CHECK(rex[i] > line[i]);
  CHECK(rex[5] == doctest::Approx(10 * 0.5 / 0.75));
}

TEST_CASE("every curve equals diffusers' schedulers to the last digits") {
  const Json golden = read_json_file(test::source_folder + "/tests/golden/training/curves.json");
  for (const Json& entry : golden.at("learning_rates")) {
    const Json& given = entry.at("options");
    CAPTURE(given.dump());
    api::TrainOptions options;
    options.lr_schedule = given.at("lr_schedule");
    options.warmup_steps = given.at("warmup_steps");
    options.lr_cycles = given.at("lr_cycles");
    options.lr_power = given.at("lr_power");
    const auto expected = entry.at("values").get<std::vector<double>>();
    check_near(train::rate_curve(options, given.at("learning_rate"), given.at("steps")), expected, 1e-15);
  }
}

TEST_CASE("polynomial leaves a rate alone that is under its end, and a part of rate 0 stays at 0") {
  api::TrainOptions options;
  options.lr_schedule = "polynomial";
  CHECK(train::rate_at(options, 0, 5, 10) == 0);
  CHECK(train::rate_at(options, 5e-8, 5, 10) == 5e-8);
  CHECK(train::rate_at(options, 1e-3, 10, 10) == doctest::Approx(1e-7));
}
