// A run that was cut off and goes on ends with the very bits of an undisturbed one.
#include <cstdlib>
#include <random>

#include <doctest/doctest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "tests/engine/train/school.h"

using namespace likeness;
namespace fs = std::filesystem;

namespace {

/// The run's folder of class pictures is shared, so that each test makes them once.
struct Home {
  test::TemporaryFolder folder;
  test::EnvironmentOverride home{"LIKENESS_HOME", folder.path().string()};
};

api::Train request_in(const Home& home, const std::string& run, const std::string& method) {
  api::Train request = test::tiny_request(home.folder);
  request.run_folder = (home.folder / run).string();
  request.options.method = method;
  request.options.checkpoint_every = 4;
  return request;
}

fs::path checkpoint(const api::Train& request, const std::string& step) { return fs::path(request.run_folder) / "checkpoints" / step; }

std::string lines_after(const std::vector<api::Metrics>& metrics, std::int64_t step) {
  std::vector<api::Metrics> later;
  for (const api::Metrics& one : metrics) {
    if (one.step > step) later.push_back(one);
  }
  return test::figures(later);
}

/// Cancels when `step` steps are done.
std::int64_t cancelled_run(const api::Train& request, std::int64_t step, api::Phase phase = api::Phase::learning) {
  std::stop_source stop;
  std::int64_t saved = -1;
  api::JobContext context(1, [&](const api::Event& event) {
    const auto* metrics = std::get_if<api::Metrics>(&event);
    const auto* progress = std::get_if<api::Progress>(&event);
    static thread_local std::int64_t done = 0;
    if (metrics != nullptr) done = metrics->step;
    if (progress != nullptr && progress->phase == phase && done >= step) stop.request_stop();
    if (const auto* one = std::get_if<api::CheckpointSaved>(&event)) saved = one->step;
  }, stop.get_token());
  train::Prepared prepared = train::prepare(request, [](const api::Generate&) { return "{}"; }, context);
  CHECK_THROWS_AS(train::teach(prepared, context), Cancelled);
  return saved;
}

void check_same_end(const api::Train& one, const test::Told& straight, const api::Train& other, const test::Told& resumed,
                    std::int64_t from) {
  const auto names = test::different(test::checkpoint_tensors(checkpoint(one, "step-000012")),
                                     test::checkpoint_tensors(checkpoint(other, "step-000012")));
  CAPTURE(names);
  CHECK(names.empty());
  CHECK(lines_after(straight.metrics, from) == test::figures(resumed.metrics));
  CHECK_FALSE(resumed.metrics.empty());
}

/// A run that uses whatever keeps a state between steps.
void check_everything_goes_on(const char* optimizer) {
  CAPTURE(optimizer);
  const Home home;
  const auto request = [&](const std::string& name) {
    api::Train one = request_in(home, name, "lora");
    one.options.optimizer = optimizer;
    one.options.lr_schedule = "cosine";
    one.options.warmup_steps = 3;
    one.options.ema_decay = 0.9;
    one.options.gradient_accumulation = 2;
    one.options.min_snr_gamma = 5;
    one.options.noise_offset = 0.1;
    one.options.caption_dropout = 0.3;
    one.options.multires_noise_iterations = 3;
    one.options.timestep_distribution = "logit_normal";
    return one;
  };
  const api::Train whole = request("whole");
  test::Told straight;
  test::teach(whole, straight);
  api::Train parts = request("parts");
  CHECK(cancelled_run(parts, 7) == 7);
  parts.resume = true;
  test::Told resumed;
  test::teach(parts, resumed);
  check_same_end(whole, straight, parts, resumed, 7);
  CHECK(test::find(straight.finished.verdict, "files_reopen")->ok);
}

}  // namespace

TEST_CASE("seven steps and a resume to twelve equal twelve steps straight, bit for bit") {
  for (const char* method : {"full", "lora", "textual_inversion"}) {
    CAPTURE(method);
    const Home home;
    const api::Train whole = request_in(home, "whole", method);
    test::Told straight;
    test::teach(whole, straight);

    api::Train parts = request_in(home, "parts", method);
    CHECK(cancelled_run(parts, 7) == 7);
    parts.resume = true;
    test::Told resumed;
    const train::Trained trained = test::teach(parts, resumed);
    CHECK(trained.losses.size() == 5);
    CHECK(trained.finished.subject.step == 12);
    check_same_end(whole, straight, parts, resumed, 7);
    CHECK(test::find(trained.finished.verdict, "probe_fell")->detail ==
          test::find(straight.finished.verdict, "probe_fell")->detail);
  }
}

TEST_CASE("averages, curves and accumulation go on bit for bit") { check_everything_goes_on("adamw"); }

TEST_CASE("averages, curves and accumulation go on bit for bit with the other optimizers" * doctest::skip()) {
  for (const char* optimizer : {"adamw8bit", "adafactor", "lion", "prodigy"}) check_everything_goes_on(optimizer);
}

