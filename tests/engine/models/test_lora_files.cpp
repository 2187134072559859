#include <cmath>
#include <limits>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/models/inspect.h"
#include "engine/models/lora_names.h"
#include "engine/tensor/random.h"
#include "tests/engine/models/folders.h"
#include "tests/engine/models/golden.h"
#include "tests/engine/models/loras.h"

namespace likeness::models::lora_files {
namespace {

using loras::flat_conv, loras::flat_to_q, loras::tiny, loras::to_q;
using Metadata = std::map<std::string, std::string>;

struct Outputs {
  at::Tensor context, prediction;
};

Outputs outputs_of(const Model& model) {
  const auto& t = golden::load("tiny-sd1").tensors;
  const at::Tensor context = model.text_encoder.forward(t.at("ids"));
  return {context, model.unet.forward(t.at("sample"), t.at("timestep"), context)};
}

double relative(const at::Tensor& a, const at::Tensor& b) { return ((a - b).norm() / b.norm()).item<double>(); }

/// The outputs with these files, strength 1 each, and what diffusers, peft and the plain formulas give.
void check_against_reference(const std::string& file, const std::string& name) {
  CAPTURE(file);
  const auto model = tiny();
  std::vector<std::string> warnings;
  set_loras(*model, {{.file = loras::file(file).string()}}, warnings);
  CHECK(warnings.empty());
  const auto expected = tensor::read_tensors(loras::file("expected.safetensors"));
  const auto [context, prediction] = outputs_of(*model);
  CHECK(relative(context, expected.at(name + ".context")) < golden::text_tolerance);
  CHECK(relative(prediction, expected.at(name + ".prediction")) < golden::unet_tolerance);
}

/// Reads a file of these tensors; its change of one weight, at strength 1.
struct Reading {
  std::vector<std::string> warnings;
  std::vector<LayerChange> changes;
};

Reading read(const tensor::TensorMap& tensors, const Metadata& metadata = {}) {
  const test::TemporaryFolder folder;
  tensor::write_tensors(folder / "lora.safetensors", tensors, metadata);
  Reading reading;
  reading.changes = read_lora(folder / "lora.safetensors", *golden::load("tiny-sd1").model, reading.warnings);
  return reading;
}

Refusal refused(const tensor::TensorMap& tensors, const Metadata& metadata = {}) {
  return refusal_of([&] { read(tensors, metadata); });
}

tensor::TensorMap named(const std::string& layer, const tensor::TensorMap& parts) {
  tensor::TensorMap tensors;
  for (const auto& [part, value] : parts) tensors.emplace(layer + "." + part, value);
  return tensors;
}

tensor::TensorMap with(tensor::TensorMap tensors, const std::string& name, const at::Tensor& value) {
  tensors[name] = value;
  return tensors;
}

tensor::TensorMap without(tensor::TensorMap tensors, const std::string& name) {
  tensors.erase(name);
  return tensors;
}

tensor::TensorMap pair_of(const std::string& layer, const std::string& down = "lora_down.weight",
                          const std::string& up = "lora_up.weight") {
  return named(layer, {{down, at::full({2, 8}, 0.5)}, {up, at::ones({8, 2})}});
}

}  // namespace

TEST_CASE("outputs with every dialect and kind of file equal the reference's") {
  const at::NoGradGuard no_grad;
  check_against_reference("diffusers-dora.safetensors", "diffusers-dora");
  check_against_reference("peft", "peft");
  check_against_reference("peft/adapter_model.safetensors", "peft");
  check_against_reference("diffusers-second.safetensors", "diffusers-second");
  check_against_reference("diffusers-first.safetensors", "diffusers-second");
  check_against_reference("kohya-locon.safetensors", "kohya-locon");
  check_against_reference("loha.safetensors", "loha");
  check_against_reference("lokr.safetensors", "lokr");
}

TEST_CASE("several files add up in any order, strengths of any sign, and are taken out bit for bit") {
  const at::NoGradGuard no_grad;
  const auto model = tiny();
  const Outputs base = outputs_of(*model);
  std::vector<std::string> warnings;
  const auto use = [](const char* file, double strength) { return api::LoraUse{loras::file(file).string(), strength}; };
  set_loras(*model, {use("diffusers-dora.safetensors", 0.7), use("lokr.safetensors", -0.4), use("kohya-locon.safetensors", 1.5)}, warnings);
  const Outputs once = outputs_of(*model);
  CHECK(relative(once.prediction, base.prediction) > 0.1);
  set_loras(*model, {use("kohya-locon.safetensors", 1.5), use("diffusers-dora.safetensors", 0.7), use("lokr.safetensors", -0.4)}, warnings);
  CHECK(relative(outputs_of(*model).prediction, once.prediction) < 1e-5);
  set_loras(*model, {use("lokr.safetensors", 0.25), use("lokr.safetensors", 0.75)}, warnings);
  const auto expected = tensor::read_tensors(loras::file("expected.safetensors"));
  CHECK(relative(outputs_of(*model).prediction, expected.at("lokr.prediction")) < golden::unet_tolerance);
  CHECK(refusal_of([&] { set_loras(*model, {use("expected.safetensors", 1)}, warnings); }).kind == "bad_input");
  CHECK(relative(outputs_of(*model).prediction, expected.at("lokr.prediction")) < golden::unet_tolerance);
  set_loras(*model, {}, warnings);
  CHECK(outputs_of(*model).prediction.equal(base.prediction));
  CHECK(model->without_loras.empty());
}

TEST_CASE("taking any kind out with minus its strength gives the weights back up to rounding") {
  const at::NoGradGuard no_grad;
  const auto model = tiny();
  std::vector<std::string> warnings;
  const auto before = tiny()->unet.module().named_parameters();
  for (const char* file : {"kohya-locon.safetensors", "loha.safetensors"}) {
    const auto changes = read_lora(loras::file(file), *model, warnings);
    merge_lora(*model, changes, 0.8);
    merge_lora(*model, changes, -0.8);
    for (const auto& item : model->unet.module().named_parameters()) CHECK(golden::distance(item.value(), before[item.key()]) < 2e-6);
  }
}

TEST_CASE("every spelling of a layer is found") {
  const at::Tensor change = at::full({8, 8}, 1.0);
  const auto finds = [&](const tensor::TensorMap& tensors, const std::string& module) {
    const Reading reading = read(tensors);
    CHECK(reading.warnings.empty());
    REQUIRE(reading.changes.size() == 1);
    CHECK(reading.changes[0].module == module);
    const auto& weights = golden::load("tiny-sd1").model->unet.module().named_parameters();
    CHECK(golden::distance(reading.changes[0].delta(weights[module.substr(5) + ".weight"]), change) < 1e-6);
  };
  const std::string path = std::string(to_q).substr(5);
  const std::string block = "input_blocks.1.1.transformer_blocks.0.attn1.to_q";
  finds(pair_of(flat_to_q), to_q);
  finds(pair_of("lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q"), to_q);
  finds(pair_of(to_q, "lora_A.weight", "lora_B.weight"), to_q);
  finds(pair_of(path, "lora_A.weight", "lora_B.weight"), to_q);
  finds(pair_of(to_q, "lora.down.weight", "lora.up.weight"), to_q);
  finds(pair_of("base_model.model." + path, "lora_A.weight", "lora_B.weight"), to_q);
  finds(pair_of("base_model.model." + path, "lora_A.default.weight", "lora_B.default.weight"), to_q);
  finds(pair_of("diffusion_model." + block), to_q);
  finds(pair_of("diffusion_model." + block, "lora_A.weight", "lora_B.weight"), to_q);
  for (const std::string start : {"lora_te_text_model_", "lora_te_", "lora_te1_", "lora_te1_text_model_"}) {
    const auto reading = read(named(start + "encoder_layers_2_self_attn_v_proj",
                                    {{"lora_down.weight", at::ones({1, 32})}, {"lora_up.weight", at::ones({32, 1})}}));
    REQUIRE(reading.changes.size() == 1);
    CHECK(reading.changes[0].module == "text_encoder.text_model.encoder.layers.2.self_attn.v_proj");
  }
}

TEST_CASE("original block names follow the table of Stable Diffusion 1") {
  std::vector<std::string> paths{"time_embedding.linear_2", "conv_in", "conv_norm_out", "conv_out"};
  for (const std::string level : {"0", "1", "2", "3"}) {
    for (const std::string layer : {"0", "1"}) paths.push_back("down_blocks." + level + ".resnets." + layer + ".conv2");
    for (const std::string layer : {"0", "1", "2"}) paths.push_back("up_blocks." + level + ".resnets." + layer + ".time_emb_proj");
    if (level != "3") {
      paths.push_back("down_blocks." + level + ".attentions.1.proj_out");
      paths.push_back("down_blocks." + level + ".downsamplers.0.conv");
      paths.push_back("up_blocks." + level + ".upsamplers.0.conv");
    }
    if (level != "0") paths.push_back("up_blocks." + level + ".attentions.2.transformer_blocks.0.attn2.to_k");
  }
  paths.push_back("mid_block.resnets.1.conv_shortcut");
  paths.push_back("mid_block.attentions.0.transformer_blocks.0.ff.net.2");
  const auto names = original_unet_names(paths);
  CHECK(names.size() == paths.size());
  CHECK(names.at("time_embedding.linear_2") == "time_embed.2");
  CHECK(names.at("conv_in") == "input_blocks.0.0");
  CHECK(names.at("conv_norm_out") == "out.0");
  CHECK(names.at("down_blocks.1.resnets.0.conv2") == "input_blocks.4.0.out_layers.3");
  CHECK(names.at("down_blocks.2.attentions.1.proj_out") == "input_blocks.8.1.proj_out");
  CHECK(names.at("down_blocks.2.downsamplers.0.conv") == "input_blocks.9.0.op");
  CHECK(names.at("up_blocks.0.upsamplers.0.conv") == "output_blocks.2.1.conv");
  CHECK(names.at("up_blocks.1.upsamplers.0.conv") == "output_blocks.5.2.conv");
  CHECK(names.at("up_blocks.3.attentions.2.transformer_blocks.0.attn2.to_k") == "output_blocks.11.1.transformer_blocks.0.attn2.to_k");
  CHECK(names.at("up_blocks.2.resnets.1.time_emb_proj") == "output_blocks.7.0.emb_layers.1");
  CHECK(names.at("mid_block.resnets.1.conv_shortcut") == "middle_block.2.skip_connection");
  CHECK(names.at("mid_block.attentions.0.transformer_blocks.0.ff.net.2") == "middle_block.1.transformer_blocks.0.ff.net.2");
}

TEST_CASE("settings beside the tensors: patterns as peft takes them, rsLoRA, and what is refused") {
  const auto scale = [&](const std::string& json) {
    const auto reading = read(pair_of(to_q, "lora_A.weight", "lora_B.weight"), {{"lora_adapter_metadata", json}});
    return std::get<LowRank>(reading.changes.at(0).change).scale;
  };
  CHECK(scale(R"({"unet.lora_alpha": 3})") == 1.5);
  CHECK(scale(R"({"lora_alpha": 3})") == 1.5);
  CHECK(scale(R"({"text_encoder.lora_alpha": 3})") == 1);
  CHECK(scale(R"({"unet.lora_alpha": 3, "unet.alpha_pattern": {"to_q": 8, "attn1.to_q": 4}})") == 4);
  CHECK(scale(R"({"unet.lora_alpha": 3, "unet.alpha_pattern": {"o_q": 8, "^to_q": 4}})") == 1.5);
  CHECK(scale(R"({"unet.alpha_pattern": {"^down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q": 6}})") == 3);
  CHECK(scale(R"({"unet.lora_alpha": 3, "unet.use_rslora": true})") == doctest::Approx(3 / std::sqrt(2.0)));
  const auto refuse = [&](const std::string& json) {
    return refused(pair_of(to_q, "lora_A.weight", "lora_B.weight"), {{"lora_adapter_metadata", json}});
  };
  CHECK(refuse(R"({"unet.alpha_pattern": {".*to_q": 8}})").kind == "unsupported");
  CHECK(refuse(R"({"unet.alpha_pattern": [1]})").kind == "bad_input");
  CHECK(refuse(R"({"unet.lora_alpha": "16"})").kind == "bad_input");
  CHECK(refuse(R"({"unet.peft_type": "OFT"})").mentions("OFT"));
  CHECK(refuse(R"({"unet.init_lora_weights": "pissa_niter_4"})").kind == "unsupported");
  CHECK(refuse(R"({"unet.use_dora": true})").mentions("magnitudes"));
  CHECK(refuse("[]").kind == "bad_input");
  CHECK(refuse("{").kind == "bad_input");
}

TEST_CASE("magnitudes count outputs or inputs by their shape; of another length they are refused") {
  const at::Tensor weight = golden::load("tiny-sd1").model->unet.module().named_parameters()["down_blocks.1.resnets.0.conv1.weight"];
  const std::string layer = "lora_unet_down_blocks_1_resnets_0_conv1";  // [16,8,3,3]
  const auto pair = named(layer, {{"lora_down.weight", at::zeros({1, 8, 3, 3})}, {"lora_up.weight", at::zeros({16, 1, 1, 1})}});
  const auto norms = [&](const std::string& part, const at::Tensor& magnitudes, at::IntArrayRef summed) {
    const auto reading = read(with(pair, layer + "." + part, magnitudes));
    return (weight + reading.changes.at(0).delta(weight)).norm(2, summed).flatten();
  };
  const at::Tensor of_outputs = at::arange(1, 17, at::kFloat), of_inputs = at::arange(1, 9, at::kFloat);
  CHECK(golden::distance(norms("lora_magnitude_vector", of_outputs, {1, 2, 3}), of_outputs) < 1e-5);
  CHECK(golden::distance(norms("dora_scale", of_outputs, {1, 2, 3}), of_outputs) < 1e-5);
  CHECK(golden::distance(norms("dora_scale", of_outputs.reshape({16, 1, 1, 1}), {1, 2, 3}), of_outputs) < 1e-5);
  CHECK(golden::distance(norms("dora_scale", of_outputs.reshape({1, 16, 1, 1}), {1, 2, 3}), of_outputs) < 1e-5);
  CHECK(golden::distance(norms("dora_scale", of_inputs.reshape({1, 8, 1, 1}), {0, 2, 3}), of_inputs) < 1e-5);
  CHECK(refused(with(pair, layer + ".dora_scale", at::ones({8}))).mentions("8 magnitudes, expected 16"));
  CHECK(refused(with(pair, layer + ".lora_magnitude_vector", of_inputs)).kind == "bad_input");
  CHECK(refused({{layer + ".dora_scale", of_outputs}}).mentions("no factors"));
}

TEST_CASE("halves, misfits and mixtures of every kind are refused by layer") {
  const std::string q = flat_to_q;
  const auto loha = named(q, {{"hada_w1_a", at::ones({8, 2})}, {"hada_w1_b", at::ones({2, 8})}, {"hada_w2_a", at::ones({8, 2})},
                              {"hada_w2_b", at::ones({2, 8})}});
  CHECK(read(loha).changes.size() == 1);
  CHECK(refused(without(loha, q + ".hada_w2_b")).mentions("no hada_w2_b"));
  CHECK(refused(with(loha, q + ".hada_w1_b", at::ones({3, 8}))).mentions("[3, 8]"));
  CHECK(refused(with(loha, q + ".hada_t1", at::ones({2, 2, 3, 3}))).kind == "bad_input");
  CHECK(refused(with(loha, q + ".lora_down.weight", at::ones({2, 8}))).mentions("two kinds"));
  const auto lokr = named(q, {{"lokr_w1", at::ones({2, 2})}, {"lokr_w2_a", at::ones({4, 1})}, {"lokr_w2_b", at::ones({1, 4})}});
  CHECK(read(lokr).changes.size() == 1);
  CHECK(refused(without(lokr, q + ".lokr_w1")).mentions("no lokr_w1_a"));
  CHECK(refused(without(lokr, q + ".lokr_w2_a")).kind == "bad_input");
  CHECK(refused(with(lokr, q + ".lokr_w1", at::ones({2, 3}))).kind == "bad_input");
  CHECK(refused(with(lokr, q + ".lokr_w1", at::ones({4}))).kind == "bad_input");
  CHECK(refused(with(lokr, q + ".alpha", at::scalar_tensor(std::numeric_limits<double>::infinity()))).mentions("not a finite number"));
  CHECK(refused(with(lokr, q + ".alpha", at::ones({2}))).mentions("one number"));
  const std::string conv = flat_conv;
  const auto core = named(conv, {{"lora_down.weight", at::ones({2, 8, 1, 1})}, {"lora_up.weight", at::ones({8, 2, 1, 1})},
                                 {"lora_mid.weight", at::ones({2, 2, 3, 3})}});
  CHECK(read(core).changes.size() == 1);
  CHECK(refused(with(core, conv + ".lora_mid.weight", at::ones({2, 2, 1, 1}))).kind == "bad_input");
  CHECK(refused(without(core, conv + ".lora_mid.weight")).mentions("[2, 8, 1, 1]"));
  CHECK(refused(with(pair_of(q), q + ".lora_up.weight", at::ones({8, 0}))).kind == "bad_input");
  CHECK(refused(with(pair_of(q), q + ".lora_down.weight", at::scalar_tensor(1.0))).kind == "bad_input");
}

TEST_CASE("whole differences change weights, biases and norms") {
  const at::NoGradGuard no_grad;
  const auto model = tiny();
  const std::string conv = flat_conv, norm = "lora_unet_down_blocks_0_resnets_0_norm1";
  const auto changes = read({{conv + ".diff", at::ones({8, 8, 3, 3})}, {conv + ".diff_b", at::ones({8})}, {norm + ".w_norm", at::ones({8})},
                             {norm + ".b_norm", at::ones({8})}, {"lora_unet_conv_in.diff_b", at::ones({8})}}).changes;
  CHECK(changes.size() == 3);
  merge_lora(*model, changes, 0.5);
  const auto before = tiny()->unet.module().named_parameters();
  const auto after = model->unet.module().named_parameters();
  const auto moved = [&](const std::string& name) { return (after[name] - before[name]).mean().item<double>(); };
  const std::string resnet = "down_blocks.0.resnets.0.";
  for (const std::string& name : {resnet + "conv1.weight", resnet + "conv1.bias", resnet + "norm1.weight", resnet + "norm1.bias",
                                  std::string("conv_in.bias")}) {
    CHECK(moved(name) == doctest::Approx(0.5).epsilon(1e-5));
  }
  CHECK(moved("conv_in.weight") == 0);
  CHECK(refused({{conv + ".diff", at::ones({8, 8})}}).kind == "bad_input");
  CHECK(refused({{conv + ".diff_b", at::ones({9})}}).kind == "bad_input");
  CHECK(refused({{std::string(flat_to_q) + ".diff_b", at::ones({8})}}).kind == "bad_input");  // a layer without a bias
}

TEST_CASE("every kind of layer that an LCM LoRA changes has its place") {
  tensor::TensorMap tensors;
  const auto add = [&](const std::string& layer, at::IntArrayRef down, at::IntArrayRef up) {
    tensors["lora_unet_" + layer + ".lora_down.weight"] = at::full(down, 0.1);
    tensors["lora_unet_" + layer + ".lora_up.weight"] = at::full(up, 0.1);
    tensors["lora_unet_" + layer + ".alpha"] = at::scalar_tensor(1.0);
  };
  const std::string attention = "down_blocks_0_attentions_0_";
  add(attention + "proj_in", {2, 8, 1, 1}, {8, 2, 1, 1});
  add(attention + "proj_out", {2, 8, 1, 1}, {8, 2, 1, 1});
  add(attention + "transformer_blocks_0_attn1_to_out_0", {2, 8}, {8, 2});
  add(attention + "transformer_blocks_0_ff_net_0_proj", {2, 8}, {64, 2});
  add(attention + "transformer_blocks_0_ff_net_2", {2, 32}, {8, 2});
  add("down_blocks_0_resnets_0_time_emb_proj", {2, 32}, {8, 2});
  add("down_blocks_1_resnets_0_conv_shortcut", {2, 8, 1, 1}, {16, 2, 1, 1});
  add("down_blocks_0_downsamplers_0_conv", {2, 8, 3, 3}, {8, 2, 1, 1});
  add("up_blocks_0_upsamplers_0_conv", {2, 16, 3, 3}, {16, 2, 1, 1});
  add("mid_block_resnets_1_conv2", {2, 16, 3, 3}, {16, 2, 1, 1});
  const Reading reading = read(tensors);
  CHECK(reading.changes.size() == 10);
  CHECK(reading.warnings.empty());
}

TEST_CASE("adapters in PyTorch's own files are the safetensors ones, tensor for tensor") {
  CHECK(inspect(loras::file("kohya-locon.pt"))["kind"] == "lora");
  CHECK(inspect(loras::file("kohya-locon.pt"))["architecture"] == inspect(loras::file("kohya-locon.safetensors"))["architecture"]);
  CHECK(inspect(loras::file("kohya-locon.pt"))["tensors"] == inspect(loras::file("kohya-locon.safetensors"))["tensors"]);
  check_against_reference("kohya-locon.pt", "kohya-locon");
  const test::TemporaryFolder folder;
  std::filesystem::copy(loras::file("kohya-locon.pt"), folder / "pytorch_lora_weights.bin");
  std::vector<std::string> warnings;
  CHECK(!read_lora(folder.path(), *golden::load("tiny-sd1").model, warnings).empty());
  const auto damaged = folder.write("cut.pt", test::read_all(loras::file("kohya-locon.pt")).substr(0, 3000));
  CHECK(refusal_of([&] { read_lora(damaged, *golden::load("tiny-sd1").model, warnings); }).kind == "bad_input");
}

TEST_CASE("every unknown key is listed, however many there are") {
  auto tensors = pair_of(to_q, "lora_A.weight", "lora_B.weight");
  for (int i = 0; i < 60; ++i) tensors["unet.elsewhere." + std::to_string(i) + ".lora_A.weight"] = at::ones({1, 1});
  tensors["bundle_emb.x"] = at::ones({2});
  const Reading reading = read(tensors);
  REQUIRE(reading.warnings.size() == 1);
  for (int i = 0; i < 60; ++i) CHECK(reading.warnings[0].find("elsewhere." + std::to_string(i) + ".lora_A") != std::string::npos);
  CHECK(reading.warnings[0].find("bundle_emb.x") != std::string::npos);
}

}  // namespace likeness::models::lora_files
