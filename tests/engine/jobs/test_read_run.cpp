// A run folder read back: request, numbers, complete checkpoints, samples in order, and the verdict once there is one.
#include "engine/jobs/read_run.h"

#include <fstream>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/config/json_requests.h"
#include "engine/image/png.h"
#include "engine/runs/run_result.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;

namespace {

void write_sample(const std::filesystem::path& file, const std::string& prompt) {
  api::Generate request{.prompts = {prompt}};
  const image::Picture picture{2, 1, {1, 2, 3, 4, 5, 6}};
  image::write_png(file, picture, {{"likeness", config::to_json(request).dump()}, {"parameters", prompt + "\nSteps: 30, Seed: 1, Size: 2x1"}});
}

}  // namespace

TEST_CASE("what a run left behind is read back, finished or not") {
  test::TemporaryFolder home;
  const auto folder = home / "biscuit-1";
  api::Train asked{.name = "Biscuit", .kind = "dog"};
  asked.options.steps = 40;
  Json json = config::to_json(asked);
  json["model_hash"] = "abc";
  auto run = runs::RunFolder::create(folder, json);
  for (std::int64_t step = 1; step <= 12; ++step) run.append({.step = step, .loss = 1.0 / static_cast<double>(step)});
  make_folders(folder / "checkpoints/step-000010");
  write_file(folder / "checkpoints/step-000010/DONE", "");
  write_sample(folder / "samples/step-000010-1.png", "a dog");
  write_sample(folder / "samples/step-000010-0.png", "Biscuit");
  write_sample(folder / "samples/step-000000-0.png", "Biscuit");
  write_file(folder / "samples/step-000005-0.png", "no picture");
  write_sample(folder / "samples/other.png", "not a sample");

  api::JobContext context(1, [](api::Event) {});
  const api::RunRead stopped = jobs::read_run({.folder = folder.string()}, context);
  CHECK(stopped.request.name == "Biscuit");
  CHECK(stopped.request.options.steps == 40);
  CHECK(stopped.request.run_folder == folder.string());
  REQUIRE(stopped.metrics.size() == 12);
  CHECK(stopped.metrics[3].loss == 0.25);
  CHECK(stopped.checkpoints == std::vector<std::int64_t>{10});
  REQUIRE(stopped.samples.size() == 3);
  CHECK(stopped.samples[0].step == 0);
  CHECK(stopped.samples[1].index == 0);
  CHECK(stopped.samples[2].index == 1);
  CHECK(stopped.samples[2].picture.request.prompts.front() == "a dog");
  CHECK(stopped.samples[2].pixels->rgb == std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6});
  CHECK(!stopped.finished);

  runs::write_result(folder, {.verdict = {.ok = true, .checks = {{"steps_done", true, "40 of 40."}}}});
  const api::RunRead finished = jobs::read_run({.folder = folder.string()}, context);
  CHECK(finished.finished);
  CHECK(finished.result.verdict.ok);
  CHECK_THROWS_AS(jobs::read_run({.folder = home.path().string()}, context), Error);
}