TEST_CASE("a cancel within the samples is made up for by the resumed run") {
  const Home home;
  api::Train parts = request_in(home, "parts", "lora");
  parts.options.sample_every = 6;
  parts.sample_prompts = {"a photo of sks dog"};
  CHECK(cancelled_run(parts, 6, api::Phase::sampling) == 6);
  CHECK_FALSE(fs::exists(fs::path(parts.run_folder) / "samples" / "step-000006-0.png"));
  parts.resume = true;
  test::Told resumed;
  test::teach(parts, resumed);
  REQUIRE(resumed.samples.size() == 2);
  CHECK(resumed.samples[0].step == 6);
  CHECK(resumed.samples[1].step == 12);
  CHECK(fs::exists(fs::path(parts.run_folder) / "samples" / "step-000006-0.png"));
}

TEST_CASE("a resume refuses what would make another run, naming the field") {
  const Home home;
  api::Train request = request_in(home, "run", "full");
  request.options.steps = 4;
  test::teach(request);
  request.resume = true;
  request.options.steps = 8;
  const auto refusal = [&](const std::function<void(api::Train&)>& change) {
    api::Train changed = request;
    change(changed);
    try {
      test::teach(changed);
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::bad_input);
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refusal([](api::Train& r) { r.options.learning_rate = 2e-3; }).find("learning_rate") != std::string::npos);
  CHECK(refusal([](api::Train& r) { r.options.seed = 3; }).find("seed") != std::string::npos);
  CHECK(refusal([](api::Train& r) { r.token = "zwx"; }).find("token") != std::string::npos);
  CHECK(refusal([](api::Train& r) { r.options.steps = 3; }).find("steps") != std::string::npos);
  CHECK(refusal([&](api::Train& r) { r.run_folder = (home.folder / "none").string(); }).find("no complete checkpoint") !=
        std::string::npos);
  CHECK(refusal([](api::Train&) {}).empty());
}

// A process of its own that a fault kills: this executable again, told by the environment to run the case below.

TEST_CASE("child: one run, resumed where it was cut off" * doctest::skip()) {
  const char* home = std::getenv("LIKENESS_TEST_FOLDER");
  REQUIRE(home != nullptr);
  const test::TemporaryFolder photos;
  api::Train request = test::tiny_request(photos);
  request.photos = {std::string(home) + "/photos"};
  request.run_folder = std::string(home) + "/killed";
  request.options.method = "lora";
  request.options.checkpoint_every = 3;
  request.resume = !train::complete_checkpoints(request.run_folder).empty();
  test::teach(request);
}

namespace {

int run_child(const std::string& home, const std::string& fault) {
  std::vector<std::string> environment = {"LIKENESS_HOME=" + home, "LIKENESS_TEST_FOLDER=" + home, "OMP_NUM_THREADS=1"};
  if (!fault.empty()) environment.push_back("LIKENESS_FAULT=" + fault);
  if (const char* path = std::getenv("LD_LIBRARY_PATH")) environment.push_back(std::string("LD_LIBRARY_PATH=") + path);
  std::vector<char*> variables;
  for (std::string& variable : environment) variables.push_back(variable.data());
  variables.push_back(nullptr);
  std::string program = "/proc/self/exe", skip = "--no-skip", name = "--test-case=child: one run*", quiet = "--minimal";
  std::vector<char*> arguments = {program.data(), skip.data(), name.data(), quiet.data(), nullptr};
  const std::string executable = fs::read_symlink("/proc/self/exe").string();
  pid_t child = 0;
  if (posix_spawn(&child, executable.c_str(), nullptr, nullptr, arguments.data(), variables.data()) != 0) return -1;
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

TEST_CASE("a run killed at any write, rename or step resumes to the same bits") {
  const Home home;
  api::Train whole = request_in(home, "whole", "lora");
  whole.options.checkpoint_every = 3;
  test::teach(whole);
  const auto expected = test::checkpoint_tensors(checkpoint(whole, "step-000012"));
  std::random_device device;
  const unsigned seed = device();
  MESSAGE("faults drawn from seed " << seed);
  std::mt19937 random(seed);
  const auto draw = [&](unsigned low, unsigned high) { return std::to_string(low + random() % (high - low + 1)); };
  // A LoRA checkpoint takes about five writes and six renames, so these two fall inside checkpoints.
  const std::vector<std::string> faults = {"step:" + draw(4, 11), "write:" + draw(6, 12), "rename:" + draw(6, 12)};
  for (const std::string& fault : faults) {
    CAPTURE(fault);
    fs::remove_all(home.folder / "killed");
    const int killed = run_child(home.folder.path().string(), fault);
    CHECK(WIFSIGNALED(killed));
    CHECK(WTERMSIG(killed) == SIGKILL);
    const int finished = run_child(home.folder.path().string(), "");
    CHECK(WIFEXITED(finished));
    CHECK(WEXITSTATUS(finished) == 0);
    const auto names = test::different(expected, test::checkpoint_tensors(home.folder / "killed/checkpoints/step-000012"));
    CAPTURE(names);
    CHECK(names.empty());
    for (const auto& entry : fs::directory_iterator(home.folder / "killed/checkpoints")) {
      CHECK(fs::exists(entry.path() / "DONE"));
    }
  }
}
