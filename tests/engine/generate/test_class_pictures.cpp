// Class pictures: made once, reused, topped up, made anew when anything they depend on changed; a cancel keeps the finished ones.
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/generate/class_pictures.h"
#include "tests/engine/generate/models_for_tests.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;
using namespace likeness::generate;
using likeness::test::read_all;
using likeness::test::TemporaryFolder;
using fixtures::Job;
using fixtures::model_for_tests;

namespace {

api::MakePrior request_for(const TemporaryFolder& folder, int count) {
  api::MakePrior request;
  request.kind = "dog";
  request.count = count;
  request.sample = {.sampler = "ddim", .steps = 2, .guidance = 3, .seed = 100};
  request.folder = folder.path().string();
  return request;
}

api::PriorReady make(const api::MakePrior& request) {
  Job job;
  return make_class_pictures(request, model_for_tests("tiny-sd1"), nullptr, job.context);
}

int made_count(const api::PriorReady& ready) {
  int made = 0;
  for (const auto& picture : ready.pictures) made += picture.made ? 1 : 0;
  return made;
}

}  // namespace

TEST_CASE("made, reused, topped up, made anew") {
  const TemporaryFolder folder;
  const api::PriorReady first = make(request_for(folder, 2));
  REQUIRE(first.pictures.size() == 2);
  CHECK(made_count(first) == 2);
  CHECK(first.pictures[1].seed == 101);
  CHECK(first.pictures[1].prompt == "a photo of a dog");
  CHECK(first.pictures[1].model_hash.size() == 64);
  const std::string bytes = read_all(first.pictures[1].file);
  const Json beside = read_json_file(folder / "class-101.json");
  CHECK(beside["seed"] == 101);
  CHECK(beside["prompt"] == "a photo of a dog");
  CHECK(beside["model_hash"] == first.pictures[1].model_hash);
  CHECK(beside["sampling"]["steps"] == 2);
  CHECK(beside["sampling"]["width"] == 64);

  const api::PriorReady topped_up = make(request_for(folder, 3));
  CHECK(made_count(topped_up) == 1);
  CHECK(topped_up.pictures[2].made);

  std::filesystem::remove(first.pictures[1].file);
  const api::PriorReady mended = make(request_for(folder, 3));
  CHECK(made_count(mended) == 1);
  CHECK(read_all(first.pictures[1].file) == bytes);

  folder.write("class-101.png", "edited by hand");
  folder.write("class-102.json", "{ damaged");
  CHECK(made_count(make(request_for(folder, 3))) == 2);
  CHECK(read_all(first.pictures[1].file) == bytes);

  api::MakePrior other = request_for(folder, 2);
  other.sample.guidance = 4;
  CHECK(made_count(make(other)) == 2);
  CHECK(read_all(first.pictures[1].file) != bytes);
}

TEST_CASE("a cancel keeps what is finished, and the next run goes on") {
  const TemporaryFolder folder;
  Job job;
  job.cancel_phase = api::Phase::making_class_pictures;
  job.cancel_at_step = 1;
  CHECK_THROWS_AS(make_class_pictures(request_for(folder, 3), model_for_tests("tiny-sd1"), nullptr, job.context), Cancelled);
  CHECK(job.images(api::ImageKind::class_picture).size() == 1);
  CHECK(!std::filesystem::exists(folder / "class-101.png"));
  CHECK(made_count(make(request_for(folder, 3))) == 2);
}

TEST_CASE("no kind is refused") {
  const TemporaryFolder folder;
  api::MakePrior request = request_for(folder, 1);
  request.kind.clear();
  CHECK_THROWS_AS(make(request), Error);
}
