#include "engine/data/photos.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/data/photo_advice.h"
#include "engine/image/png.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;

namespace {

/// Blocks of colours that `variant` decides, so that different variants are different motifs.
image::Picture motif(int width, int height, unsigned variant) {
  image::Picture picture{.width = width, .height = height, .rgb = {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const unsigned block = static_cast<unsigned>(x * 8 / width) * 31u + static_cast<unsigned>(y * 8 / height) * 17u + variant * 101u;
      for (unsigned channel = 0; channel < 3; ++channel) {
        picture.rgb.push_back(static_cast<std::uint8_t>((block * 2654435761u >> (8 + channel)) & 0xff));
      }
    }
  }
  return picture;
}

std::string write(const test::TemporaryFolder& folder, const std::string& name, const image::Picture& picture) {
  const auto file = folder / name;
  image::write_png(file, picture);
  return file.string();
}

bool mentions(const std::vector<std::string>& advice, const std::string& words) {
  return std::any_of(advice.begin(), advice.end(), [&](const std::string& one) { return one.find(words) != std::string::npos; });
}

api::JobContext quiet() { return api::JobContext(7, {}); }

}  // namespace

TEST_CASE("each file has one report in order, with size, thumbnail and the reason when it is no use") {
  const test::TemporaryFolder folder;
  const std::string good = write(folder, "a good one.png", motif(300, 400, 1));
  const std::string tiny = write(folder, "tiny.png", motif(300, 15, 2));
  const std::string narrow = write(folder, "narrow.png", motif(700, 40, 3));
  const std::string text = folder.write("words.png", "not a picture").string();
  const std::string missing = (folder / "gone.png").string();
  api::JobContext context = quiet();
  const auto reports = data::look_at_photos({good, tiny, narrow, text, missing}, context);
  REQUIRE(reports.size() == 5);
  CHECK(reports[0].accepted);
  CHECK(reports[0].file == good);
  CHECK(reports[0].width == 300);
  CHECK(reports[0].height == 400);
  CHECK(reports[0].sharpness > 0);
  REQUIRE(reports[0].thumbnail);
  CHECK(std::max(reports[0].thumbnail->width, reports[0].thumbnail->height) == 192);
  for (std::size_t i = 1; i < 5; ++i) {
    CAPTURE(i);
    CHECK_FALSE(reports[i].accepted);
    CHECK_FALSE(reports[i].reason.empty());
  }
  CHECK(reports[1].reason.find("300 x 15") != std::string::npos);
  CHECK(reports[2].reason.find("700 x 40") != std::string::npos);
  CHECK_FALSE(reports[3].thumbnail);
  CHECK(reports[4].reason.find("gone.png") != std::string::npos);
}

TEST_CASE("the limits of size are met exactly") {
  CHECK(data::reason_against_size(16, 16).empty());
  CHECK_FALSE(data::reason_against_size(15, 16).empty());
  CHECK(data::reason_against_size(16, 256).empty());
  CHECK_FALSE(data::reason_against_size(16, 257).empty());
  CHECK_FALSE(data::reason_against_size(257, 16).empty());
}

TEST_CASE("a near duplicate names the earlier photo and stays accepted") {
  const test::TemporaryFolder folder;
  const std::string first = write(folder, "1.png", motif(320, 320, 5));
  const std::string other = write(folder, "2.png", motif(320, 320, 6));
  const std::string again = write(folder, "3.png", motif(480, 480, 5));
  api::JobContext context = quiet();
  const auto reports = data::look_at_photos({folder.path().string()}, context);
  REQUIRE(reports.size() == 3);
  CHECK(reports[1].duplicate_of.empty());
  CHECK(reports[2].duplicate_of == first);
  CHECK(reports[2].accepted);
  CHECK(mentions(reports[2].advice, "1.png"));
}

TEST_CASE("advice is given for what is measured and for nothing else") {
  image::Quality fine{.sharpness = 500, .brightness = 0.5};
  CHECK(data::advice_about(512, 512, fine).empty());
  CHECK(mentions(data::advice_about(200, 200, fine), "Small: 200 x 200"));
  CHECK(mentions(data::advice_about(600, 400, fine), "loses 33 %"));
  image::Quality blurry = fine;
  blurry.sharpness = 5;
  CHECK(mentions(data::advice_about(512, 512, blurry), "blurry"));
  image::Quality dark = fine;
  dark.brightness = 0.1;
  CHECK(mentions(data::advice_about(512, 512, dark), "Dark"));
  image::Quality bright = fine;
  bright.clipped_bright = 0.9;
  CHECK(mentions(data::advice_about(512, 512, bright), "90 %"));
}

TEST_CASE("the sample subjects are accepted without advice about blur or darkness") {
  api::JobContext context = quiet();
  for (const char* subject : {"biscuit", "pip", "comet"}) {
    const auto reports = data::look_at_photos({std::string(LIKENESS_SOURCE_DIR) + "/resources/subjects/" + subject}, context);
    CHECK(reports.size() >= 4);
    for (const auto& report : reports) {
      CAPTURE(report.file);
      CHECK(report.accepted);
      CHECK_FALSE(mentions(report.advice, "blurry"));
      CHECK_FALSE(mentions(report.advice, "Dark"));
    }
  }
}

TEST_CASE("import copies what can be used, never overwrites, takes out what was asked and reports on all") {
  const test::TemporaryFolder home, outside;
  const std::string dog = write(outside, "dog.png", motif(320, 320, 1));
  const std::string bad = outside.write("bad.png", "nothing").string();
  api::JobContext context = quiet();
  const auto first = data::import_photos({.subject_id = "biscuit", .files = {dog, bad}, .remove = {}}, home.path(), context);
  const auto photos = home.path() / "subjects" / "biscuit" / "photos";
  CHECK(first.subject_id == "biscuit");
  REQUIRE(first.photos.size() == 2);
  CHECK(first.photos[0].file == (photos / "dog.png").string());
  CHECK(first.photos[1].file == bad);
  CHECK_FALSE(first.photos[1].accepted);
  CHECK(test::read_all(photos / "dog.png") == test::read_all(dog));

  const std::string kept = test::read_all(photos / "dog.png");
  image::write_png(dog, motif(320, 320, 2));
  const auto second = data::import_photos({.subject_id = "biscuit", .files = {dog, dog}, .remove = {}}, home.path(), context);
  CHECK(second.photos.size() == 2);
  CHECK(test::read_all(photos / "dog.png") == kept);
  CHECK(test::read_all(photos / "dog-2.png") == test::read_all(dog));

  const auto third = data::import_photos({.subject_id = "biscuit", .files = {}, .remove = {"dog.png"}}, home.path(), context);
  REQUIRE(third.photos.size() == 1);
  CHECK(third.photos[0].file == (photos / "dog-2.png").string());
}

TEST_CASE("names that leave the subject's folder are refused") {
  const test::TemporaryFolder home;
  api::JobContext context = quiet();
  home.write("secret.png", "keep");
  for (const char* name : {"", "..", "../x", "a/b"}) {
    CAPTURE(name);
    CHECK_THROWS_AS(data::import_photos({.subject_id = name, .files = {}, .remove = {}}, home.path(), context), Error);
    CHECK_THROWS_AS(data::import_photos({.subject_id = "ok", .files = {}, .remove = {name}}, home.path(), context), Error);
  }
  CHECK(test::read_all(home / "secret.png") == "keep");
}
