// The promise of the balanced preset: each sample subject is learnt on two CPU cores, and its kind stays as it was.
// Minutes each, so skipped in a plain run; see CMakeLists.txt. The samples are left in $LIKENESS_TEST_PICTURES where that is set.
#include <cstdlib>

#include <doctest/doctest.h>

#include "engine/base/json.h"
#include "tests/engine/train/school.h"

using namespace likeness;
namespace fs = std::filesystem;

namespace {

template <class T>
void take(const Json& preset, const char* key, std::optional<T>& value) {
  if (preset.contains(key)) value = preset.at(key).get<T>();
}

api::Train subject_request(const test::TemporaryFolder& folder, const std::string& subject, const std::string& kind) {
  const Json preset = read_json_file(test::source_folder + "/resources/presets/starter-balanced.json");
  api::Train request;
  request.model = test::starter_model;
  request.photos = {test::source_folder + "/resources/subjects/" + subject};
  request.kind = kind;
  request.run_folder = (folder / "run").string();
  request.compute.device = "cpu";
  request.compute.threads = 2;
  take(preset, "steps", request.options.steps);
  take(preset, "learning_rate", request.options.learning_rate);
  take(preset, "text_encoder_learning_rate", request.options.text_encoder_learning_rate);
  take(preset, "prior_count", request.options.prior_count);
  take(preset, "batch", request.options.batch);
  take(preset, "checkpoint_every", request.options.checkpoint_every);
  take(preset, "sample_every", request.options.sample_every);
  take(preset, "probe_every", request.options.probe_every);
  return request;
}

void check_learnt(const std::string& subject, const std::string& kind) {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  test::Told told;
  const auto start = std::chrono::steady_clock::now();
  const train::Trained trained = test::teach(subject_request(folder, subject, kind), told);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  MESSAGE(subject << ": " << seconds << " s, " << trained.finished.steps_per_second << " steps/s");
  for (const api::VerdictCheck& check : trained.finished.verdict.checks) {
    MESSAGE(check.name << ": " << check.detail);
    CHECK_MESSAGE(check.ok, check.name);
  }
  if (const char* pictures = std::getenv("LIKENESS_TEST_PICTURES")) {
    fs::copy(folder / "run/samples", fs::path(pictures) / subject, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }
}

}  // namespace

TEST_CASE("biscuit is learnt" * doctest::skip()) { check_learnt("biscuit", "dog"); }
TEST_CASE("pip is learnt" * doctest::skip()) { check_learnt("pip", "teapot"); }
TEST_CASE("comet is learnt" * doctest::skip()) { check_learnt("comet", "car"); }
