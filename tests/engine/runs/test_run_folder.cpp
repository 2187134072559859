// The run folder: what is written is read again, a killed run is cut back, foreign folders are refused.
#include "engine/runs/run_folder.h"

#include <cmath>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/runs/library.h"
#include "engine/runs/run_result.h"
#include "engine/runs/tensorboard.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;
namespace fs = std::filesystem;

namespace {

api::Metrics metrics_of(std::int64_t step) {
  return {.step = step, .loss = 0.1 + static_cast<double>(step) / 3, .learning_rate = 1e-4, .grad_norm = 0.5, .seconds = 1.0};
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> lines;
  std::istringstream text(read_file(file));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

std::size_t tensorboard_bytes(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with("events.out.tfevents.")) return fs::file_size(entry.path());
  return 0;
}

}  // namespace

TEST_CASE("metrics are one line a step, and what was not measured is left out") {
  const test::TemporaryFolder folder;
  auto run = runs::RunFolder::create(folder / "run", {{"name", "Biscuit"}});
  run.append(metrics_of(1));
  run.append({.step = 2, .probe_loss = 0.25});
  const auto lines = lines_of(folder / "run" / "metrics.jsonl");
  REQUIRE(lines.size() == 2);
  const Json first = parse_json(lines[0], "line");
  CHECK(first["loss"].get<double>() == metrics_of(1).loss);
  CHECK(!first.contains("prior_loss"));
  const api::Metrics second = runs::metrics_from_json(parse_json(lines[1], "line"));
  CHECK(second.probe_loss == 0.25);
  CHECK(std::isnan(second.loss));
}

TEST_CASE("scores of sample pictures have a file of their own, and go with the step they belong to") {
  const test::TemporaryFolder folder;
  auto run = runs::RunFolder::create(folder / "run", {{"name", "Biscuit"}});
  for (int step = 1; step <= 2; ++step) {
    run.append(metrics_of(step));
    run.append({.step = step, .likeness = 40.0 + step});
  }
  CHECK(lines_of(folder / "run" / "metrics.jsonl").size() == 2);
  CHECK(lines_of(folder / "run" / "scores.jsonl").size() == 2);
  REQUIRE(run.metrics().size() == 4);
  CHECK(run.metrics()[3].likeness == 42);
  run.cut_metrics(1);
  CHECK(lines_of(folder / "run" / "scores.jsonl").size() == 1);
}

TEST_CASE("a loss that is not finite stays visible as measured") {
  const Json json = parse_json(runs::metrics_json({.step = 3, .loss = HUGE_VAL}).dump(), "line");
  CHECK(json["loss"].is_null());
  CHECK(std::isinf(runs::metrics_from_json(json).loss));
}

TEST_CASE("a resumed run forgets what came after its checkpoint, torn lines included") {
  const test::TemporaryFolder folder;
  auto run = runs::RunFolder::create(folder / "run", Json::object());
  for (int step = 1; step <= 5; ++step) run.append(metrics_of(step));
  const std::size_t five = tensorboard_bytes(folder / "run");
  std::ofstream(folder / "run" / "metrics.jsonl", std::ios::app) << "{\"step\": 6, \"lo";
  auto again = runs::RunFolder::open_existing(folder / "run");
  again.cut_metrics(3);
  const auto lines = lines_of(folder / "run" / "metrics.jsonl");
  REQUIRE(lines.size() == 3);
  CHECK(parse_json(lines[2], "line")["step"] == 3);
  CHECK(tensorboard_bytes(folder / "run") < five);
  again.append(metrics_of(4));
  CHECK(lines_of(folder / "run" / "metrics.jsonl").size() == 4);
}

TEST_CASE("an existing folder, a foreign one and a newer one are refused") {
  const test::TemporaryFolder folder;
  runs::RunFolder::create(folder / "run", Json::object());
  CHECK_THROWS_AS(runs::RunFolder::create(folder / "run", Json::object()), Error);
  CHECK_THROWS_AS(runs::RunFolder::open_existing(folder / "nothing"), Error);
  write_file(folder / "run" / "run.json", "{\"schema\": 99}");
  try {
    runs::RunFolder::open_existing(folder / "run");
    FAIL("a newer schema was opened");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::unsupported);
  }
}

