// Likeness as the starter sees it: the order of things that anybody would put in that order.
#include "engine/train/scores.h"

#include <cmath>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/image/png.h"
#include "engine/tensor/random.h"
#include "engine/train/evaluate.h"
#include "tests/engine/train/school.h"

using namespace likeness;

namespace {

std::vector<std::string> photos_of(const std::string& subject, std::initializer_list<const char*> files) {
  std::vector<std::string> all;
  for (const char* file : files) all.push_back(test::source_folder + "/resources/subjects/" + subject + "/" + file);
  return all;
}

const models::Model& starter() {
  static const auto model = models::load_model(test::starter_model, tensor::prepare_compute("cpu", "f32", 1, false));
  return *model;
}

std::vector<std::string> noise_pictures(const test::TemporaryFolder& folder, std::uint64_t seed, int count) {
  std::vector<std::string> files;
  at::Generator generator = tensor::make_generator(seed);
  for (int i = 0; i < count; ++i) {
    image::Picture picture{.width = 128, .height = 128, .rgb = std::vector<std::uint8_t>(128 * 128 * 3)};
    const at::Tensor bytes = tensor::randint(0, 256, {128 * 128 * 3}, generator);
    for (std::size_t at = 0; at < picture.rgb.size(); ++at) picture.rgb[at] = static_cast<std::uint8_t>(bytes.data_ptr<std::int64_t>()[at]);
    files.push_back((folder / ("noise-" + std::to_string(seed) + "-" + std::to_string(i) + ".png")).string());
    image::write_png(files.back(), picture);
  }
  return files;
}

/// Biscuit's five photos; what 0 % looks like here are the photos of the other two subjects, so that no picture need be made.
train::Evaluation biscuit_against(const std::vector<std::string>& files) {
  train::Evaluation evaluation{.photos = photos_of("biscuit", {"01.png", "02.png", "03.png", "04.jpg", "05.png"}), .subject = {},
                               .class_pictures = {}, .kind_pictures = photos_of("pip", {"01.png", "02.png", "03.png", "05.png"}), .kind = "dog"};
  for (const std::string& file : files) evaluation.subject.push_back({file, ""});
  return evaluation;
}

api::Scores scores(const train::Evaluation& evaluation) {
  api::JobContext context(1, [](const api::Event&) {});
  return train::evaluate(evaluation, starter(), context).scores;
}

}  // namespace

TEST_CASE("photos are like themselves, another subject is less so, noise least") {
  const test::TemporaryFolder folder;
  train::Evaluation halves = biscuit_against(photos_of("biscuit", {"03.png", "05.png"}));
  halves.photos = photos_of("biscuit", {"01.png", "02.png", "04.jpg"});
  const api::Scores same = scores(halves);
  const api::Scores other = scores(biscuit_against(photos_of("comet", {"01.png", "02.png", "04.png"})));
  const api::Scores noise = scores(biscuit_against(noise_pictures(folder, 1, 3)));
  MESSAGE("halves " << same.likeness.value << ", another subject " << other.likeness.value << ", noise " << noise.likeness.value);
  CHECK(same.likeness.value > 75);
  CHECK(same.likeness.value < 150);
  CHECK(other.likeness.value < 70);
  CHECK(noise.likeness.value < other.likeness.value);
  CHECK(same.likeness.low > other.likeness.high);
  CHECK(other.copying.value < 10);
}

TEST_CASE("a photo over again is told as copied, and all alike as without diversity") {
  const std::string photo = photos_of("biscuit", {"01.png"}).front();
  const api::Scores copies = scores(biscuit_against({photo, photo}));
  CHECK(copies.copying.value == doctest::Approx(100).epsilon(1e-3));
  CHECK(std::abs(copies.diversity.value) < 0.1);
  CHECK(scores(biscuit_against(photos_of("biscuit", {"01.png", "02.png"}))).diversity.value > 50);
  const api::Scores lone = scores(biscuit_against({photo}));
  CHECK(std::isnan(lone.likeness.low));
  CHECK(std::isnan(lone.diversity.value));
  CHECK(std::isnan(lone.prior_drift.value));
}

