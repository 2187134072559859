#include "engine/train/checkpoint.h"

#include <cmath>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "tests/engine/train/school.h"

using namespace likeness;
namespace fs = std::filesystem;

TEST_CASE("only folders with DONE and a step's name count, in order") {
  const test::TemporaryFolder run;
  for (const char* name : {"step-000010", "step-000002", "step-1000000"}) run.write("checkpoints/" + std::string(name) + "/DONE", "");
  run.write("checkpoints/step-000005/state.json", "{}");
  run.write("checkpoints/.step-000006.part/DONE", "");
  run.write("checkpoints/step-12/DONE", "");
  run.write("checkpoints/other/DONE", "");
  CHECK(train::complete_checkpoints(run.path().string()) == std::vector<std::int64_t>{2, 10, 1000000});
  CHECK(train::complete_checkpoints((run / "nothing").string()).empty());

  train::remove_leftovers(run / "checkpoints");
  CHECK_FALSE(fs::exists(run / "checkpoints/step-000005"));
  CHECK_FALSE(fs::exists(run / "checkpoints/.step-000006.part"));
  CHECK(fs::exists(run / "checkpoints/step-000002/DONE"));
}

TEST_CASE("checkpoints come when they are due, the newest are kept and each holds files that open") {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  api::Train request = test::tiny_request(folder);
  request.options.steps = 6;
  request.options.checkpoint_every = 2;
  request.options.keep_checkpoints = 2;
  test::Told told;
  const train::Trained trained = test::teach(request, told);
  REQUIRE(told.checkpoints.size() == 3);
  CHECK(told.checkpoints[0].step == 2);
  CHECK(trained.checkpoints == std::vector<std::string>{request.run_folder + "/checkpoints/step-000004",
                                                        request.run_folder + "/checkpoints/step-000006"});
  CHECK_FALSE(fs::exists(request.run_folder + "/checkpoints/step-000002"));
  CHECK(trained.finished.subject.model == request.run_folder + "/checkpoints/step-000006/model");
  const auto opened = models::load_model(trained.finished.subject.model, {});
  CHECK(opened->unet.module().parameters().size() > 10);
}

TEST_CASE("a LoRA checkpoint is written in both namings with the same factors") {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  api::Train request = test::tiny_request(folder);
  request.options.method = "lora";
  request.options.steps = 3;
  request.options.rank = 2;
  request.options.alpha = 4;
  const train::Trained trained = test::teach(request);
  CHECK(trained.finished.subject.model == test::tiny_model);
  CHECK(trained.finished.subject.lora_file == trained.checkpoints.back() + "/lora.safetensors");
  const auto model = models::load_model(test::tiny_model, {});
  std::vector<std::string> warnings;
  const auto kohya = models::read_lora_pairs(trained.checkpoints.back() + "/lora.safetensors", *model, warnings);
  const auto diffusers = models::read_lora_pairs(trained.checkpoints.back() + "/pytorch_lora_weights.safetensors", *model, warnings);
  CHECK(warnings.empty());
  CHECK(kohya.size() == diffusers.size());
  CHECK(kohya.size() > 4);
  for (const auto& pair : kohya) {
    CHECK(pair.alpha == 4);
    const auto other = std::find_if(diffusers.begin(), diffusers.end(), [&](const auto& one) { return one.module == pair.module; });
    REQUIRE(other != diffusers.end());
    // The file without alpha carries the scale in its factors or metadata: what counts is the product.
    const double scale = pair.alpha / static_cast<double>(pair.a.size(0)), other_scale = other->alpha / static_cast<double>(other->a.size(0));
    CHECK(at::allclose(scale * at::matmul(pair.b, pair.a), other_scale * at::matmul(other->b, other->a), 1e-5, 1e-7));
  }
}

TEST_CASE("a rank-stabilised LoRA writes the alpha that gives its scale") {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  api::Train request = test::tiny_request(folder);
  request.options.method = "lora";
  request.options.steps = 2;
  request.options.rank = 4;
  request.options.alpha = 8;
  request.options.rslora = true;
  const train::Trained trained = test::teach(request);
  const auto model = models::load_model(test::tiny_model, {});
  std::vector<std::string> warnings;
  for (const auto& pair : models::read_lora_pairs(trained.checkpoints.back() + "/lora.safetensors", *model, warnings)) CHECK(pair.alpha == 16);
  CHECK(test::find(trained.finished.verdict, "files_reopen")->ok);
}

TEST_CASE("wishes are granted at the next step") {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  api::Train request = test::tiny_request(folder);
  request.options.steps = 6;
  request.options.sample_every = 100;
  request.sample_prompts = {"a photo of Biscuit"};
  api::Gate gate;
  test::Told told;
  api::JobContext context(1, [&](const api::Event& event) {
    told.note(event);
    const auto* metrics = std::get_if<api::Metrics>(&event);
    if (metrics != nullptr && metrics->step == 3 && std::isfinite(metrics->loss)) {
      gate.wish(api::Wish::checkpoint_now);
      gate.wish(api::Wish::sample_now);
    }
  }, {}, &gate);
  train::Prepared prepared = train::prepare(request, [](const api::Generate&) { return "{}"; }, context);
  train::teach(prepared, context);
  REQUIRE(told.checkpoints.size() == 2);
  CHECK(told.checkpoints[0].step == 3);
  std::vector<std::int64_t> steps;
  for (const auto& sample : told.samples) steps.push_back(sample.step);
  CHECK(steps == std::vector<std::int64_t>{0, 3, 6});
}

TEST_CASE("without room on the disk nothing is written") {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  api::Train request = test::tiny_request(folder);
  request.options.keep_checkpoints = 1000;
  const auto model = models::load_model(test::tiny_model, {});
  train::Checkpoints checkpoints{.folder = folder / "checkpoints", .bytes = std::uint64_t{1} << 60, .keep = 1, .shared = {}};
  at::Generator generator;
  try {
    train::write_checkpoint(checkpoints, {.step = 1}, {.model = model, .parts = {}, .pairs = {}}, {});
    FAIL("a checkpoint of an exabyte was written");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::disk_full);
  }
  CHECK(train::complete_checkpoints(folder.path().string()).empty());
  CHECK(fs::is_empty(folder / "checkpoints"));
}
