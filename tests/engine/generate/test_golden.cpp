// Whole pictures against diffusers and transformers (tests/golden/sampling-*): end latents within 1e-4 relative L2, unclamped float32
// pixels above 80 dB, for each sampler, on a Stable-Diffusion-1-shaped model and the starter. Small mistakes must fall outside.
#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/generate/finished_picture.h"
#include "engine/tensor/files.h"
#include "tests/engine/generate/models_for_tests.h"

using namespace likeness;
using namespace likeness::generate;
using fixtures::Job;
using fixtures::model_for_tests;

namespace {

constexpr double latent_tolerance = 1e-4;
constexpr double picture_decibels = 80;
const std::vector<std::pair<std::string, std::string>> samplers{
    {"ddim", "normal"},   {"euler", "normal"},    {"euler", "karras"},   {"euler_a", "normal"},
    {"euler_a", "karras"}, {"dpmpp_2m", "normal"}, {"dpmpp_2m", "karras"}};
const std::vector<std::string> golden_prompts{"a photo of a dog on the beach", "a photo of sks dog on the moon"};

std::string file_of(const std::string& model, const std::string& sampler, const std::string& schedule) {
  return fixtures::golden_folder + "/sampling-" + model + "-" + sampler + (schedule == "normal" ? "" : "-" + schedule) + ".safetensors";
}

/// `rows` of the golden file's prompts, with the options given.
at::Tensor sampled(const models::Model& model, const tensor::TensorMap& golden, const api::SampleOptions& options, std::int64_t rows) {
  const at::Tensor context = encode_text(model, golden.at("ids").slice(0, 0, rows), 1);
  const at::Tensor negative = encode_text(model, golden.at("negative_ids"), 1);
  std::vector<std::int64_t> seeds;
  for (std::int64_t i = 0; i < rows; ++i) seeds.push_back(1234 + i);
  return sample_latents(model, {context, negative.expand_as(context), seeds, options}, nullptr);
}

double distance(const at::Tensor& found, const at::Tensor& expected) {
  return ((found - expected).norm() / expected.norm()).item<double>();
}

double decibels(const at::Tensor& found, const at::Tensor& expected) {
  return 10 * std::log10(4 / (found - expected).square().mean().item<double>());  // pixels span -1..1
}

api::SampleOptions options_of(const std::string& sampler, const std::string& schedule) {
  return {.sampler = sampler, .schedule = schedule, .steps = 20, .guidance = 7.5};
}

void check_model(const std::string& name, const std::vector<std::string>& with_subject_prompt) {
  const models::Model& model = model_for_tests(name);
  for (const auto& [sampler, schedule] : samplers) {
    CAPTURE(sampler);
    CAPTURE(schedule);
    const auto golden = tensor::read_tensors(file_of(name, sampler, schedule));
    const bool both = std::find(with_subject_prompt.begin(), with_subject_prompt.end(), sampler) != with_subject_prompt.end();
    const at::Tensor latents = sampled(model, golden, options_of(sampler, schedule), both ? 2 : 1);
    const double apart = distance(latents, golden.at("latents").slice(0, 0, latents.size(0)));
    const double quality = decibels(decode(model, latents.slice(0, 0, 1)), golden.at("pixels"));
    CHECK(apart < latent_tolerance);
    CHECK(quality > picture_decibels);
    MESSAGE(name << " " << sampler << " " << schedule << ": latents " << apart << ", picture " << quality << " dB");
  }
}

/// Samplers of `sampling-<model>-later`, latents alone: the pictures compared are both ours, decoded from either.
void check_later(const std::string& name) {
  const models::Model& model = model_for_tests(name);
  const auto golden = tensor::read_tensors(file_of(name, "ddim", "normal"));
  for (const auto& [key, expected] : tensor::read_tensors(fixtures::golden_folder + "/sampling-" + name + "-later.safetensors")) {
    const std::string sampler = key.substr(key.find('.') + 1);
    CAPTURE(sampler);
    const at::Tensor latents = sampled(model, golden, options_of(sampler, "normal"), 1);
    const double apart = distance(latents, expected);
    const double quality = decibels(decode(model, latents), decode(model, expected));
    CHECK(apart < latent_tolerance);
    CHECK(quality > picture_decibels);
    MESSAGE(name << " " << sampler << ": latents " << apart << ", picture " << quality << " dB");
  }
}

/// How far a mistake takes the first picture's latent from the reference.
double mistake(const std::string& name, const std::string& sampler, const Json& config_change, double guidance) {
  models::Model model = model_for_tests(name);
  model.scheduler_config.update(config_change);
  const auto golden = tensor::read_tensors(file_of(name, sampler, "normal"));
  api::SampleOptions options = options_of(sampler, "normal");
  options.guidance = guidance;
  return distance(sampled(model, golden, options, 1), golden.at("latents").slice(0, 0, 1));
}

}  // namespace

TEST_CASE("tiny SD1-shaped model: every sampler") { check_model("tiny-sd1", {"ddim", "euler", "euler_a", "dpmpp_2m"}); }

TEST_CASE("starter: every sampler, the subject prompt with two of them") { check_model("starter", {"ddim", "euler_a"}); }

TEST_CASE("the samplers that came later") {
  check_later("tiny-sd1");
  check_later("starter");
}

TEST_CASE("the prompts' ids are the reference tokenizers' own") {
  for (const std::string name : {"tiny-sd1", "starter"}) {
    const auto golden = tensor::read_tensors(file_of(name, "ddim", "normal"));
    for (std::int64_t i = 0; i < 2; ++i) {
      const at::Tensor ids = token_rows(model_for_tests(name), {golden_prompts[static_cast<std::size_t>(i)]});
      CHECK(at::equal(ids, golden.at("ids").slice(0, i, i + 1)));
    }
  }
}

TEST_CASE("small mistakes fall outside the tolerance") {
  for (const std::string name : {"tiny-sd1", "starter"}) {
    CAPTURE(name);
    const double guidance = mistake(name, "ddim", Json::object(), 7.4);
    const double final_alpha = mistake(name, "ddim", {{"set_alpha_to_one", true}}, 7.5);
    const double offset = mistake(name, "ddim", {{"steps_offset", 0}}, 7.5);
    CHECK(guidance > 3 * latent_tolerance);
    CHECK(final_alpha > 3 * latent_tolerance);
    CHECK(offset > 3 * latent_tolerance);
    MESSAGE(name << ": guidance 7.4 " << guidance << ", set_alpha_to_one " << final_alpha << ", steps_offset 0 " << offset);
  }
}
