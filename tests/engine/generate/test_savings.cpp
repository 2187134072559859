// Perturbed-attention guidance, token merging and DeepCache through whole pictures, against diffusers, tomesd and DeepCache's authors
// (tests/golden/savings.py); and that nothing changes, bit for bit, while they are off.
#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/generate/settings.h"
#include "engine/tensor/files.h"
#include "tests/engine/generate/models_for_tests.h"

using namespace likeness;
using namespace likeness::generate;
using fixtures::model_for_tests;

namespace {

constexpr double savings_tolerance = 1e-4;

/// One model and its golden file.
struct Golden {
  explicit Golden(const std::string& name)
      : model(model_for_tests(name)), tensors(tensor::read_tensors(fixtures::golden_folder + "/savings-" + name + ".safetensors")) {}

  at::Tensor sampled(api::SampleOptions options) const {
    options.steps = 10;
    const at::Tensor words = encode_text(model, tensors.at("ids"), 1);
    const at::Tensor without = options.guidance == 1 ? at::Tensor() : encode_text(model, tensors.at("negative_ids"), 1);
    return sample_latents(model, {words, without, {77}, options}, nullptr);
  }

  double apart(const char* key, const api::SampleOptions& options) const {
    const at::Tensor& expected = tensors.at(key);
    const double found = ((sampled(options) - expected).norm() / expected.norm()).item<double>();
    MESSAGE(std::string(key) << ": " << found);
    return found;
  }

  const models::Model& model;
  tensor::TensorMap tensors;
};

}  // namespace

TEST_CASE("perturbed-attention guidance is diffusers' own, beside words, with rescaling and alone") {
  for (const std::string name : {"tiny-sd1", "starter"}) {
    CAPTURE(name);
    const Golden golden(name);
    CHECK(golden.apart("pag-ddim", {.sampler = "ddim", .pag_scale = 3}) < savings_tolerance);
    CHECK(golden.apart("pag-euler", {.sampler = "euler", .pag_scale = 3}) < savings_tolerance);
    CHECK(golden.apart("pag_adaptive-ddim", {.sampler = "ddim", .pag_scale = 3, .pag_adaptive = 0.005}) < savings_tolerance);
    CHECK(golden.apart("pag_rescaled-ddim", {.sampler = "ddim", .guidance_rescale = 0.7, .pag_scale = 3}) < savings_tolerance);
    CHECK(golden.apart("pag_alone-ddim", {.sampler = "ddim", .guidance = 1, .pag_scale = 3}) < savings_tolerance);
    CHECK(golden.apart("pag-ddim", {.sampler = "ddim", .pag_scale = 2.95}) > 3 * savings_tolerance);
  }
}

TEST_CASE("token merging is tomesd's, DeepCache its authors'") {
  const Golden tiny("tiny-sd1"), starter("starter");
  CHECK(tiny.apart("merged-ddim", {.sampler = "ddim", .tome_ratio = 0.5}) < savings_tolerance);
  CHECK(tiny.apart("merged-euler", {.sampler = "euler", .tome_ratio = 0.3}) < savings_tolerance);
  CHECK(tiny.apart("merged-ddim", {.sampler = "ddim", .tome_ratio = 0.45}) > 3 * savings_tolerance);
  for (const Golden* golden : {&tiny, &starter}) {
    CHECK(golden->apart("cached-ddim", {.sampler = "ddim", .deep_cache_interval = 3}) < savings_tolerance);
    CHECK(golden->apart("cached-euler", {.sampler = "euler", .deep_cache_interval = 2}) < savings_tolerance);
    CHECK(golden->apart("cached-ddim", {.sampler = "ddim", .deep_cache_interval = 4}) > 3 * savings_tolerance);
  }
}

TEST_CASE("an LCM LoRA's way: its sampler, guidance 1, one row a step; strong guidance is advised against") {
  for (const std::string name : {"tiny-sd1", "starter"})
    CHECK(Golden(name).apart("alone-lcm", {.sampler = "lcm", .guidance = 1}) < savings_tolerance);
  const auto said = [](double guidance) {
    api::Generate request;
    request.prompts = {"a dog"};
    request.sample = {.sampler = "lcm", .steps = 1, .guidance = guidance, .seed = 1};
    fixtures::Job job;
    run(request, model_for_tests("tiny-sd1"), [](const api::Generate&) { return std::string(); }, job.context);
    std::string all;
    for (const auto& line : job.all<api::LogLine>()) all += line.text;
    return all;
  };
  CHECK(said(7.5).find("LCM") != std::string::npos);
  CHECK(said(1).find("LCM") == std::string::npos);
}

TEST_CASE("all of them together, over a change of rows in the middle") {
  const Golden tiny("tiny-sd1");
  const at::Tensor latents = tiny.sampled({.sampler = "heun", .guidance_start = 0.3, .guidance_end = 0.8, .pag_scale = 2,
                                           .tome_ratio = 0.5, .deep_cache_interval = 3});
  CHECK(latents.isfinite().all().item<bool>());
  CHECK(latents.equal(tiny.sampled({.sampler = "heun", .guidance_start = 0.3, .guidance_end = 0.8, .pag_scale = 2, .tome_ratio = 0.5,
                                    .deep_cache_interval = 3})));
}

TEST_CASE("a perturbed scale that never counts leaves every bit as it was") {
  const Golden tiny("tiny-sd1");
  const api::SampleOptions plain{.sampler = "ddim"};
  CHECK(tiny.sampled({.sampler = "ddim", .pag_scale = 0.001, .pag_adaptive = 1}).equal(tiny.sampled(plain)));
  CHECK(tiny.sampled({.sampler = "ddim", .deep_cache_interval = 1}).equal(tiny.sampled(plain)));
}

TEST_CASE("values out of range are refused by field") {
  const Golden tiny("tiny-sd1");
  const auto refusal = [&](const api::SampleOptions& options) -> std::string {
    try {
      complete_sampling(tiny.model, options);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refusal({.pag_scale = -1}).starts_with("pag_scale: "));
  CHECK(refusal({.pag_adaptive = 2}).starts_with("pag_adaptive: "));
  CHECK(refusal({.tome_ratio = 0.8}).starts_with("tome_ratio: "));
  CHECK(refusal({.deep_cache_interval = 0}).starts_with("deep_cache_interval: "));
}
