// Image to image and inpainting against diffusers' own pipelines (tests/golden/starts-*): end latents within 1e-4 relative L2, with four
// input channels and with nine; and the geometry of painting a masked area alone.
#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/generate/from_start.h"
#include "engine/generate/start_picture.h"
#include "engine/image/png.h"
#include "engine/tensor/files.h"
#include "tests/engine/generate/models_for_tests.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;
using namespace likeness::generate;
using fixtures::model_for_tests;
using likeness::test::TemporaryFolder;

namespace {

constexpr double start_tolerance = 1e-4;

double relative_distance(const at::Tensor& a, const at::Tensor& b) { return ((a - b).norm() / b.norm()).item<double>(); }

/// [H,W,3] or [H,W] uint8 as a PNG.
std::string png_of(const TemporaryFolder& folder, const std::string& name, const at::Tensor& values) {
  const at::Tensor rgb = (values.dim() == 3 ? values : values.unsqueeze(2).expand({-1, -1, 3})).contiguous();
  image::Picture picture{static_cast<int>(rgb.size(1)), static_cast<int>(rgb.size(0)), {}};
  picture.rgb.assign(rgb.data_ptr<std::uint8_t>(), rgb.data_ptr<std::uint8_t>() + rgb.numel());
  image::write_png(folder / name, picture);
  return (folder / name).string();
}

/// The tiny model with nine input channels, made as tests/golden/starts.py makes it.
models::Model with_nine_channels(const models::Model& model) {
  models::Model wide = model;
  models::UNetConfig config = model.unet.config();
  config.in_channels = 9;
  wide.unet = models::UNet2DConditionModel(config);
  const auto source = model.unet.module().named_parameters();
  for (auto& parameter : wide.unet.module().named_parameters()) {
    at::Tensor value = source[parameter.key()];
    if (parameter.key() == "conv_in.weight") value = at::cat({value, 0.5 * value.flip({1}), value.slice(1, 0, 1)}, 1);
    parameter.value().set_data(value);
  }
  return wide;
}

struct Case {
  tensor::TensorMap golden;
  std::string init, mask;
};

Case case_of(const TemporaryFolder& folder, const std::string& name) {
  Case found{tensor::read_tensors(fixtures::golden_folder + "/starts-" + name + ".safetensors"), {}, {}};
  found.init = png_of(folder, name + "-init.png", found.golden.at("picture"));
  found.mask = png_of(folder, name + "-mask.png", found.golden.at("mask"));
  return found;
}

at::Tensor sampled_from_start(const models::Model& model, const Case& given, const std::string& sampler, api::PictureOptions options) {
  options.init = given.init;
  const auto side = static_cast<int>(given.golden.at("picture").size(0));
  const api::SampleOptions sample{.sampler = sampler, .steps = 10, .guidance = 7.5, .width = side, .height = side};
  const auto start = read_start(options, sample, model);
  REQUIRE(start.has_value());
  const auto text = [&](const char* key) { return encode_text(model, given.golden.at(key), 1); };
  return sample_latents(model, {text("ids"), text("negative_ids"), {77}, sample, start->latent}, nullptr);
}

}  // namespace

TEST_CASE("image to image is diffusers' pipeline, with every sampler") {
  const TemporaryFolder folder;
  for (const std::string name : {"tiny-sd1", "starter"}) {
    const Case given = case_of(folder, name);
    for (const std::string sampler : {"ddim", "euler", "euler_a", "dpmpp_2m"}) {
      const auto golden = given.golden.find("image-" + sampler);
      if (golden == given.golden.end()) continue;
      CAPTURE(name);
      CAPTURE(sampler);
      const double apart = relative_distance(sampled_from_start(model_for_tests(name), given, sampler, {.strength = 0.65}), golden->second);
      CHECK(apart < start_tolerance);
      CHECK(relative_distance(sampled_from_start(model_for_tests(name), given, sampler, {.strength = 0.7}), golden->second) > 3 * start_tolerance);
      MESSAGE(name << " " << sampler << ": " << apart);
    }
  }
}

TEST_CASE("inpainting with an ordinary model and with one made for it is diffusers' pipeline") {
  const TemporaryFolder folder;
  const Case given = case_of(folder, "tiny-sd1");
  const models::Model& four = model_for_tests("tiny-sd1");
  const models::Model nine = with_nine_channels(four);
  const auto apart = [&](const models::Model& model, const char* key, const char* sampler, double strength) {
    const double found = relative_distance(sampled_from_start(model, given, sampler, {.strength = strength, .mask = given.mask}), given.golden.at(key));
    MESSAGE(std::string(key) << ": " << found);
    return found;
  };
  CHECK(apart(four, "inpaint-ddim", "ddim", 1) < start_tolerance);
  CHECK(apart(four, "inpaint-euler_a", "euler_a", 0.75) < start_tolerance);
  CHECK(apart(nine, "nine-ddim", "ddim", 1) < start_tolerance);
  CHECK(apart(nine, "nine-euler", "euler", 0.75) < start_tolerance);
  CHECK(apart(nine, "inpaint-ddim", "ddim", 1) > 3 * start_tolerance);
}

