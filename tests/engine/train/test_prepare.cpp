#include <cmath>
#include <functional>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/train/prompts.h"
#include "tests/engine/train/school.h"

using namespace likeness;
using likeness::test::has;
namespace fs = std::filesystem;

namespace {

std::string prepare_refusal(const std::function<void(api::Train&)>& change, ErrorKind kind = ErrorKind::bad_input) {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  api::Train request = test::tiny_request(folder);
  change(request);
  api::JobContext context(1, {});
  std::string found;
  try {
    train::prepare(request, [](const api::Generate&) { return "{}"; }, context);
  } catch (const Error& error) {
    CHECK(error.kind() == kind);
    found = error.what();
  }
  CHECK_FALSE(fs::exists(folder / "run"));
  return found;
}

}  // namespace

TEST_CASE("what cannot work is refused by the field's name, and nothing is written") {
  CHECK(prepare_refusal([](api::Train&) {}).empty());
  CHECK(has(prepare_refusal([](api::Train& r) { r.options.steps.reset(); }), "steps"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.options.steps = 0; }), "steps"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.options.learning_rate.reset(); }), "learning_rate"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.options.learning_rate = -1; }), "learning_rate"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.options.learning_rate = NAN; }), "learning_rate"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.options.method = "magic"; }), "method"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.options.rank = 0; }), "rank"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.options.batch = 0; }), "batch"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.options.resolution = 66; }), "resolution"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.options.train_unet = r.options.train_text_encoder = false; }), "train_unet"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.kind.clear(); }), "kind"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.token.clear(); }), "token"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.photos.clear(); }), "photos"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.photos = {"/nowhere/at/all.png"}; }), "/nowhere/at/all.png"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.compute.dtype = "bf16"; }, ErrorKind::unsupported), "dtype"));
  CHECK(has(prepare_refusal([](api::Train& r) { r.model = "/nowhere/model"; }), "/nowhere/model"));
}

TEST_CASE("a word that the starter cannot read is refused") {
  const auto starter = [](const char* kind, const char* token) {
    return prepare_refusal([&](api::Train& r) {
      r.model = test::starter_model;
      r.kind = kind;
      r.token = token;
    });
  };
  CHECK(starter("dog", "sks").empty());
  CHECK(starter("birthday cake", "zwx").empty());
  CHECK(has(starter("dog", "\xE7\x8C\xAB"), "token"));
  CHECK(has(starter("\xE7\x8C\xAB", "sks"), "kind"));
}

TEST_CASE("a bad photo among good ones is left out and named") {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  api::Train request = test::tiny_request(folder);
  request.photos.push_back(folder.write("broken.png", "nothing").string());
  std::string log;
  api::JobContext context(1, [&](const api::Event& event) {
    if (const auto* line = std::get_if<api::LogLine>(&event)) log += line->text;
  });
  const train::Prepared prepared = train::prepare(request, [](const api::Generate&) { return "{}"; }, context);
  CHECK(prepared.photos.size() == 3);
  CHECK(prepared.photo_hashes.size() == 3);
  CHECK(prepared.photo_hashes[0].size() == 64);
  CHECK(has(log, "broken.png"));
  CHECK(prepared.class_folder == (folder / ("class-pictures/" + prepared.model_hash.substr(0, 12) + "-dog")).string());
  CHECK(*prepared.request.options.resolution == 64);
}

TEST_CASE("a dry run measures two steps and writes nothing") {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", (folder / "home").string());
  api::Train request = test::tiny_request(folder);
  request.dry_run = true;
  const train::Trained trained = test::teach(request);
  CHECK(trained.losses.size() == 2);
  CHECK(trained.finished.steps_per_second > 0);
  CHECK(trained.finished.peak_memory_bytes > 0);
  CHECK_FALSE(fs::exists(folder / "run"));
  CHECK_FALSE(fs::exists(folder / "home/class-pictures"));
}

TEST_CASE("samples are four sentences built from name and kind, or the request's own") {
  api::Train request;
  request.name = "Biscuit";
  request.kind = "dog";
  CHECK(train::subject_prompt(request) == "a photo of sks dog");
  CHECK(train::sample_prompts(request, {}) == std::vector<std::string>{"a photo of Biscuit dog", "a photo of Biscuit dog in the snow",
                                                                       "a drawing of Biscuit dog", "a photo of a dog"});
  CHECK(train::sample_prompts(request, {"on a table", "on the moon"})[1] == "a photo of Biscuit dog on the moon");
  request.name.clear();
  CHECK(train::sample_prompts(request, {})[0] == "a photo of sks dog");
  CHECK(train::subject_words(request).empty());
  request.sample_prompts = {"x"};
  CHECK(train::sample_prompts(request, {}) == std::vector<std::string>{"x"});
}
