// Sweeps: which runs an axis asks for, and the table that comes out.
#include "engine/jobs/sweep.h"

#include <set>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/image/png.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;

namespace {

const std::string tiny_model = std::string(LIKENESS_SOURCE_DIR) + "/tests/golden/tiny-sd1";

std::vector<jobs::SweepRun> runs_of(std::vector<std::string> axes, int random = 0, std::int64_t seed = 0) {
  api::Train base;
  base.options.seed = seed;
  return jobs::sweep_runs(base, {.axes = std::move(axes), .random = random, .folder = "/sweep"});
}

std::string refusal(std::vector<std::string> axes, int random = 0) {
  try {
    runs_of(std::move(axes), random);
  } catch (const Error& error) {
    return std::string(error_kind_name(error.kind())) + ": " + error.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a grid has every combination once, the last axis fastest, in numbered folders") {
  const auto runs = runs_of({"rank=4,16", "learning-rate=1e-5,1e-4,1e-3"});
  REQUIRE(runs.size() == 6);
  CHECK(runs[0].request.options.rank == 4);
  CHECK(*runs[1].request.options.learning_rate == 1e-4);
  CHECK(runs[3].request.options.rank == 16);
  CHECK(*runs[5].request.options.learning_rate == 1e-3);
  CHECK(runs[0].request.run_folder == "/sweep/001");
  CHECK(runs[5].request.run_folder == "/sweep/006");
  CHECK(runs[5].settings == std::vector<std::pair<std::string, std::string>>{{"rank", "16"}, {"learning_rate", "1e-3"}});
}

TEST_CASE("a random sweep takes different combinations, the same for the same seed") {
  const auto drawn = [](std::int64_t seed) {
    std::vector<std::vector<std::pair<std::string, std::string>>> all;
    for (const auto& run : runs_of({"rank=1,2,3,4,5", "alpha=1,2,3,4"}, 8, seed)) all.push_back(run.settings);
    return all;
  };
  const auto one = drawn(3);
  CHECK(one.size() == 8);
  CHECK(std::set(one.begin(), one.end()).size() == 8);
  CHECK(one == drawn(3));
  CHECK(one != drawn(4));
  CHECK(runs_of({"rank=1,2"}, 8).size() == 2);
  for (const auto& run : runs_of({"learning_rate=1e-6..1e-3", "rank=2..5"}, 40)) {
    CHECK(*run.request.options.learning_rate >= 1e-6);
    CHECK(*run.request.options.learning_rate <= 1e-3);
    CHECK(run.request.options.rank >= 2);
    CHECK(run.request.options.rank <= 5);
  }
}

TEST_CASE("axes and values that mean nothing are refused before any run") {
  for (const char* axis : {"rank", "=4", "rank=", "rank=1..2", "x=1e400..2"}) {
    CAPTURE(axis);
    CHECK(refusal({axis}).starts_with("usage: "));
  }
  CHECK(refusal({"learning_rate=a..b"}, 3).starts_with("usage: "));
  CHECK(refusal({"learning_rate=1e-3..1e-5"}, 3).starts_with("usage: "));
  CHECK(refusal({"rank=4", "rank=8"}).starts_with("usage: "));
  CHECK(refusal({"ranks=4"}).starts_with("usage: "));
  CHECK(refusal({"rank=0"}).starts_with("bad_input: "));
  CHECK(refusal({"rank=four"}).starts_with("bad_input: "));
  CHECK(refusal({"seed=1,2,3,4,5,6,7,8,9,10", "rank=1,2,3,4,5,6,7,8,9,10", "alpha=1,2,3,4,5,6,7,8,9,10", "batch=1,2,3,4,5,6,7,8,9,10,11"})
            .starts_with("usage: "));
}

TEST_CASE("the runs are made and compared; one that fails is told and the others go on") {
  const test::TemporaryFolder home;
  const test::EnvironmentOverride override_home("LIKENESS_HOME", home.path().string());
  const image::Picture picture{.width = 64, .height = 64, .rgb = std::vector<std::uint8_t>(64 * 64 * 3, 90)};
  make_folders(home / "photos");
  image::write_png(home / "photos/one.png", picture);
  api::Train base{.model = tiny_model, .photos = {(home / "photos").string()}, .kind = "dog"};
  base.compute.device = "cpu";
  base.compute.threads = 1;
  base.options.method = "lora";
  base.options.steps = 2;
  base.options.learning_rate = 1e-3;
  base.options.prior_preservation = false;
  base.options.sample_every = 0;
  base.options.checkpoint_every = 0;
  base.options.probe_every = 1;
  std::vector<std::string> log;
  api::JobContext context(1, [&log](const api::Event& event) {
    if (const auto* line = std::get_if<api::LogLine>(&event)) log.push_back(line->text);
  });
  const Json table = jobs::run_sweep(base, {.axes = {"resolution=64,63"}, .random = 0, .folder = home / "sweep"}, context);
  REQUIRE(table.at("runs").size() == 2);
  const Json& good = table["runs"][0];
  CHECK(good.at("error").is_null());
  CHECK(good.at("loss").get<double>() > 0);
  CHECK(good.at("probe_loss").get<double>() > 0);
  CHECK(good.at("settings").at("resolution") == "64");
  CHECK(std::filesystem::exists(home / "sweep/001/run.json"));
  CHECK(table["runs"][1].at("error").get<std::string>().find("resolution") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(home / "sweep/002"));
  CHECK(read_json_file(home / "sweep/sweep.json") == table);
  const std::string words = read_file(home / "sweep/sweep.md");
  CHECK(words == jobs::sweep_markdown(table));
  CHECK(words.find("| 001 | 64 |") != std::string::npos);

  base.dry_run = true;
  const Json plans = jobs::run_sweep(base, {.axes = {"rank=1,64"}, .random = 0, .folder = {}}, context);
  REQUIRE(plans.at("runs").size() == 2);
  CHECK(plans["runs"][1].at("disk_bytes").get<std::uint64_t>() > plans["runs"][0].at("disk_bytes").get<std::uint64_t>());
  CHECK(plans["runs"][0].at("seconds").get<double>() > 0);
}
