#include "engine/models/single_file.h"

#include <cstring>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/io/checkpoint.h"
#include "engine/models/clip_files.h"
#include "engine/models/inspect.h"
#include "engine/models/single_file_config.h"
#include "tests/engine/models/folders.h"
#include "tests/engine/models/golden.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

/// Random weights of these configs in the original's names, without any metadata: what is found on the internet, only smaller.
tensor::TensorMap original_tensors(const std::map<Component, Json>& configs) {
  tensor::TensorMap tensors;
  for (const auto& [component, config] : configs) {
    const NameTable table = names_of(component, config, "config.json");
    std::map<std::string, std::vector<at::Tensor>> stacked;
    for (const auto& [name, shape] : parameters_of(component, config, "config.json")) {
      const Place place = place_in_original(table, name);
      const at::Tensor values = at::full(shape, 0.01 * static_cast<double>(tensors.size() % 7));
      if (place.third < 0) {
        const bool convolution = place.name.find("attn_1.") != std::string::npos && values.dim() == 2;
        tensors[place.name] = convolution ? values.reshape({shape[0], shape[1], 1, 1}) : values;
      } else {
        auto& thirds = stacked[place.name];
        thirds.resize(3);
        thirds[static_cast<std::size_t>(place.third)] = values + place.third;
      }
    }
    for (const auto& [name, thirds] : stacked) tensors[name] = at::cat(thirds);
  }
  return tensors;
}

const Json text1{{"hidden_size", 64}, {"intermediate_size", 96}, {"num_hidden_layers", 2}, {"num_attention_heads", 1}, {"vocab_size", 100}};
const Json text2{{"hidden_size", 128},       {"intermediate_size", 96}, {"num_hidden_layers", 2},
                 {"num_attention_heads", 2}, {"vocab_size", 100},       {"hidden_act", "gelu"}};
const Json vae{{"block_out_channels", {32, 64}},
               {"down_block_types", std::vector<std::string>(2, "DownEncoderBlock2D")},
               {"up_block_types", std::vector<std::string>(2, "UpDecoderBlock2D")},
               {"layers_per_block", 2}};

Json unet(std::int64_t words, bool second) {
  Json config{{"block_out_channels", {64, 128}},
              {"cross_attention_dim", words},
              {"down_block_types", {"CrossAttnDownBlock2D", "DownBlock2D"}},
              {"up_block_types", {"UpBlock2D", "CrossAttnUpBlock2D"}},
              {"attention_head_dim", 8}};
  if (second) config.update(Json{{"attention_head_dim", {1, 2}}, {"use_linear_projection", true}});
  return config;
}

tensor::TensorMap sd1_tensors() {
  return original_tensors({{Component::unet, unet(64, false)}, {Component::vae, vae}, {Component::text_encoder, text1}});
}

tensor::TensorMap sd2_tensors() {
  tensor::TensorMap tensors =
      original_tensors({{Component::unet, unet(128, true)}, {Component::vae, vae}, {Component::text_encoder, text2}});
  tensor::TensorMap last;
  for (const auto& [name, values] : tensors) {
    const std::size_t at = name.find(".resblocks.1.");
    if (at != std::string::npos) last[std::string(name).replace(at, 13, ".resblocks.2.")] = values;
  }
  tensors.merge(last);
  return tensors;
}

fs::path write(const test::TemporaryFolder& folder, const std::string& name, const tensor::TensorMap& tensors,
               const std::map<std::string, std::string>& metadata = {}) {
  tensor::write_tensors(folder / name, tensors, metadata);
  return folder / name;
}

