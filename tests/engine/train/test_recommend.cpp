#include "engine/train/recommend.h"

#include <cmath>

#include <doctest/doctest.h>

#include "tests/engine/train/school.h"

using namespace likeness;
using train::ScoredStep;

namespace {

ScoredStep scored(std::int64_t step, double likeness, double words = 20, double drift = 0) {
  return {.step = step, .likeness = likeness, .prompt_following = words, .prior_drift = drift};
}

}  // namespace

TEST_CASE("the likest kept checkpoint is recommended, one hardly less alike when it keeps more") {
  const std::vector<ScoredStep> rising = {scored(0, 0), scored(100, 60), scored(200, 80), scored(300, 90)};
  CHECK(train::recommend(rising, {200, 300})->step == 300);
  CHECK(train::recommend(rising, {100, 200})->step == 200);
  CHECK(test::has(train::recommend(rising, {200, 300})->reason, "likeness 90 %"));

  const std::vector<ScoredStep> overdone = {scored(200, 80, 20, 2), scored(400, 83, 9, 30)};
  const auto choice = train::recommend(overdone, {200, 400});
  CHECK(choice->step == 200);
  CHECK(test::has(choice->reason, "about as much like the photos as step 400"));
  CHECK(train::recommend({scored(200, 70, 40), scored(400, 83, 9)}, {200, 400})->step == 400);  // 13 percent are seen
}

TEST_CASE("what was not measured is chosen only where nothing was") {
  CHECK_FALSE(train::recommend({scored(100, 60)}, {}));
  CHECK(train::recommend({}, {100, 200})->step == 200);
  CHECK(train::recommend({scored(0, 0), scored(100, 60)}, {200, 300})->step == 300);
  CHECK(train::recommend({scored(100, 60), scored(200, NAN)}, {100, 200})->step == 100);
  CHECK(train::recommend({scored(100, 60, NAN, NAN)}, {100})->step == 100);
}

TEST_CASE("a run has stalled when so many columns in a row brought no clear rise") {
  std::vector<ScoredStep> scores = {scored(0, 99), scored(50, 40), scored(100, 70), scored(150, 70.5)};
  CHECK_FALSE(train::has_stalled(scores, 2));
  scores.push_back(scored(200, 69));
  CHECK(train::has_stalled(scores, 2));
  CHECK_FALSE(train::has_stalled(scores, 3));
  CHECK_FALSE(train::has_stalled(scores, 0));
  scores.push_back(scored(250, 75));
  CHECK_FALSE(train::has_stalled(scores, 1));
}

TEST_CASE("scores survive a checkpoint's JSON") {
  const auto read = train::scores_from_json(train::scores_json({scored(50, 12.5, NAN, 3), scored(100, NAN)}));
  REQUIRE(read.size() == 2);
  CHECK(read[0].step == 50);
  CHECK(read[0].likeness == 12.5);
  CHECK(std::isnan(read[0].prompt_following));
  CHECK(read[0].prior_drift == 3);
  CHECK(std::isnan(read[1].likeness));
  CHECK(train::scores_from_json(Json()).empty());
}
