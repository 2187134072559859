#include "engine/models/lora_extract.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/files.h"
#include "engine/base/hash.h"
#include "engine/base/json.h"
#include "engine/io/safetensors.h"
#include "engine/tensor/random.h"
#include "tests/engine/models/folders.h"
#include "tests/engine/models/golden.h"
#include "tests/engine/models/loras.h"

namespace likeness::models::lora_extraction {
namespace {

using loras::tiny;

api::LoraUse locon() {
  return {.file = loras::file("kohya-locon.safetensors").string(), .strength = 1};
}

std::shared_ptr<Model> tiny_with_locon() {
  const auto model = tiny();
  std::vector<std::string> warnings;
  set_loras(*model, {locon()}, warnings);
  return model;
}

double largest_difference(const Model& one, const Model& other) {
  double largest = 0;
  const auto compare = [&](const torch::nn::Module& a, const torch::nn::Module& b) {
    const auto others = b.named_parameters();
    for (const auto& item : a.named_parameters()) largest = std::max(largest, golden::distance(item.value(), others[item.key()]));
  };
  compare(one.unet.module(), other.unet.module());
  compare(one.text_encoder.module(), other.text_encoder.module());
  compare(one.vae.module(), other.vae.module());
  return largest;
}

}  // namespace

TEST_CASE("merge then extract at full rank gives the change back, through a file of either naming") {
  const at::NoGradGuard no_grad;
  const test::TemporaryFolder folder;
  const auto base = tiny(), tuned = tiny_with_locon();
  std::vector<std::string> left_out, warnings;
  const auto pairs = extract_lora(*base, *tuned, 1000, left_out);
  CHECK(left_out.empty());
  CHECK(pairs.size() == 7);  // as many as the file has layers
  for (const LoraNaming naming : {LoraNaming::kohya, LoraNaming::diffusers}) {
    save_lora(folder / "extracted.safetensors", pairs, naming, lora_words(*base));
    const auto again = tiny();
    set_loras(*again, {{.file = (folder / "extracted.safetensors").string()}}, warnings);
    CHECK(largest_difference(*again, *tuned) < 2e-6);
    CHECK(largest_difference(*again, *base) > 0.05);
  }
  CHECK(warnings.empty());
}

TEST_CASE("a LoRA of rank r is extracted whole at rank r, and the nearest one below") {
  const at::NoGradGuard no_grad;
  const auto base = tiny(), tuned = tiny_with_locon();
  std::vector<std::string> left_out;
  const auto error_at = [&](std::int64_t rank) {
    const auto again = tiny();
    merge_lora(*again, extract_lora(*base, *tuned, rank, left_out), 1);
    return largest_difference(*again, *tuned);
  };
  CHECK(error_at(18) < 2e-6);   // 2 x 9 places: the rank of the convolution in three factors
  CHECK(error_at(2) > 1e-3);    // the linear layers of the file have rank 3
  for (const LoraPair& pair : extract_lora(*base, *tuned, 2, left_out)) {
    CHECK(pair.a.size(0) == 2);
    CHECK(pair.b.size(1) == 2);
    CHECK(pair.alpha == 2);
  }
}

TEST_CASE("what a LoRA cannot hold is named, and models of other shapes are refused") {
  const at::NoGradGuard no_grad;
  const auto base = tiny(), tuned = tiny();
  tuned->unet.module().named_parameters()["conv_in.bias"].set_data(at::ones({8}));
  auto& words = tuned->text_encoder.module().named_parameters()["text_model.embeddings.token_embedding.weight"];
  words.set_data(words + 1);
  std::vector<std::string> left_out;
  CHECK(extract_lora(*base, *tuned, 4, left_out).empty());
  CHECK(left_out == std::vector<std::string>{"unet.conv_in.bias", "text_encoder.text_model.embeddings.token_embedding.weight"});
  const auto& starter = *golden::load("starter").model;
  CHECK(refusal_of([&] { extract_lora(*base, starter, 4, left_out); }).mentions("differ in shape"));
  CHECK(refusal_of([&] { blend_models(*base, starter, 0.5); }).kind == "bad_input");
}

TEST_CASE("a blend lies between base and tuned, and reaches both") {
  const at::NoGradGuard no_grad;
  const auto base = tiny(), tuned = tiny_with_locon();
  const auto blended = [&](double strength) {
    const auto model = tiny();
    blend_models(*model, *tuned, strength);
    return model;
  };
  CHECK(largest_difference(*blended(0), *base) == 0);
  CHECK(largest_difference(*blended(1), *tuned) < 1e-6);
  const auto quarter = tiny();
  std::vector<std::string> warnings;
  set_loras(*quarter, {{.file = locon().file, .strength = 0.25}}, warnings);
  CHECK(largest_difference(*blended(0.25), *quarter) < 1e-6);
}

TEST_CASE("ranks and alphas of each layer survive saving, and the words that others filter on are there") {
  const test::TemporaryFolder folder;
  const auto model = tiny();
  at::Generator generator = tensor::make_generator(9);
  auto pairs = attach_lora(*model, {}, 4, 2, generator);
  detach_lora(*model);
  for (LoraPair& pair : pairs) pair.b = tensor::randn(pair.b.sizes(), generator);
  pairs[1].a = tensor::randn({2, pairs[1].a.size(1)}, generator);
  pairs[1].b = tensor::randn({pairs[1].b.size(0), 2}, generator);
  pairs[1].alpha = 7;
  for (const LoraNaming naming : {LoraNaming::kohya, LoraNaming::diffusers}) {
    auto words = lora_words(*model);
    words["ss_network_dim"] = "kept";
    save_lora(folder / "lora.safetensors", pairs, naming, words);
    std::vector<std::string> warnings;
    const auto back = read_lora_pairs(folder / "lora.safetensors", *model, warnings);
    REQUIRE(back.size() == pairs.size());
    for (const LoraPair& pair : pairs) {
      const auto same = std::find_if(back.begin(), back.end(), [&](const LoraPair& other) { return other.module == pair.module; });
      REQUIRE(same != back.end());
      CHECK(same->a.size(0) == pair.a.size(0));
      CHECK(golden::distance(at::matmul(same->b, same->a) * same->alpha, at::matmul(pair.b, pair.a) * pair.alpha) < 1e-5);
    }
    const auto index = io::open_safetensors(folder / "lora.safetensors");
    const auto& metadata = index.metadata;
    CHECK(metadata.at("ss_network_dim") == "kept");
    CHECK(metadata.at("ss_network_alpha") == "Dynamic");
    CHECK(metadata.at("ss_network_module") == "networks.lora");
    CHECK(metadata.at("ss_base_model_version") == "sd_v1");
    CHECK(metadata.at("ss_v2") == "False");
    CHECK(metadata.at("modelspec.architecture") == "stable-diffusion-v1/lora");
    CHECK(metadata.at("modelspec.resolution") == "64x64");
    CHECK(metadata.contains("lora_adapter_metadata") == (naming == LoraNaming::diffusers));
    if (naming == LoraNaming::diffusers) {
      // Told, because diffusers would take the first layer's rank for every layer's alpha.
      const Json settings = parse_json(metadata.at("lora_adapter_metadata"), "settings");
      const std::string path = pairs[1].module.substr(5);
      CHECK(settings["unet.r"] == 4);
      CHECK(settings["unet.rank_pattern"][path] == 2);
      CHECK(settings["unet.alpha_pattern"][path] == 2);
      CHECK(settings["text_encoder.target_modules"].size() == 12);
    }
    const std::string bytes = read_file(folder / "lora.safetensors");
    const std::size_t header = static_cast<unsigned char>(bytes[0]) + 256 * static_cast<unsigned char>(bytes[1]) +
                               65536 * static_cast<unsigned char>(bytes[2]);
    const std::string data = bytes.substr(8 + header);
    CHECK(metadata.at("sshs_model_hash") == sha256_hex(std::as_bytes(std::span(data.data(), data.size()))));
    CHECK(metadata.at("sshs_legacy_hash") == "e3b0c442");  // nothing lies a mebibyte into so small a file
  }
}

TEST_CASE("a saved LoRA read and saved again has the same bytes") {
  const test::TemporaryFolder folder;
  const auto model = tiny();
  at::Generator generator = tensor::make_generator(9);
  auto pairs = attach_lora(*model, {.unet = false}, 4, 2, generator);
  detach_lora(*model);
  for (LoraPair& pair : pairs) {
    pair.a = pair.a.detach().to(at::kHalf);
    pair.b = tensor::randn(pair.b.sizes(), generator).to(at::kHalf);
  }
  save_lora(folder / "one.safetensors", pairs, LoraNaming::kohya, {});
  std::vector<std::string> warnings;
  auto again = read_lora_pairs(folder / "one.safetensors", *model, warnings);
  for (LoraPair& pair : again) {
    pair.a = pair.a.to(at::kHalf);
    pair.b = pair.b.to(at::kHalf);
  }
  save_lora(folder / "two.safetensors", again, LoraNaming::kohya, {});
  CHECK(read_file(folder / "one.safetensors") == read_file(folder / "two.safetensors"));
}

}  // namespace likeness::models::lora_extraction
