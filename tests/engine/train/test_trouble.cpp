// What a run does when memory runs out, the disk is full, or its numbers are no longer finite.
#include <cmath>
#include <cstdlib>

#include <ATen/ATen.h>
#include <doctest/doctest.h>
#include <spawn.h>
#include <sys/wait.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/json.h"
#include "engine/tensor/random.h"
#include "engine/train/pieces.h"
#include "engine/train/trainee.h"
#include "tests/engine/train/school.h"

using namespace likeness;
namespace fs = std::filesystem;

namespace {

api::Train request_in(const fs::path& home, const test::TemporaryFolder& photos) {
  api::Train request = test::tiny_request(photos);
  request.run_folder = (home / "run").string();
  request.options.steps = 6;
  request.options.checkpoint_every = 3;
  request.options.probe_every = 0;
  return request;
}

}  // namespace

// A process of its own for each drill: this executable again, told by the environment to run the case below.

TEST_CASE("child: one run with a drill" * doctest::skip()) {
  const char* home = std::getenv("LIKENESS_TEST_FOLDER");
  REQUIRE(home != nullptr);
  const test::TemporaryFolder photos;
  api::Train request = request_in(home, photos);
  request.photos = {std::string(home) + "/photos"};
  if (std::getenv("LIKENESS_TEST_ONE_ROW") != nullptr) {
    request.options.prior_preservation = false;
    request.options.batch = 1;
  }
  api::Gate gate;
  std::string heard;
  // Whoever hears of the pause has made room and lets it go on
  const auto listen = [&](const api::Event& event) {
    if (const auto* line = std::get_if<api::LogLine>(&event)) heard += line->text + "\n";
    const auto* state = std::get_if<api::JobState>(&event);
    if (state != nullptr && state->state == api::State::paused) heard += "paused\n", gate.pause(false);
  };
  api::JobContext context(1, listen, {}, std::getenv("LIKENESS_TEST_GATE") != nullptr ? &gate : nullptr);
  try {
    train::Prepared prepared = train::prepare(request, [](const api::Generate&) { return "{}"; }, context);
    train::teach(prepared, context);
  } catch (const Error& error) {
    heard += std::string(error_kind_name(error.kind())) + ": " + error.what() + " " + error.hint() + "\n";
  }
  write_file(fs::path(home) / "heard.txt", heard);
}

namespace {

/// What the run told under the drill.
std::string drill(const test::TemporaryFolder& home, const std::string& fault, const std::string& variable = "LIKENESS_TEST_NONE") {
  test::make_photos(home);
  std::vector<std::string> environment = {"LIKENESS_HOME=" + home.path().string(), "LIKENESS_TEST_FOLDER=" + home.path().string(),
                                          "OMP_NUM_THREADS=1", "LIKENESS_FAULT=" + fault, variable + "=1"};
  if (const char* path = std::getenv("LD_LIBRARY_PATH")) environment.push_back(std::string("LD_LIBRARY_PATH=") + path);
  std::vector<char*> variables;
  for (std::string& one : environment) variables.push_back(one.data());
  variables.push_back(nullptr);
  std::string program = "/proc/self/exe", skip = "--no-skip", name = "--test-case=child: one run with a drill", quiet = "--minimal";
  std::vector<char*> arguments = {program.data(), skip.data(), name.data(), quiet.data(), nullptr};
  const std::string executable = fs::read_symlink("/proc/self/exe").string();
  pid_t child = 0;
  REQUIRE(posix_spawn(&child, executable.c_str(), nullptr, nullptr, arguments.data(), variables.data()) == 0);
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 0);
  return read_file(home / "heard.txt");
}

fs::path end_of(const test::TemporaryFolder& home) { return home / "run/checkpoints/step-000006"; }

/// Largest difference between the models of two runs, relative to the largest weight change is not needed: weights are about 1.
double distance(const fs::path& one, const fs::path& other) {
  double largest = 0;
  const auto tensors = test::checkpoint_tensors(one / "model"), others = test::checkpoint_tensors(other / "model");
  for (const auto& [name, tensor] : tensors) largest = std::max(largest, (tensor - others.at(name)).abs().max().item<double>());
  return tensors.empty() ? INFINITY : largest;
}

}  // namespace

