// A run measures the sample pictures that it makes, recommends a checkpoint and may stop by itself.
#include "engine/train/column_scores.h"

#include <cmath>
#include <filesystem>

#include <doctest/doctest.h>

#include "engine/base/json.h"
#include "tests/engine/train/school.h"

using namespace likeness;

namespace {

struct ScoreHome {
  test::TemporaryFolder folder;
  test::EnvironmentOverride home{"LIKENESS_HOME", folder.path().string()};
};

api::Train request_with_samples(const test::TemporaryFolder& folder) {
  api::Train request = test::tiny_request(folder);
  request.options.steps = 4;
  request.options.sample_every = 2;
  request.options.checkpoint_every = 2;
  request.options.probe_every = 0;
  request.options.prior_count = 2;
  request.sample_prompts = {"a photo of Biscuit", "Biscuit on the beach", "a photo of a dog"};
  return request;
}

std::vector<api::Metrics> scored(const test::Told& told) {
  std::vector<api::Metrics> all;
  for (const api::Metrics& one : told.metrics)
    if (std::isfinite(one.likeness)) all.push_back(one);
  return all;
}

}  // namespace

TEST_CASE_FIXTURE(ScoreHome, "every sample column is measured and a kept checkpoint recommended") {
  const api::Train request = request_with_samples(folder);
  test::Told told;
  test::teach(request, told);
  const std::vector<api::Metrics> scores = scored(told);
  REQUIRE(scores.size() == 3);
  CHECK(scores[0].step == 0);
  CHECK(scores[2].step == 4);
  for (const api::Metrics& one : scores) {
    CHECK(std::isnan(one.loss));
    CHECK(std::isfinite(one.prompt_following));
    CHECK(std::isfinite(one.prior_drift));
    CHECK(one.likeness_low <= one.likeness);
    CHECK(one.likeness_high >= one.likeness);
    CHECK(one.copying >= 0);
  }
  CHECK(scores[0].likeness != scores[2].likeness);
  const api::TrainFinished& finished = told.finished;
  const auto& likest = scores[1].likeness > scores[2].likeness ? scores[1] : scores[2];
  if (std::abs(scores[1].likeness - scores[2].likeness) > 5) CHECK(finished.recommended.step == likest.step);
  CHECK(std::filesystem::exists(std::filesystem::path(finished.recommended.folder) / "DONE"));
  CHECK_FALSE(finished.recommended.reason.empty());
  CHECK(finished.subject.model == finished.recommended.folder + "/model");
  CHECK(finished.subject.step == finished.recommended.step);
}

TEST_CASE_FIXTURE(ScoreHome, "measuring changes nothing of what is learnt") {
  api::Train request = request_with_samples(folder);
  request.options.steps = 2;
  request.sample_prompts = {"Biscuit on the beach"};
  test::Told with, without;
  const train::Trained measured = test::teach(request, with);
  request.run_folder = (folder / "other").string();
  request.sample_prompts = {"a cat"};  // no row shows the subject
  const train::Trained plain = test::teach(request, without);
  CHECK(scored(with).size() == 2);
  CHECK(scored(without).empty());
  CHECK(measured.losses == plain.losses);
  CHECK(test::different(test::checkpoint_tensors(measured.checkpoints.back()), test::checkpoint_tensors(plain.checkpoints.back())).empty());
  CHECK(without.finished.recommended.step == 2);
}

TEST_CASE_FIXTURE(ScoreHome, "a run whose likeness does not rise stops early when it is told to") {
  api::Train request = request_with_samples(folder);
  request.options.steps = 40;
  request.options.sample_every = 1;
  request.options.checkpoint_every = 0;
  request.options.learning_rate = 0;  // nothing is learnt
  request.options.early_stop = 1;
  request.sample_prompts = {"Biscuit on the beach"};
  test::Told told;
  test::teach(request, told);
  CHECK(told.finished.subject.step == 2);
  CHECK(test::find(told.finished.verdict, "steps_done")->ok);
  CHECK_MESSAGE(std::any_of(told.log.begin(), told.log.end(), [](const std::string& line) { return test::has(line, "has not risen"); }), "said");
}

TEST_CASE_FIXTURE(ScoreHome, "the scores go on in a resumed run, and without class pictures the first column is 0 %") {
  api::Train request = request_with_samples(folder);
  request.options.prior_preservation = false;
  request.options.steps = 2;
  request.sample_prompts = {"Biscuit on the beach"};
  test::Told first, second;
  test::teach(request, first);
  REQUIRE(scored(first).size() == 2);
  CHECK(scored(first)[0].likeness == doctest::Approx(0).epsilon(1e-6));
  request.options.steps = 4;
  request.resume = true;
  test::teach(request, second);
  REQUIRE(scored(second).size() == 1);
  const Json state = read_json_file(std::filesystem::path(second.finished.run_folder) / "checkpoints" / "step-000004" / "state.json");
  REQUIRE(state["scores"].size() == 3);
  CHECK(state["scores"][1]["likeness"] == scored(first)[1].likeness);
}