TEST_CASE("rescaled guidance is diffusers' own, whole pictures through") {
  for (const std::string name : {"tiny-sd1", "starter"}) {
    CAPTURE(name);
    const auto golden = tensor::read_tensors(fixtures::golden_folder + "/starts-" + name + ".safetensors");
    const models::Model& model = model_for_tests(name);
    const auto text = [&](const char* key) { return encode_text(model, golden.at(key), 1); };
    const auto apart = [&](double rescale) {
      const api::SampleOptions sample{.sampler = "ddim", .steps = 10, .guidance = 7.5, .guidance_rescale = rescale};
      return relative_distance(sample_latents(model, {text("ids"), text("negative_ids"), {77}, sample}, nullptr), golden.at("rescaled-ddim"));
    };
    const double found = apart(0.7);
    CHECK(found < start_tolerance);
    CHECK(apart(0.69) > 3 * start_tolerance);
    MESSAGE(name << " rescaled: " << found);
  }
}

TEST_CASE("a model made for inpainting makes pictures of words alone") {
  const models::Model nine = with_nine_channels(model_for_tests("tiny-sd1"));
  const api::SampleOptions sample{.sampler = "ddim", .steps = 2, .guidance = 1, .width = 64, .height = 64};
  const auto start = read_start({}, sample, nine);
  REQUIRE(start.has_value());
  CHECK(!start->latent.latent.defined());
  const at::Tensor words = encode_text(nine, token_rows(nine, {"a dog"}), 1);
  const at::Tensor end = sample_latents(nine, {words, {}, {3}, sample, start->latent}, nullptr);
  CHECK(end.sizes().equals({1, 4, 16, 16}));
  CHECK(end.isfinite().all().item<bool>());
  CHECK(!read_start({}, sample, model_for_tests("tiny-sd1")).has_value());
}

TEST_CASE("how many steps a strength leaves") {
  CHECK(first_step(20, 0.65) == 7);
  CHECK(first_step(10, 1.0) == 0);
  CHECK(first_step(30, 0.8) == 6);
  CHECK_THROWS_AS(first_step(10, 0.09), Error);
  CHECK_THROWS_AS(first_step(10, 0.0), Error);
}

TEST_CASE("the masked area alone: cut with its surroundings, put back where it was, the rest untouched") {
  const TemporaryFolder folder;
  const at::Tensor picture = at::full({100, 160, 3}, 40, at::kByte);
  at::Tensor mask = at::zeros({100, 160}, at::kByte);
  mask.slice(0, 40, 60).slice(1, 100, 130).fill_(255);
  api::PictureOptions options{.init = png_of(folder, "i.png", picture), .mask = png_of(folder, "m.png", mask), .mask_blur = 0,
                              .masked_only = true, .mask_padding = 8};
  const api::SampleOptions sample{.sampler = "ddim", .steps = 4, .width = 64, .height = 64};
  const auto start = read_start(options, sample, model_for_tests("tiny-sd1"));
  REQUIRE(start.has_value());
  CHECK(start->area.x == 92);
  CHECK(start->area.width == 46);
  CHECK(start->area.y == 27);
  CHECK(start->area.height == 46);
  CHECK(start->latent.latent.sizes().equals({1, 4, 16, 16}));
  image::Picture white{64, 64, std::vector<std::uint8_t>(3 * 64 * 64, 255)};
  const image::Picture whole = put_back(*start, white);
  CHECK(whole.width == 160);
  CHECK(whole.height == 100);
  const auto at_pixel = [&](int x, int y) { return static_cast<int>(whole.rgb[static_cast<std::size_t>(3 * (y * 160 + x))]); };
  CHECK(at_pixel(99, 50) == 40);
  CHECK(at_pixel(100, 40) == 255);
  CHECK(at_pixel(129, 59) == 255);
  CHECK(at_pixel(130, 59) == 40);

  mask.zero_();
  options.mask = png_of(folder, "empty.png", mask);
  CHECK_THROWS_AS(read_start(options, sample, model_for_tests("tiny-sd1")), Error);
  options.init.clear();
  CHECK_THROWS_AS(read_start(options, sample, model_for_tests("tiny-sd1")), Error);
}
