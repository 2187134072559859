// Each line of the verdict can fail, and fails for its own reason.
#include "engine/train/verdict.h"

#include <cmath>

#include <doctest/doctest.h>

#include "engine/base/files.h"
#include "tests/engine/train/school.h"

using namespace likeness;
namespace fs = std::filesystem;

namespace {

struct VerdictHome {
  test::TemporaryFolder folder;
  test::EnvironmentOverride home{"LIKENESS_HOME", folder.path().string()};
};

bool passes(const api::Verdict& verdict, const std::string& name) {
  const api::VerdictCheck* check = test::find(verdict, name);
  REQUIRE_MESSAGE(check != nullptr, name);
  CAPTURE(check->detail);
  CHECK_FALSE(check->detail.empty());
  return check->ok;
}

api::SharedPixels flat(std::uint8_t level) {
  return std::make_shared<const api::Pixels>(api::Pixels{64, 64, std::vector<std::uint8_t>(64 * 64 * 3, level)});
}

}  // namespace

TEST_CASE("an ordinary run passes the lines about steps, losses, weights and files") {
  const VerdictHome home;
  api::Train request = test::tiny_request(home.folder);
  request.options.steps = 40;
  const api::Verdict verdict = test::teach(request).finished.verdict;
  CHECK(verdict.checks.size() == 7);
  for (const char* name : {"steps_done", "losses_finite", "probe_fell", "weights_differ", "files_reopen"}) {
    CAPTURE(name);
    CHECK(passes(verdict, name));
  }
}

TEST_CASE("learning rate 0: neither the weights nor the probe move") {
  const VerdictHome home;
  api::Train request = test::tiny_request(home.folder);
  request.options.learning_rate = 0;
  const api::Verdict verdict = test::teach(request).finished.verdict;
  CHECK_FALSE(verdict.ok);
  CHECK_FALSE(passes(verdict, "weights_differ"));
  CHECK_FALSE(passes(verdict, "probe_fell"));
  CHECK(passes(verdict, "steps_done"));
  CHECK(passes(verdict, "class_kept"));
}

TEST_CASE("learning rate 1000: the run stops at the first number that is not finite and says so") {
  const VerdictHome home;
  api::Train request = test::tiny_request(home.folder);
  request.options.learning_rate = 1e3;
  request.options.steps = 200;
  test::Told told;
  const train::Trained trained = test::teach(request, told);
  const api::Verdict& verdict = trained.finished.verdict;
  CHECK_FALSE(verdict.ok);
  CHECK_FALSE(passes(verdict, "steps_done"));
  CHECK_FALSE(passes(verdict, "losses_finite"));
  CHECK(trained.losses.size() < 200);
  for (const double loss : trained.losses) CHECK(std::isfinite(loss));
  CHECK_FALSE(trained.finished.subject.taught);
  CHECK(test::find(verdict, "losses_finite")->detail.find("learning rate") != std::string::npos);
  CHECK_FALSE(told.log.empty());
}

TEST_CASE("prompts without the subject's word: the word does not matter") {
  const VerdictHome home;
  api::Train request = test::tiny_request(home.folder);
  request.token = "a";  // "a photo of a dog" is what the class is called, too
  const api::Verdict verdict = test::teach(request).finished.verdict;
  CHECK_FALSE(passes(verdict, "token_matters"));
  CHECK_FALSE(verdict.ok);
}

TEST_CASE("a truncated or changed checkpoint does not reopen") {
  const VerdictHome home;
  api::Train request = test::tiny_request(home.folder);
  api::JobContext context(1, {});
  const generate::Recipe recipe = [](const api::Generate&) { return "{}"; };
  const train::Trained trained = test::teach(request);
  const auto learnt = models::load_model(trained.finished.subject.model, {});
  train::Evidence evidence{.steps_asked = 12, .steps_done = 12, .trouble = {}, .probe_at_start = {}, .probe_at_end = {},
                           .parts = {"unet", "text_encoder"}, .learnt = learnt.get()};
  evidence.base.model = test::tiny_model;
  evidence.base.compute.device = "cpu";
  evidence.base.sample.steps = 2;
  evidence.base.preview_every = 0;
  evidence.taught = evidence.base;
  evidence.taught.model = trained.finished.subject.model;
  evidence.subject_prompt = "a photo of sks dog";
  evidence.class_prompt = "a photo of a dog";
  CHECK(passes(train::judge(evidence, recipe, context), "files_reopen"));

  evidence.taught.model = test::tiny_model;  // sound files, but of another model
  CHECK_FALSE(passes(train::judge(evidence, recipe, context), "files_reopen"));

  evidence.taught.model = (home.folder / "broken").string();
  fs::copy(trained.finished.subject.model, evidence.taught.model, fs::copy_options::recursive);
  const fs::path weights = fs::path(evidence.taught.model) / "unet/diffusion_pytorch_model.safetensors";
  fs::resize_file(weights, fs::file_size(weights) / 2);
  const api::Verdict verdict = train::judge(evidence, recipe, context);
  CHECK_FALSE(verdict.ok);
  CHECK_FALSE(passes(verdict, "files_reopen"));
  CHECK(test::find(verdict, "files_reopen")->detail.find("diffusion_pytorch_model.safetensors") != std::string::npos);
}

TEST_CASE("a class that has become the subject is not kept") {
  const std::vector<api::SharedPixels> dogs = {flat(20), flat(80), flat(140), flat(200)};
  const double spread = train::spread(dogs);
  CHECK(spread == doctest::Approx(100).epsilon(0.01));
  const std::vector<api::SharedPixels> still = {flat(25), flat(85), flat(135), flat(205)};
  const std::vector<api::SharedPixels> collapsed = {flat(250), flat(250), flat(250), flat(250)};
  const std::vector<api::SharedPixels> subject = collapsed;
  CHECK(train::judge_class(dogs, still, subject).ok);
  CHECK(train::judge_class(dogs, dogs, dogs).ok);
  CHECK_FALSE(train::judge_class(dogs, collapsed, subject).ok);
  const std::vector<api::SharedPixels> another_order = {flat(200), flat(200), flat(200), flat(20)};
  CHECK_FALSE(train::judge_class(dogs, another_order, dogs).ok);  // a subject that looks like its kind does not excuse a collapse
  CHECK(train::judge_token(collapsed, dogs, spread).ok);
  CHECK_FALSE(train::judge_token(still, dogs, spread).ok);
  CHECK_FALSE(train::judge_token(dogs, dogs, 0).ok);
}

TEST_CASE("the distance of pictures is in levels, whatever their size") {
  const auto large = std::make_shared<const api::Pixels>(api::Pixels{96, 40, std::vector<std::uint8_t>(96 * 40 * 3, 50)});
  CHECK(train::picture_distance(*flat(20), *flat(20)) == 0);
  CHECK(train::picture_distance(*flat(20), *large) == doctest::Approx(30));
}