bool any(const std::vector<std::string>& sentences, const std::string& part) {
  return std::any_of(sentences.begin(), sentences.end(),
                     [&](const std::string& sentence) { return sentence.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("a Stable Diffusion 1 file states what its shapes say and takes the rest from its family") {
  const test::TemporaryFolder folder;
  const auto model = load_model(write(folder, "dream.safetensors", sd1_tensors()).string(), {});
  CHECK(model->name == "dream");
  CHECK(model->family == "Stable Diffusion 1.x");
  CHECK(model->unet.config().attention_heads == std::vector<std::int64_t>{8, 8});
  CHECK(model->unet.config().norm_num_groups == 32);
  CHECK_FALSE(model->unet.config().use_linear_projection);
  CHECK(model->unet.config().sample_size == 64);
  CHECK(model->text_encoder.config().num_attention_heads == 1);
  CHECK(model->text_encoder.config().hidden_act == "quick_gelu");
  CHECK(model->text_encoder.config().num_hidden_layers == 2);
  CHECK(model->vae.factor() == 2);
  CHECK(model->vae.config().scaling_factor == 0.18215);
  CHECK(model->scheduler_config["timestep_spacing"] == "leading");
  CHECK(model->scheduler_config["steps_offset"] == 1);
  CHECK(model->scheduler_config["set_alpha_to_one"] == false);
  CHECK(model->scheduler_config["prediction_type"] == "epsilon");
  CHECK(model->tokenizer == nullptr);
  REQUIRE(model->warnings.size() == 1);
  CHECK(any(model->warnings, "knows 100 words"));
  CHECK(describe_model((folder / "dream.safetensors").string(), std::uint64_t(8) << 30).usable);
  CHECK(describe_model((folder / "dream.safetensors").string(), std::uint64_t(8) << 30).name == "dream");
}

TEST_CASE("a Stable Diffusion 2 file: heads of width 64, thirds of stacked matrices, one layer less, and what it predicts") {
  const test::TemporaryFolder folder;
  const auto path = write(folder, "m.safetensors", sd2_tensors());
  const auto model = load_model(path.string(), {});
  CHECK(model->family == "Stable Diffusion 2.x");
  CHECK(model->unet.config().attention_heads == std::vector<std::int64_t>{1, 2});
  CHECK(model->unet.config().use_linear_projection);
  CHECK(model->unet.config().sample_size == 96);
  CHECK(model->text_encoder.config().num_hidden_layers == 2);
  CHECK(model->text_encoder.config().hidden_act == "gelu");
  const auto parameters = model->text_encoder.module().named_parameters();
  const at::Tensor q = parameters["text_model.encoder.layers.0.self_attn.q_proj.weight"];
  CHECK(parameters["text_model.encoder.layers.0.self_attn.v_proj.weight"].allclose(q + 2));
  CHECK(model->scheduler_config["prediction_type"] == "v_prediction");
  CHECK(any(model->warnings, "does not say what it predicts"));
  folder.write("m.yaml", "model:\n  params:\n    parameterization: \"v\"\n");
  CHECK_FALSE(any(load_model(path.string(), {})->warnings, "predicts"));
  folder.write("m.yaml", "model:\n  params:\n    timesteps: 1000\n");
  CHECK(load_model(path.string(), {})->scheduler_config["prediction_type"] == "epsilon");
  CHECK(load_model(path.string(), {})->unet.config().sample_size == 64);
  const auto stated = write(folder, "n.safetensors", sd2_tensors(), {{"modelspec.prediction_type", "epsilon"}});
  CHECK(load_model(stated.string(), {})->scheduler_config["prediction_type"] == "epsilon");
}

TEST_CASE("the tokenizer of a single file is CLIP's, padded as its family is; another vocabulary has none") {
  const test::TemporaryFolder folder;
  const auto refusal = refusal_of([&] { load_tokenizer(write(folder, "m.safetensors", sd1_tensors()).string()); });
  CHECK(refusal.kind == "bad_input");
  CHECK(refusal.mentions("knows 100 words"));
  if (!find_clip_vocabulary()) {
    MESSAGE("CLIP's vocabulary is not here; what it gives is not tested");
    return;
  }
  // Only the table of words grows: the rest stays small.
  for (const bool second : {false, true}) {
    tensor::TensorMap tensors = second ? sd2_tensors() : sd1_tensors();
    for (auto& [name, values] : tensors)
      if (name.ends_with("token_embedding.weight")) values = at::zeros({49408, values.size(1)}, at::kHalf);
    const auto tokenizer = load_tokenizer(write(folder, "m.safetensors", tensors).string());
    CHECK(tokenizer->specials().pad == (second ? 0 : 49407));
    CHECK(tokenizer->specials().length == 77);
    CHECK(tokenizer->pieces("dog")[0].id == 1929);
  }
}

TEST_CASE("weights of the wanted dtype look into the mapped file") {
  const test::TemporaryFolder folder;
  const auto path = write(folder, "m.safetensors", sd1_tensors());
  const SingleFile file = open_single_file(path);
  const auto bytes = file.index.files[0]->bytes();
  for (const Component component : {Component::unet, Component::vae, Component::text_encoder})
    for (const auto& [name, entry] : single_file_weights(file, component).tensors) {
      CHECK(entry.bytes.data() >= bytes.data());
      CHECK(entry.bytes.data() + entry.bytes.size() <= bytes.data() + bytes.size());
    }
}

TEST_CASE("averaged copies, training buffers, unknown names and parts left out are said") {
  const test::TemporaryFolder folder;
  tensor::TensorMap tensors = sd1_tensors();
  tensors["model_ema.decay"] = at::zeros({});
  tensors["model_ema.diffusion_modelinput_blocks00weight"] = at::zeros({1});
  tensors["betas"] = at::zeros({1000});
  tensors["control_model.x.weight"] = at::zeros({1});
  const auto model = load_model(write(folder, "m.safetensors", tensors).string(), {});
  CHECK(any(model->warnings, "2 averaged copies"));
  CHECK(any(model->warnings, "control_model.x.weight"));
  CHECK_FALSE(any(model->warnings, "betas"));
  std::erase_if(tensors, [](const auto& item) { return item.first.starts_with("first_stage_model."); });
  const auto without = write(folder, "n.safetensors", tensors);
  const Refusal refusal = refusal_of([&] { load_model(without.string(), {}); });
  CHECK(refusal.kind == "bad_input");
  CHECK(refusal.mentions("holds no vae; it holds: unet, text_encoder"));
  CHECK(inspect(without)["warnings"][0] == "There is no vae in this file.");
  const auto alone = write(folder, "vae.safetensors", original_tensors({{Component::vae, vae}}));
  CHECK(load_model(without.string(), {}, alone.string())->vae.factor() == 2);
  CHECK(refusal_of([&] { load_model(alone.string(), {}); }).mentions("one part of a model"));
}

TEST_CASE("an autoencoder in a file of its own: the original's names with and without prefix, and diffusers'") {
  const test::TemporaryFolder folder;
  const tensor::TensorMap prefixed = original_tensors({{Component::vae, vae}});
  tensor::TensorMap bare, own;
  for (const auto& [name, values] : prefixed) bare[name.substr(std::strlen("first_stage_model."))] = values;
  const auto first = load_vae(write(folder, "a.safetensors", prefixed).string(), {});
  for (const auto& item : first.module().named_parameters()) own[item.key()] = item.value();
  const at::Tensor latent = at::ones({1, 4, 4, 4});
  for (const tensor::TensorMap* tensors : {&bare, &own}) {
    const auto path = write(folder, "b.safetensors", *tensors);
    CHECK(inspect(path)["components"] == Json({"vae"}));
    CHECK(load_vae(path.string(), {}).decode_scaled(latent).equal(first.decode_scaled(latent)));
  }
}

TEST_CASE("other families and other files are called by their names") {
  const test::TemporaryFolder folder;
  const auto refused = [&](const tensor::TensorMap& tensors) {
    return refusal_of([&] { load_model(write(folder, "x.safetensors", tensors).string(), {}); });
  };
  const std::string unet_name = "model.diffusion_model.";
  CHECK(refused({{unet_name + "label_emb.0.0.weight", at::zeros({1})}}).mentions("Stable Diffusion XL"));
  CHECK(refused({{unet_name + "joint_blocks.0.x", at::zeros({1})}}).mentions("Stable Diffusion 3"));
  CHECK(refused({{unet_name + "double_blocks.0.img_attn.norm.key_norm.scale", at::zeros({1})}}).mentions("Flux"));
  CHECK(refused({{unet_name + "label_emb.0.0.weight", at::zeros({1})}}).kind == "unsupported");
  CHECK(refused({{unet_name + "input_blocks.0.0.weight", at::zeros({64, 8, 3, 3})}}).mentions("InstructPix2Pix"));
  CHECK(refused({{unet_name + "input_blocks.0.0.weight", at::zeros({64, 4, 3, 3})}}).kind == "bad_input");
  CHECK(refused({{"lora_unet_x.lora_down.weight", at::zeros({1, 1})}}).mentions("is a LoRA"));
  CHECK(refused({{"latents", at::zeros({1, 1, 1})}}).mentions("no model that is known"));
}

TEST_CASE("a missing tensor, an odd stack and a hostile shape are refused by name") {
  const test::TemporaryFolder folder;
  const auto refused = [&](const std::string& name, const at::Tensor& values, bool second = false) {
    tensor::TensorMap tensors = second ? sd2_tensors() : sd1_tensors();
    if (values.defined()) tensors[name] = values;
    else tensors.erase(name);
    const Refusal refusal = refusal_of([&] { load_model(write(folder, "x.safetensors", tensors).string(), {}); });
    CHECK(refusal.kind == "bad_input");
    return refusal.message;
  };
  CHECK(refused("model.diffusion_model.middle_block.0.in_layers.0.weight", {}).find("mid_block.resnets.0.norm1.weight") !=
        std::string::npos);
  CHECK(refused("first_stage_model.decoder.conv_in.weight", {}).find("first_stage_model.decoder.conv_in.weight is missing") !=
        std::string::npos);
  CHECK(refused("model.diffusion_model.input_blocks.1.0.in_layers.2.weight", at::zeros({3, 3, 1, 1})).find("down_blocks.0.resnets.0.conv1.weight") !=
        std::string::npos);
  CHECK(refused("cond_stage_model.transformer.text_model.embeddings.token_embedding.weight", at::zeros({4})).find("2 dimensions") !=
        std::string::npos);
  CHECK(refused("cond_stage_model.model.transformer.resblocks.0.attn.in_proj_bias", at::zeros({385}), true).find("should stack three") !=
        std::string::npos);
}

TEST_CASE("CLIP's vocabulary is found in the user's folder, and its absence said with a way out") {
  const test::TemporaryFolder home;
  const test::EnvironmentOverride likeness_home("LIKENESS_HOME", home.path().string());
  std::vector<std::string> warnings;
  const Json text{{"vocab_size", 49408}, {"max_position_embeddings", 77}, {"hidden_act", "gelu"}};
  if (!find_clip_vocabulary()) {
    CHECK(clip_tokenizer(text, warnings) == nullptr);
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].find("bpe_simple_vocab_16e6.txt") != std::string::npos);
    MESSAGE("without CLIP's vocabulary: packaging/install-dependencies fetches it");
    return;
  }
  const auto tokenizer = clip_tokenizer(text, warnings);
  REQUIRE(tokenizer != nullptr);
  CHECK(tokenizer->specials().pad == 0);
  CHECK(write_clip_tokenizer(home / "tokenizer", text, warnings));
  const auto again = tokenizers::open_tokenizer(home / "tokenizer", 77);
  CHECK(again->specials().pad == 0);
  for (const auto* one : {tokenizer.get(), static_cast<const tokenizers::Tokenizer*>(again.get())}) {
    std::vector<std::int64_t> ids;
    for (const auto& piece : one->pieces("a photo of an astronaut riding a horse on mars")) ids.push_back(piece.id);
    CHECK(ids == std::vector<std::int64_t>{320, 1125, 539, 550, 18376, 6765, 320, 4558, 525, 7496});
    CHECK(one->specials().start == 49406);
    CHECK(one->specials().end == 49407);
  }
}

}  // namespace likeness::models
