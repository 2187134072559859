// Requests to JSON and back, limits, unknown fields, newer schemas, presets, YAML.
#include "engine/config/json_requests.h"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;

namespace {

ErrorKind kind_of(const Json& json) {
  api::Train request;
  std::vector<std::string> warnings;
  try {
    config::from_json(json, request, warnings);
  } catch (const Error& error) {
    return error.kind();
  }
  return ErrorKind::cancelled;  // not refused
}

}  // namespace

TEST_CASE("a picture's request survives the way through JSON") {
  api::Generate request{.model = "/models/ü", .loras = {{"a.safetensors", -0.5}}, .words = {{"Biscuit", "sks", "dog"}},
                        .prompts = {"Biscuit on the moon"}, .negative = "text"};
  request.sample = {.sampler = "euler_a", .schedule = "karras", .steps = 12, .guidance = 3.25, .width = 64, .seed = 4294967295, .variation_seed = 4,
                    .variation_strength = 0.25, .noise = "gpu", .tiling = true};
  request.picture = {.init = "/start.png", .strength = 0.4, .mask = "/mask.png", .masked_only = true, .hires_scale = 1.5, .format = "webp"};
  request.compute.threads = 3;
  api::Generate read;
  std::vector<std::string> warnings;
  const Json json = config::to_json(request);
  config::from_json(parse_json(json.dump(), "test"), read, warnings);
  CHECK(config::to_json(read) == json);
  CHECK(read.sample.seed == 4294967295);
  CHECK(read.loras.at(0).strength == -0.5);
  CHECK(read.sample.variation_seed == 4);
  CHECK(read.sample.noise == "gpu");
  CHECK(read.sample.tiling);
  CHECK(read.picture.init == "/start.png");
  CHECK(read.picture.strength == 0.4);
  CHECK(read.picture.masked_only);
  CHECK(read.picture.format == "webp");
  CHECK(read.words.at(0).kind == "dog");
  CHECK(warnings.empty());
}

TEST_CASE("an empty option stays empty and a set one stays set") {
  api::Train request{.name = "Biscuit"};
  request.options.learning_rate = 0.0;
  api::Train read;
  read.options.steps = 5;
  std::vector<std::string> warnings;
  config::from_json(config::to_json(request), read, warnings);
  CHECK(read.options.learning_rate == 0.0);
  CHECK(!read.options.batch.has_value());
  CHECK(read.options.steps == 5);  // a missing field keeps what is there
}

TEST_CASE("unknown fields are named, wrong ones refused") {
  api::Train request;
  std::vector<std::string> warnings;
  config::from_json({{"steps", 7}, {"colour", "red"}}, request, warnings);
  CHECK(request.options.steps == 7);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("colour") != std::string::npos);
  CHECK(kind_of({{"steps", "7"}}) == ErrorKind::bad_input);
  CHECK(kind_of({{"steps", 7.5}}) == ErrorKind::bad_input);
  CHECK(kind_of({{"steps", -1}}) == ErrorKind::bad_input);
  CHECK(kind_of({{"steps", 1e300}}) == ErrorKind::bad_input);
  CHECK(kind_of({{"method", "magic"}}) == ErrorKind::bad_input);
  CHECK(kind_of({{"photos", "one"}}) == ErrorKind::bad_input);
  CHECK(kind_of({{"photos", {1}}}) == ErrorKind::bad_input);
  CHECK(kind_of(Json::array()) == ErrorKind::bad_input);
  CHECK(kind_of({{"schema", 99}}) == ErrorKind::unsupported);
}

TEST_CASE("a preset fills only what is empty") {
  for (const char* family : {"starter", "sd1", "sd2", "another"})
    for (const char* preset : {"quick", "balanced", "thorough"}) {
      const api::TrainOptions filled = config::with_preset({.preset = preset, .steps = 3}, family);
      CHECK(filled.steps == 3);
      CHECK(*filled.learning_rate > 0);
      CHECK(filled.batch.has_value());
      CHECK(*filled.prior_preservation);
    }
  const auto whole = config::with_preset({.preset = "quick"}, "sd1");
  const auto lora = config::with_preset({.preset = "quick", .method = "lora"}, "sd1");
  CHECK(*lora.learning_rate > *whole.learning_rate);
  CHECK(config::with_preset({.preset = "quick", .learning_rate = 1e-4}, "sd1").text_encoder_learning_rate == 1e-4);
  CHECK(config::with_preset({.preset = "quick", .prior_preservation = false}, "sd1").prior_preservation == false);
  const auto word = config::with_preset({.preset = "quick", .method = "textual_inversion"}, "starter");
  CHECK(word.prior_preservation == false);
  CHECK(*word.learning_rate > *whole.learning_rate);
  CHECK(config::with_preset({.preset = "quick", .optimizer = "prodigy"}, "sd1").learning_rate == 1);
  CHECK(config::with_preset({.preset = "quick", .learning_rate = 0.5, .optimizer = "prodigy"}, "sd1").learning_rate == 0.5);
}

TEST_CASE("YAML means the same as JSON") {
  const test::TemporaryFolder folder;
  const std::string file = (folder / "run.yaml").string();
  write_file(file, "name: Biscuit\nsteps: 12\nlearning_rate: 1e-4\ntrain_unet: false\ntoken: '12'\nphotos: [a, b]\n");
  const Json json = config::read_config_file(file);
  CHECK(json == Json({{"name", "Biscuit"}, {"steps", 12}, {"learning_rate", 1e-4}, {"train_unet", false}, {"token", "12"},
                      {"photos", {"a", "b"}}}));
  write_file(file, "a: [1, 2");
  CHECK_THROWS_AS(config::read_config_file(file), Error);
  write_file(file, "a: 1\na: 2\n");
  CHECK_THROWS_AS(config::read_config_file(file), Error);
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'k'; ++c) bomb += std::string(1, c) + ": &" + c + " [" + [&] {
    std::string list;
    for (int i = 0; i < 10; ++i) list += std::string(i ? ",*" : "*") + static_cast<char>(c - 1);
    return list;
  }() + "]\n";
  write_file(file, bomb);
  CHECK_THROWS_AS(config::read_config_file(file), Error);
}
