// A picture's settings as a request: our own exactly, A1111's translated, what has no counterpart named.
#include "engine/jobs/read_picture.h"

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/config/json_requests.h"
#include "engine/image/png.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;
using Parts = std::vector<std::string>;

namespace {

struct Bench {
  test::TemporaryFolder folder;

  api::PictureRead read(const std::vector<image::PngText>& texts) {
    const auto file = folder / "picture.png";
    image::write_png(file, image::Picture{2, 1, {1, 2, 3, 4, 5, 6}}, texts);
    api::JobContext context(1, [](api::Event) {});
    return jobs::read_picture({file.string()}, context);
  }
};

}  // namespace

TEST_CASE("a picture of ours gives its whole request") {
  api::Generate request{.model = "/models/some", .prompts = {"a dog {red|blue}"}};
  request.sample.clip_skip = 2;
  request.picture.hires_scale = 1.5;
  request.loras = {{"/loras/ink.safetensors", -0.5}};
  const auto read =
      Bench().read({{"likeness", config::to_json(request).dump()}, {"parameters", "a dog red\nSteps: 30, Seed: 1, Model: some"}});
  CHECK(read.source == "likeness");
  CHECK(read.picture.request.model == "/models/some");
  CHECK(read.picture.request.prompts == request.prompts);
  CHECK(read.picture.request.sample == request.sample);
  CHECK(read.picture.request.picture == request.picture);
  CHECK((read.picture.request.loras == request.loras));
  CHECK(read.left_out.empty());
}

TEST_CASE("A1111's text becomes a request, and what it cannot say is named") {
  const auto read =
      Bench().read({{"parameters",
                     "a cat <lora:ink:0.6>\nNegative prompt: blurry\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Automatic, "
                     "CFG scale: 6.5, Seed: 4294967295, Size: 512x768, Model hash: 6ce0161689, Model: v1-5-pruned, VAE: vae-ft-mse, "
                     "Denoising strength: 0.4, Clip skip: 2, Hires upscale: 1.5, Hires steps: 12, Hires upscaler: R-ESRGAN 4x+, "
                     "Variation seed: 7, Variation seed strength: 0.25, ControlNet Enabled: True, Version: v1.10.0"}});
  CHECK(read.source == "a1111");
  const api::Generate& request = read.picture.request;
  CHECK(request.prompts == Parts{"a cat <lora:ink:0.6>"});
  CHECK(request.negative == "blurry");
  CHECK(request.model.empty());
  CHECK(read.picture.model_name == "v1-5-pruned");
  CHECK(read.picture.model_hash == "6ce0161689");
  CHECK(read.picture.width == 2);
  api::SampleOptions expected{.sampler = "dpmpp_2m", .schedule = "karras", .steps = 20, .guidance = 6.5, .width = 512, .height = 768};
  expected.seed = 4294967295;
  expected.variation_seed = 7;
  expected.variation_strength = 0.25;
  expected.clip_skip = 2;
  expected.noise = "gpu";  // what it draws with unless its text says otherwise
  CHECK(request.sample == expected);
  CHECK(request.picture == api::PictureOptions{.hires_scale = 1.5, .hires_steps = 12, .hires_strength = 0.4});
  CHECK(read.left_out == Parts{"VAE vae-ft-mse", "upscaler R-ESRGAN 4x+", "ControlNet Enabled"});
}

TEST_CASE("older sampler names, start pictures and values that are none") {
  const auto read = Bench().read({{"parameters",
                                   "x\nSteps: many, Sampler: DPM++ SDE Karras, CFG scale: 7, Seed: 1, RNG: CPU, Denoising strength: 0.6, "
                                   "Mask blur: 8"}});
  CHECK(read.picture.request.sample.sampler == "dpmpp_sde");
  CHECK(read.picture.request.sample.schedule == "karras");
  CHECK(read.picture.request.sample.noise == "cpu");
  CHECK(read.picture.request.sample.steps == 30);
  CHECK(read.picture.request.picture.strength == 0.6);
  CHECK(read.picture.request.picture.mask_blur == 8);
  CHECK(read.left_out == Parts{"Steps", "start picture", "mask"});
}

TEST_CASE("another program's unknown sampler is said once, ours without a recipe keeps its own meaning") {
  const auto comfy = Bench().read({{"prompt", R"({"1":{"class_type":"KSampler","inputs":{"sampler_name":"ddpm_odd","scheduler":"normal",
      "steps":9,"cfg":3,"seed":5}}})"}});
  CHECK(comfy.source == "comfyui");
  CHECK(comfy.picture.request.sample.steps == 9);
  CHECK(std::count(comfy.left_out.begin(), comfy.left_out.end(), "sampler ddpm_odd") == 1);
  const auto ours =
      Bench().read({{"parameters", "x\nSteps: 3, Sampler: DPM++ 2M, Schedule type: Automatic, Seed: 1, Version: Likeness 1.0"}});
  CHECK(ours.picture.request.sample.schedule == "normal");
  CHECK(ours.picture.request.sample.noise == "cpu");
}

TEST_CASE("a picture that says nothing, and a file that is none") {
  Bench bench;
  const auto silent = bench.read({});
  CHECK(silent.source.empty());
  CHECK(silent.picture.request.prompts.empty());
  CHECK(silent.picture.width == 2);
  REQUIRE(silent.pixels != nullptr);
  CHECK(silent.pixels->rgb == std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6});
  write_file(bench.folder / "text.png", "no picture");
  api::JobContext context(1, [](api::Event) {});
  CHECK_THROWS_AS(jobs::read_picture({(bench.folder / "text.png").string()}, context), Error);
  CHECK_THROWS_AS(jobs::read_weights({(bench.folder / "text.png").string()}), Error);
}