TEST_CASE("the gradients of all pieces are those of the batch, class rows and weights included") {
  const auto model = models::load_model(test::tiny_model, {});
  api::TrainOptions options{.learning_rate = 1e-4, .prior_weight = 0.7, .min_snr_gamma = 5};
  at::Generator generator = tensor::make_generator(1);
  const train::Trainee trainee = train::make_trainee(model, options, generator);
  train::Objective objective(*model, options);
  const std::int64_t rows = 5;
  const train::Batch batch{.latents = tensor::randn({rows, 4, 16, 16}, generator), .noise = tensor::randn({rows, 4, 16, 16}, generator),
                           .timesteps = tensor::randint(0, 1000, {rows}, generator),
                           .ids = tensor::randint(3, 300, {2, model->text_length()}, generator),
                           .prompts = at::tensor({0, 1, 0, 1, 1}, at::kLong), .subjects = 3};
  const auto gradients = [&](std::int64_t count) {
    double loss = 0;
    for (const train::Piece& piece : train::pieces_of(batch, count)) {
      const at::Tensor total = objective.losses(piece.batch, piece.shares).total;
      loss += total.item<double>();
      total.backward();
    }
    std::vector<at::Tensor> found{at::scalar_tensor(loss, at::kFloat)};
    for (at::Tensor parameter : train::all_parameters(trainee)) {
      if (parameter.grad().defined()) found.push_back(parameter.grad().clone());
      parameter.mutable_grad().reset();
    }
    return found;
  };
  const auto whole = gradients(1);
  for (const std::int64_t count : {2, 3, 5, 9}) {
    CAPTURE(count);
    const auto pieces = gradients(count);
    REQUIRE(pieces.size() == whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) CHECK((pieces[i] - whole[i]).norm().item<double>() < 2e-5 * (whole[i].norm().item<double>() + 1e-3));
  }
  CHECK(train::pieces_of(batch, 9).size() == 5);
}

TEST_CASE("out of memory: the run goes on in smaller portions, with the same draws and the same lesson") {
  const test::TemporaryFolder disturbed, straight;
  CHECK(drill(straight, "none") == "");
  const std::string heard = drill(disturbed, "memory:3");
  CHECK(test::has(heard, "From step 3 on it is worked out in 2 portions"));
  CHECK(test::has(heard, "gradient_checkpointing"));
  CHECK(distance(end_of(disturbed), end_of(straight)) < 2e-4);  // rounding, which Adam turns into parts of steps of 1e-3
  CHECK(read_json_file(end_of(disturbed) / "state.json").at("pieces") == 2);
  CHECK(read_json_file(end_of(straight) / "state.json").at("pieces") == 1);
  const auto one = tensor::read_tensors(end_of(disturbed) / "state.safetensors"), other = tensor::read_tensors(end_of(straight) / "state.safetensors");
  for (const char* name : {"batches.generator", "batches.photos", "batches.class_pictures"}) CHECK(one.at(name).equal(other.at(name)));
}

TEST_CASE("out of memory with a single picture: an error with advice, and the last checkpoint stays") {
  const test::TemporaryFolder home;
  const std::string heard = drill(home, "memory:5", "LIKENESS_TEST_ONE_ROW");
  CHECK(test::has(heard, "out_of_memory: There is not enough memory to teach even one picture at a time."));
  CHECK(test::has(heard, "step-000003"));
  CHECK(test::has(heard, "gradient_checkpointing"));
  CHECK(fs::exists(home / "run/checkpoints/step-000003/DONE"));
}

TEST_CASE("a full disk pauses the run where somebody can let it go on") {
  const test::TemporaryFolder waited, straight;
  drill(straight, "none");
  const std::string heard = drill(waited, "disk:2", "LIKENESS_TEST_GATE");  // the first look at the disk is before the run
  CHECK(test::has(heard, "Nothing is lost"));
  CHECK(test::has(heard, "paused"));
  CHECK(test::different(test::checkpoint_tensors(end_of(waited)), test::checkpoint_tensors(end_of(straight))).empty());
  CHECK(fs::exists(waited / "run/checkpoints/step-000003/DONE"));
}

TEST_CASE("a full disk is an error where nobody can, and leaves nothing half-written") {
  const test::TemporaryFolder home;
  const std::string heard = drill(home, "disk:4");  // two looks for the checkpoint of step 3, one for its folder and one for its model
  CHECK(test::has(heard, "disk_full: "));
  CHECK(fs::exists(home / "run/checkpoints/step-000003/DONE"));
  CHECK(std::distance(fs::directory_iterator(home / "run/checkpoints"), fs::directory_iterator()) == 1);
}

TEST_CASE("learning rate 1000 with recoveries: back to the last checkpoint, on at half the rate") {
  const test::TemporaryFolder home;
  const test::EnvironmentOverride override_home("LIKENESS_HOME", home.path().string());
  api::Train request = request_in(home.path(), home);
  request.options.learning_rate = 1000;
  request.options.recoveries = 2;
  test::Told told;
  const train::Trained trained = test::teach(request, told);
  std::size_t returns = 0;
  for (const std::string& line : told.log) returns += test::has(line, "went back to step") && test::has(line, "half the learning rate") ? 1 : 0;
  CHECK(returns >= 1);
  CHECK(returns <= 2);
  CHECK(trained.losses.size() <= 6);
  for (const double loss : trained.losses) CHECK(std::isfinite(loss));
  if (!trained.losses.empty()) CHECK(trained.learning_rates.back() == 1000 * std::pow(0.5, static_cast<double>(returns)));
  CHECK(fs::exists(home / "run/checkpoints/step-000000/DONE"));
}
