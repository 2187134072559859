// A model with LoRA files merged: they act by their strength, add up, and are named in the picture's text.
#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/hash.h"
#include "engine/generate/generate.h"
#include "engine/image/infotext.h"
#include "engine/models/lora.h"
#include "engine/tensor/random.h"
#include "tests/engine/generate/models_for_tests.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;
using namespace likeness::generate;
using fixtures::Job;
using likeness::test::TemporaryFolder;

namespace {

/// An adapter of the tiny model whose second factors are not zero, so that it does something.
std::filesystem::path write_lora(const std::filesystem::path& file) {
  const auto model = models::load_model(fixtures::golden_folder + "/tiny-sd1", {});
  at::Generator generator = tensor::make_generator(9);
  auto pairs = models::attach_lora(*model, {}, 2, 2, generator);
  for (auto& pair : pairs) pair.b = 0.3 * tensor::randn(pair.b.sizes(), generator);
  models::save_lora(file, pairs, models::LoraNaming::diffusers, {});
  return file;
}

api::Generate request_with(std::vector<api::LoraUse> loras) {
  api::Generate request;
  request.model = fixtures::golden_folder + "/tiny-sd1";
  request.loras = std::move(loras);
  request.prompts = {"a photo of a dog"};
  request.sample = {.sampler = "euler", .steps = 2, .seed = 3};
  request.compute = {.device = "cpu", .dtype = "f32", .threads = 2};
  return request;
}

struct Result {
  std::vector<std::uint8_t> rgb;
  std::string parameters;
};

Result made_with(const std::vector<api::LoraUse>& loras) {
  Job job;
  const api::Generate request = request_with(loras);
  const auto model = load(request, job.context);
  const Made made = run(request, *model, nullptr, job.context);
  return {job.images(api::ImageKind::final).at(0).pixels->rgb, made.pictures.at(0).parameters};
}

}  // namespace

TEST_CASE("LoRA files act by their strength and add up") {
  fixtures::model_for_tests("tiny-sd1");  // sets the folders that loading looks at
  const TemporaryFolder folder;
  const std::string file = write_lora(folder / "pet.safetensors").string();
  const Result plain = made_with({});
  const Result half_twice = made_with({{file, 0.5}, {file, 0.5}});
  CHECK(made_with({{file, 0}}).rgb == plain.rgb);
  CHECK(made_with({{file, 1}}).rgb != plain.rgb);
  CHECK(half_twice.rgb != plain.rgb);
  int largest = 0;
  const Result whole = made_with({{file, 1}});
  for (std::size_t i = 0; i < whole.rgb.size(); ++i) largest = std::max(largest, std::abs(whole.rgb[i] - half_twice.rgb[i]));
  CHECK(largest <= 1);
}

TEST_CASE("the picture's text names the LoRA with the hash of its tensor bytes") {
  fixtures::model_for_tests("tiny-sd1");
  const TemporaryFolder folder;
  const std::string file = write_lora(folder / "pet, old.safetensors").string();
  const std::string bytes = likeness::test::read_all(file);
  std::size_t header = 0;
  for (std::size_t i = 0; i < 8; ++i) header |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  const std::string tensors = bytes.substr(8 + header);
  const std::string hash = sha256_hex(std::as_bytes(std::span(tensors.data(), tensors.size()))).substr(0, 12);
  const auto text = image::parse_infotext(made_with({{file, 1}}).parameters);
  CHECK(image::parameter(text, "Lora hashes") == "pet old: " + hash);
}

TEST_CASE("a missing model or LoRA is bad input") {
  Job job;
  api::Generate request = request_with({{"/nowhere/pet.safetensors", 1}});
  CHECK_THROWS_AS(load(request, job.context), Error);
  request.model = "/nowhere/model";
  CHECK_THROWS_AS(load(request, job.context), Error);
}