TEST_CASE("the same call gives the same figures, another seed another interval around the same value") {
  train::Evaluation evaluation = biscuit_against(photos_of("comet", {"01.png", "02.png", "04.png"}));
  const api::Scores first = scores(evaluation), again = scores(evaluation);
  evaluation.seed = 5;
  const api::Scores other = scores(evaluation);
  CHECK(first.likeness.value == again.likeness.value);
  CHECK(first.likeness.low == again.likeness.low);
  CHECK(first.diversity.high == again.diversity.high);
  CHECK(other.likeness.value == first.likeness.value);
  CHECK(first.likeness.low <= first.likeness.value);
  CHECK(first.likeness.high >= first.likeness.value);
}

TEST_CASE("words that the picture shows help more than words that it does not show") {
  const auto told = [](const char* prompt) {
    train::Evaluation evaluation = biscuit_against({});
    for (const std::string& file : photos_of("biscuit", {"02.png"})) evaluation.subject.push_back({file, prompt});  // on the beach
    return scores(evaluation).prompt_following.value;
  };
  CHECK(told("a photo of dog on the beach") > 0);
  CHECK(told("a photo of dog on the beach") > told("a photo of dog on the moon"));
  CHECK(std::isnan(told("a photo of dog")));  // says no more than the kind
}

TEST_CASE("the kind's own pictures that look like the subject are drift") {
  train::Evaluation evaluation = biscuit_against(photos_of("comet", {"01.png"}));
  evaluation.class_pictures = photos_of("biscuit", {"03.png", "05.png"});
  CHECK(scores(evaluation).prior_drift.value > 75);
  evaluation.class_pictures = evaluation.kind_pictures;
  CHECK(scores(evaluation).prior_drift.value == doctest::Approx(0).epsilon(1e-3));
}

// Pictures of three checkpoints of one run of the sample subject, whose order anybody sees.
TEST_CASE("pictures of later checkpoints are liker") {
  const auto column = [](const std::string& step) {
    std::vector<std::string> files;
    for (const char* i : {"0", "1", "2"}) files.push_back(test::source_folder + "/tests/data/likeness/biscuit-" + step + "-" + i + ".webp");
    return files;
  };
  std::vector<double> likeness;
  for (const char* step : {"000", "200", "400"}) {
    train::Evaluation evaluation = biscuit_against(column(step));
    evaluation.kind_pictures = column("000");
    likeness.push_back(scores(evaluation).likeness.value);
  }
  MESSAGE("likeness by checkpoint: " << likeness[0] << ", " << likeness[1] << ", " << likeness[2]);
  CHECK(likeness[0] == doctest::Approx(0).epsilon(1e-3));
  CHECK(likeness[1] > 30);
  CHECK(likeness[2] > likeness[1] + 3);
}

TEST_CASE("too little to measure is refused") {
  train::Evaluation evaluation = biscuit_against({});
  CHECK_THROWS_WITH_AS(train::require_pictures(evaluation), doctest::Contains("generated"), Error);
  evaluation.subject.push_back({"a.png", ""});
  evaluation.photos.resize(1);
  CHECK_THROWS_WITH_AS(train::require_pictures(evaluation), doctest::Contains("two photos"), Error);
}

TEST_CASE("the taught word is taken out of a prompt as a whole word") {
  CHECK(train::without_word("a photo of sks dog on the moon", "sks") == "a photo of dog on the moon");
  CHECK(train::without_word("sksy dog, sks", "sks") == "sksy dog, ");
  CHECK(train::without_word("a dog", "") == "a dog");
  CHECK(train::has_word("a photo of sks dog", "sks"));
  CHECK_FALSE(train::has_word("a photo of sksy dog", "sks"));
  CHECK(train::says_more_than_kind("a photo of dog on the moon", "dog"));
  CHECK(train::says_more_than_kind("a drawing of a dog", "dog"));
  CHECK_FALSE(train::says_more_than_kind("a photo of the dog", "dog"));
}
