#include "engine/models/lora.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/io/safetensors.h"
#include "engine/tensor/random.h"
#include "tests/engine/models/folders.h"
#include "tests/engine/models/golden.h"
#include "tests/engine/models/loras.h"

namespace likeness::models {
namespace {

using loras::flat_to_q, loras::tiny, loras::to_q;
constexpr const char* q_proj = "text_encoder.text_model.encoder.layers.0.self_attn.q_proj";

at::Tensor context_of(const Model& model) { return model.text_encoder.forward(golden::load("tiny-sd1").tensors.at("ids")); }

at::Tensor prediction_of(const Model& model) {
  const auto& t = golden::load("tiny-sd1").tensors;
  return model.unet.forward(t.at("sample"), t.at("timestep"), context_of(model));
}

/// Pairs with a B that is not zero, attached to `model`.
std::vector<LoraPair> trained_pairs(Model& model, std::int64_t rank = 4, double alpha = 2) {
  at::Generator generator = tensor::make_generator(5);
  auto pairs = attach_lora(model, {}, rank, alpha, generator);
  const at::NoGradGuard no_grad;
  for (LoraPair& pair : pairs) pair.b.copy_(0.1 * tensor::randn(pair.b.sizes(), generator));
  return pairs;
}

Refusal reading(const tensor::TensorMap& tensors, const std::map<std::string, std::string>& metadata = {}) {
  const test::TemporaryFolder folder;
  tensor::write_tensors(folder / "lora.safetensors", tensors, metadata);
  return refusal_of([&] {
    std::vector<std::string> warnings;
    read_lora(folder / "lora.safetensors", *golden::load("tiny-sd1").model, warnings);
  });
}

std::vector<LayerChange> read(const tensor::TensorMap& tensors, std::vector<std::string>& warnings,
                           const std::map<std::string, std::string>& metadata = {}) {
  const test::TemporaryFolder folder;
  tensor::write_tensors(folder / "lora.safetensors", tensors, metadata);
  return read_lora(folder / "lora.safetensors", *golden::load("tiny-sd1").model, warnings);
}

tensor::TensorMap half_rank_pair(const std::string& module) {
  return {{module + ".lora_A.weight", at::ones({2, 8})}, {module + ".lora_B.weight", at::ones({8, 2})}};
}

double scale_of(const LayerChange& change) { return std::get<LowRank>(change.change).scale; }

}  // namespace

TEST_CASE("attached pairs start as nothing, on every attention projection, and come off again") {
  const at::NoGradGuard no_grad;
  const auto model = tiny();
  const at::Tensor base = prediction_of(*model);
  at::Generator generator = tensor::make_generator(3);
  const auto pairs = attach_lora(*model, {}, 4, 4, generator);
  CHECK(pairs.size() == 3 * 4 + 6 * 8);
  CHECK(pairs[0].module.find("unet.") == 0);
  CHECK(pairs[0].a.requires_grad());
  const double bound = 1 / std::sqrt(8.0);
  CHECK(pairs[0].a.abs().max().item<double>() <= bound);
  CHECK(pairs[0].a.abs().max().item<double>() > bound / 2);
  CHECK(prediction_of(*model).equal(base));
  at::Generator same = tensor::make_generator(3);
  CHECK(attach_lora(*model, {}, 4, 4, same)[7].a.equal(pairs[7].a));
  trained_pairs(*model);
  CHECK(golden::distance(prediction_of(*model), base) > 1e-3);
  detach_lora(*model);
  CHECK(prediction_of(*model).equal(base));
  at::Generator third = tensor::make_generator(3);
  CHECK(attach_lora(*model, {.unet = false}, 4, 4, third).size() == 12);
}

TEST_CASE("gradients reach both factors and nothing else") {
  const auto model = tiny();
  auto pairs = trained_pairs(*model);
  prediction_of(*model).square().mean().backward();
  for (const LoraPair& pair : pairs) {
    CAPTURE(pair.module);
    CHECK(pair.a.grad().abs().sum().item<double>() > 0);
    CHECK(pair.b.grad().abs().sum().item<double>() > 0);
  }
  for (const auto& parameter : model->unet.module().parameters()) CHECK_FALSE(parameter.grad().defined());
}

TEST_CASE("merged equals attached, and taking it out gives the base back") {
  const at::NoGradGuard no_grad;
  const auto model = tiny();
  const at::Tensor base = prediction_of(*model);
  const auto pairs = trained_pairs(*model);
  const at::Tensor attached = prediction_of(*model);
  detach_lora(*model);
  merge_lora(*model, pairs, 1);
  CHECK(golden::distance(prediction_of(*model), attached) < 1e-5);
  merge_lora(*model, pairs, -1);
  const auto before = tiny();
  const auto original = before->unet.module().named_parameters();
  for (const auto& parameter : model->unet.module().named_parameters()) {
    CHECK(golden::distance(parameter.value(), original[parameter.key()]) < 1e-6);
  }
  merge_lora(*model, pairs, 0.5);
  merge_lora(*model, pairs, 0.5);
  CHECK(golden::distance(prediction_of(*model), attached) < 1e-5);
  CHECK(golden::distance(base, attached) > 1e-3);
}

TEST_CASE("both namings come back with the same change, alpha kept or folded into B") {
  const at::NoGradGuard no_grad;
  const test::TemporaryFolder folder;
  const auto model = tiny();
  const auto pairs = trained_pairs(*model, 4, 2);
  for (const LoraNaming naming : {LoraNaming::diffusers, LoraNaming::kohya}) {
    save_lora(folder / "lora.safetensors", pairs, naming, {{"ss_network_dim", "4"}});
    std::vector<std::string> warnings;
    const auto back = read_lora_pairs(folder / "lora.safetensors", *model, warnings);
    CHECK(warnings.empty());
    REQUIRE(back.size() == pairs.size());
    for (const LoraPair& pair : back) {
      const auto same = std::find_if(pairs.begin(), pairs.end(), [&](const LoraPair& other) { return other.module == pair.module; });
      REQUIRE(same != pairs.end());
      CHECK(pair.alpha == (naming == LoraNaming::kohya ? 2 : 4));
      CHECK(golden::distance(at::matmul(pair.b, pair.a) * pair.alpha, at::matmul(same->b, same->a) * same->alpha) < 1e-6);
    }
  }
  const auto names = io::open_safetensors(folder / "lora.safetensors");
  CHECK(names.tensors.contains(std::string(flat_to_q) + ".lora_down.weight"));
  CHECK(names.tensors.contains("lora_te_text_model_encoder_layers_0_self_attn_q_proj.alpha"));
  CHECK(names.tensors.at(std::string(flat_to_q) + ".alpha").shape.empty());
  CHECK(names.metadata.at("ss_network_dim") == "4");
}

TEST_CASE("the component verbs merge their own part and pass the other over") {
  const at::NoGradGuard no_grad;
  const test::TemporaryFolder folder;
  const auto model = tiny();
  const auto pairs = trained_pairs(*model);
  const at::Tensor context = context_of(*model), prediction = prediction_of(*model);
  const auto file = folder / "lora.safetensors";
  save_lora(file, pairs, LoraNaming::kohya, {});
  auto text_encoder = load_text_encoder(golden::folder("tiny-sd1").string(), {});
  std::vector<std::string> warnings;
  merge_loras(text_encoder, {{.file = file.string()}}, warnings);
  const auto& t = golden::load("tiny-sd1").tensors;
  CHECK(golden::distance(text_encoder.forward(t.at("ids")), context) < 1e-5);
  auto unet = load_unet(golden::folder("tiny-sd1").string(), {});
  merge_loras(unet, {{.file = file.string()}}, warnings);
  CHECK(golden::distance(unet.forward(t.at("sample"), t.at("timestep"), context), prediction) < 1e-5);
}

TEST_CASE("start factors from elsewhere replace the drawn ones, and must fit") {
  const auto model = tiny();
  auto pairs = trained_pairs(*model);
  tensor::TensorMap factors;
  for (const LoraPair& pair : pairs) {
    factors["lora." + pair.module + ".lora_A.weight"] = at::ones(pair.a.sizes());
    factors["lora." + pair.module + ".lora_B.weight"] = at::zeros(pair.b.sizes());
  }
  set_lora_factors(*model, pairs, factors);
  CHECK(pairs[3].a.detach().equal(at::ones(pairs[3].a.sizes())));
  CHECK(golden::distance(prediction_of(*model).detach(), golden::load("tiny-sd1").tensors.at("prediction")) < golden::unet_tolerance);
  factors["lora." + pairs[3].module + ".lora_A.weight"] = at::ones({1, 1});
  CHECK(refusal_of([&] { set_lora_factors(*model, pairs, factors); }).mentions(pairs[3].module));
  factors.erase("lora." + pairs[0].module + ".lora_B.weight");
  CHECK(refusal_of([&] { set_lora_factors(*model, pairs, factors); }).kind == "bad_input");
}

TEST_CASE("damaged files are refused by layer") {
  const std::string module = to_q;
  auto half = half_rank_pair(module);
  half.erase(module + ".lora_B.weight");
  CHECK(reading(half).kind == "bad_input");
  CHECK(reading(half).mentions("half a pair"));
  auto wide = half_rank_pair(module);
  wide[module + ".lora_A.weight"] = at::ones({2, 9});
  CHECK(reading(wide).mentions("[2, 9]"));
  auto ranks = half_rank_pair(module);
  ranks[module + ".lora_A.weight"] = at::ones({3, 8});
  CHECK(reading(ranks).kind == "bad_input");
  tensor::TensorMap kohya{{std::string(flat_to_q) + ".lora_down.weight", at::ones({2, 8})},
                          {std::string(flat_to_q) + ".lora_up.weight", at::ones({8, 2})},
                          {std::string(flat_to_q) + ".alpha", at::scalar_tensor(std::numeric_limits<double>::quiet_NaN())}};
  CHECK(reading(kohya).mentions("not a finite number"));
  CHECK(reading({{"something.else", at::ones({2})}}).mentions("no layer of this model matches"));
  CHECK(reading({{"unet.down_blocks.9.to_q.lora_A.weight", at::ones({2, 2})}}).kind == "bad_input");
  auto twice = half_rank_pair(module);
  twice.merge(kohya);
  CHECK(reading(twice).mentions("given twice"));
}

TEST_CASE("dialects that we do not read are refused by name, whatever else the file holds") {
  const auto with = [](const std::string& name) {
    auto tensors = half_rank_pair(to_q);
    tensors[name] = at::ones({2});
    return reading(tensors);
  };
  CHECK(with("oft_unet_x.oft_blocks").mentions("OFT"));
  CHECK(with("lora_unet_x.oft_blocks").kind == "unsupported");
  CHECK(with("lora_unet_x.a1.weight").mentions("GLoRA"));
  CHECK(with("lora_te2_text_model_x.lora_down.weight").mentions("Stable Diffusion XL"));
  CHECK(with("lora_unet_input_blocks_7_1_transformer_blocks_1_attn1_to_q.lora_down.weight").mentions("Stable Diffusion XL"));
  CHECK(with("lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight").mentions("Flux"));
  CHECK(with("lora_unet_joint_blocks_0_x.lora_down.weight").mentions("Stable Diffusion 3"));
  CHECK(with("transformer.x.lora_A.weight").kind == "unsupported");
  // Words 2048 wide are XL's, whatever the names say.
  const std::string cross = "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_down.weight";
  CHECK(reading({{cross, at::ones({2, 2048})}}).mentions("Stable Diffusion XL"));
}

TEST_CASE("unknown keys are listed, other spellings of the text encoder read, alphas found in the metadata") {
  std::vector<std::string> warnings;
  auto tensors = half_rank_pair(to_q);
  tensors["unet.down_blocks.7.attn1.to_q.lora_A.weight"] = at::ones({2, 8});
  tensors["bundle_emb.x"] = at::ones({2});
  CHECK(read(tensors, warnings).size() == 1);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("down_blocks.7") != std::string::npos);
  CHECK(warnings[0].find("bundle_emb.x") != std::string::npos);
  const std::string te1 = "lora_te1_text_model_encoder_layers_0_self_attn_q_proj";
  const auto exported = read({{te1 + ".lora_down.weight", at::ones({2, 32})}, {te1 + ".lora_up.weight", at::ones({32, 2})},
                              {te1 + ".alpha", at::scalar_tensor(0.0)}}, warnings);
  REQUIRE(exported.size() == 1);
  CHECK(exported[0].module == q_proj);
  CHECK(scale_of(exported[0]) == 1);
  const std::string newer = "text_encoder.encoder.layers.0.self_attn.q_proj";
  CHECK(read({{newer + ".lora_A.weight", at::ones({2, 32})}, {newer + ".lora_B.weight", at::ones({32, 2})}}, warnings)[0].module == q_proj);
  const std::map<std::string, std::string> metadata{
      {"lora_adapter_metadata", "{\"unet.lora_alpha\": 3, \"unet.alpha_pattern\": {\"attn2.to_k\": 5}}"}};
  CHECK(scale_of(read(half_rank_pair(to_q), warnings, metadata)[0]) == 1.5);
  CHECK(reading(half_rank_pair(to_q), {{"lora_adapter_metadata", "{\"unet.lora_alpha\": \"x\"}"}}).kind == "bad_input");
}

TEST_CASE("convolutions in a file change the convolution as their product says") {
  const at::NoGradGuard no_grad;
  const auto model = tiny();
  at::Generator generator = tensor::make_generator(1);
  const std::string name = "lora_unet_down_blocks_0_resnets_0_conv1";
  const at::Tensor down = tensor::randn({2, 8, 3, 3}, generator), up = tensor::randn({8, 2, 1, 1}, generator);
  std::vector<std::string> warnings;
  const auto pairs = read({{name + ".lora_down.weight", down}, {name + ".lora_up.weight", up}}, warnings);
  REQUIRE(pairs.size() == 1);
  const std::string key = "down_blocks.0.resnets.0.conv1.weight";
  const at::Tensor x = tensor::randn({1, 8, 6, 6}, generator);
  const at::Tensor before = at::conv2d(x, model->unet.module().named_parameters()[key], {}, 1, 1);
  merge_lora(*model, pairs, 0.5);
  const at::Tensor after = at::conv2d(x, model->unet.module().named_parameters()[key], {}, 1, 1);
  CHECK(golden::distance(after, before + 0.5 * at::conv2d(at::conv2d(x, down, {}, 1, 1), up)) < 1e-4);
}

}  // namespace likeness::models