TEST_CASE("how a run ended is read again, and damage is told apart from absence") {
  test::TemporaryFolder folder;
  CHECK(!runs::read_result(folder.path()));
  api::TrainFinished ended;
  ended.verdict = {.ok = false, .checks = {{"steps_done", true, "8 of 8 steps."}, {"probe_fell", false, "From 0.1 to 0.2."}}};
  ended.recommended = {.step = 200, .folder = "/runs/a/checkpoints/step-000200", .reason = "It looks most like the photos."};
  ended.steps_per_second = 2.5;
  ended.peak_memory_bytes = 123456789012;
  runs::write_result(folder.path(), ended);
  const auto read = runs::read_result(folder.path());
  REQUIRE(read);
  CHECK(!read->verdict.ok);
  REQUIRE(read->verdict.checks.size() == 2);
  CHECK(read->verdict.checks[1].name == "probe_fell");
  CHECK(!read->verdict.checks[1].ok);
  CHECK(read->verdict.checks[1].detail == "From 0.1 to 0.2.");
  CHECK(read->recommended.step == 200);
  CHECK(read->recommended.folder == ended.recommended.folder);
  CHECK(read->recommended.reason == ended.recommended.reason);
  CHECK(read->steps_per_second == 2.5);
  CHECK(read->peak_memory_bytes == 123456789012);
  for (const char* damaged : {"[]", "{}", R"({"ok": 1, "checks": []})", R"({"ok": true, "checks": [{"name": "a"}]})", "{"}) {
    write_file(folder / "result.json", damaged);
    CHECK_THROWS_AS(runs::read_result(folder.path()), Error);
  }
  write_file(folder / "result.json", R"({"schema": 2, "ok": true, "checks": []})");
  CHECK_THROWS_AS(runs::read_result(folder.path()), Error);
  runs::remove_result(folder.path());
  CHECK(!runs::read_result(folder.path()));
}

TEST_CASE("metrics and complete checkpoints are listed, torn and unfinished ones left out") {
  test::TemporaryFolder folder;
  auto run = runs::RunFolder::create(folder / "run", Json::object());
  for (const std::int64_t step : {0, 1, 2}) run.append(metrics_of(step));
  std::ofstream(folder / "run/metrics.jsonl", std::ios::app) << "{\"step\": 3, \"lo";
  for (const char* name : {"step-000300", "step-000020", "step-000400", "other"}) fs::create_directories(folder / "run/checkpoints" / name);
  for (const char* name : {"step-000300", "step-000020", "other"}) write_file(folder / "run/checkpoints" / name / "DONE", "");
  CHECK(run.metrics().size() == 3);
  CHECK(run.metrics().back().step == 2);
  CHECK(run.checkpoints() == std::vector<std::int64_t>{20, 300});
}

TEST_CASE("TensorBoard records: the check sum and the bytes of a known record") {
  CHECK(runs::masked_crc32c("123456789") == 0xc78ab0e5u);  // the masked form of its published CRC-32C, 0xe3069283
  const std::string record = runs::tensorboard_scalars(0, 1, {{"loss", 0.5}});
  // Event{wall_time 0, step 1, summary{value{tag "loss", simple_value 0.5}}}
  const std::string event = std::string("\x09") + std::string(8, '\0') + "\x10\x01\x2a\x0d\x0a\x0b\x0a\x04loss\x15" +
                            std::string("\0\0\0\x3f", 4);
  CHECK(record.substr(12, event.size()) == event);
  CHECK(record.size() == 12 + event.size() + 4);
}

TEST_CASE("subjects are listed newest first and a damaged card hides no other") {
  const test::TemporaryFolder folder;
  runs::write_subject(folder.path(), {.id = "biscuit-1", .name = "Biscuit", .kind = "dog", .token = "sks", .step = 400, .taught = true});
  make_folders(folder / "subjects" / "broken");
  write_file(folder / "subjects" / "broken" / "subject.json", "{");
  make_folders(folder / "subjects" / "photos-only");
  std::vector<std::string> problems;
  const auto subjects = runs::list_subjects(folder.path(), problems);
  REQUIRE(subjects.size() == 1);
  CHECK(subjects[0].id == "biscuit-1");
  CHECK(subjects[0].name == "Biscuit");
  CHECK(subjects[0].step == 400);
  CHECK(subjects[0].taught);
  CHECK(problems.size() == 1);
}
