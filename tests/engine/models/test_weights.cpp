#include "engine/models/weights.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "tests/engine/models/folders.h"
#include "tests/engine/models/golden.h"

namespace likeness::models {
namespace {

constexpr const char* unet_file = "unet/diffusion_pytorch_model.safetensors";
constexpr const char* vae_file = "vae/diffusion_pytorch_model.safetensors";
constexpr const char* text_file = "text_encoder/model.safetensors";

void rename(tensor::TensorMap& tensors, const std::string& from, const std::string& to) {
  tensor::TensorMap renamed;
  for (const auto& [name, tensor] : tensors) {
    const std::size_t at = name.find(from);
    renamed[at == std::string::npos ? name : std::string(name).replace(at, from.size(), to)] = tensor;
  }
  tensors = renamed;
}

}  // namespace

TEST_CASE("other spellings of names lead to the same module") {
  CHECK(module_name(Component::text_encoder, "encoder.layers.0.mlp.fc1.bias") == "text_model.encoder.layers.0.mlp.fc1.bias");
  CHECK(module_name(Component::text_encoder, "text_model.final_layer_norm.bias") == "text_model.final_layer_norm.bias");
  CHECK(module_name(Component::text_encoder, "text_model.embeddings.position_ids").empty());
  CHECK(module_name(Component::vae, "encoder.mid_block.attentions.0.query.weight") == "encoder.mid_block.attentions.0.to_q.weight");
  CHECK(module_name(Component::vae, "encoder.mid_block.attentions.0.key.bias") == "encoder.mid_block.attentions.0.to_k.bias");
  CHECK(module_name(Component::vae, "decoder.mid_block.attentions.0.value.bias") == "decoder.mid_block.attentions.0.to_v.bias");
  CHECK(module_name(Component::vae, "decoder.mid_block.attentions.0.proj_attn.bias") == "decoder.mid_block.attentions.0.to_out.0.bias");
  CHECK(module_name(Component::unet, "mid_block.attentions.0.norm.bias") == "mid_block.attentions.0.norm.bias");
}

TEST_CASE("the number of parameters is the file's, and building a UNet of Stable Diffusion 1.5's size costs no memory") {
  const auto& golden = golden::load("starter");
  for (const auto* module : {&golden.model->text_encoder.module(), &golden.model->unet.module(), &golden.model->vae.module()}) {
    for (const auto& parameter : module->named_parameters()) {
      CAPTURE(parameter.key());
      CHECK(parameter.value().is_contiguous());
      CHECK_FALSE(parameter.value().requires_grad());
    }
  }
  std::vector<std::string> warnings;
  UNetConfig config;
  config.down_block_types = {"CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"};
  config.up_block_types = {"UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"};
  config.block_out_channels = {320, 640, 1280, 1280};
  config.layers_per_block = {2, 2, 2, 2};
  config.transformer_layers = {1, 1, 1, 1};
  config.attention_heads = {8, 8, 8, 8};
  const std::uint64_t before = tensor::memory_figures(c10::kCPU).ours;
  const UNet2DConditionModel unet(config);
  std::int64_t parameters = 0;
  for (const auto& parameter : unet.module().parameters()) parameters += parameter.numel();
  CHECK(parameters == 859'520'964);
  CHECK(tensor::memory_figures(c10::kCPU).ours < before + (64u << 20));
}

TEST_CASE("older files load: no text_model prefix, position ids, the autoencoder's old attention names, float16") {
  const ModelCopy copy;
  copy.change_weights(text_file, [](auto& tensors) {
    rename(tensors, "text_model.", "");
    tensors["embeddings.position_ids"] = at::arange(77, at::kLong).unsqueeze(0);
  });
  copy.change_weights(vae_file, [](auto& tensors) {
    rename(tensors, "attentions.0.to_q", "attentions.0.query");
    rename(tensors, "attentions.0.to_k", "attentions.0.key");
    rename(tensors, "attentions.0.to_v", "attentions.0.value");
    rename(tensors, "attentions.0.to_out.0", "attentions.0.proj_attn");
  });
  const auto model = load_model(copy.path(), {});
  CHECK(model->warnings.empty());
  const auto& t = golden::load("tiny-sd1").tensors;
  CHECK(golden::distance(model->text_encoder.forward(t.at("ids")), t.at("context")) < golden::text_tolerance);
  CHECK(golden::distance(model->vae.encode_mean_scaled(t.at("pixels")), t.at("latent")) < golden::vae_tolerance);
  copy.change_weights(unet_file, [](auto& tensors) {
    for (auto& [name, tensor] : tensors) tensor = tensor.to(at::kHalf);
  });
  const auto unet = load_unet(copy.path(), {});
  const at::Tensor prediction = unet.forward(t.at("sample"), t.at("timestep"), t.at("context"));
  CHECK(prediction.is_floating_point());
  CHECK(prediction.element_size() == 4);
  CHECK(golden::distance(prediction, t.at("prediction")) < 0.02);
}

TEST_CASE("missing and misshapen weights are errors that name them, unexpected ones warnings") {
  const ModelCopy copy;
  copy.change_weights(unet_file, [](auto& tensors) { tensors["gizmo.weight"] = at::zeros({3}); });
  std::vector<std::string> warnings;
  load_unet(copy.path(), {}, &warnings);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("gizmo.weight") != std::string::npos);
  copy.change_weights(unet_file, [](auto& tensors) {
    tensors.erase("mid_block.resnets.1.conv2.bias");
    tensors["conv_in.bias"] = at::zeros({9});
  });
  const Refusal refusal = refusal_of([&] { load_unet(copy.path(), {}); });
  CHECK(refusal.kind == "bad_input");
  CHECK(refusal.mentions("Missing: mid_block.resnets.1.conv2.bias"));
  CHECK(refusal.mentions("conv_in.bias ([9] instead of [8])"));
}

TEST_CASE("every dtype that --dtype offers computes") {
  const auto& t = golden::load("tiny-sd1").tensors;
  for (const auto dtype : {at::kBFloat16, at::kHalf}) {
    const auto model = load_model(golden::folder("tiny-sd1").string(), {.dtype = dtype});
    CHECK(model->vae.module().parameters()[0].element_size() == (dtype == at::kHalf ? 4 : 2));
    const at::Tensor context = model->text_encoder.forward(t.at("ids"));
    CHECK(golden::distance(context, t.at("context")) < 0.2);
    CHECK(golden::distance(model->unet.forward(t.at("sample"), t.at("timestep"), context), t.at("prediction")) < 0.3);
    CHECK(golden::distance(model->vae.decode_scaled(t.at("decode_latent")), t.at("decoded")) < 0.4);
  }
}

TEST_CASE("tensors that do not fit the model are refused by name") {
  const auto& [name, model, t] = golden::load("tiny-sd1");
  const auto refused = [&](const std::string& part, const std::function<void()>& work) {
    const Refusal refusal = refusal_of(work);
    CHECK(refusal.kind == "bad_input");
    CHECK(refusal.mentions(part));
  };
  const at::Tensor time = at::scalar_tensor(3);
  refused("sample", [&] { model->unet.forward(at::zeros({1, 3, 8, 8}), time, t.at("context").slice(0, 0, 1)); });
  refused("context", [&] { model->unet.forward(t.at("sample"), time, at::zeros({2, 77, 31})); });
  refused("timestep", [&] { model->unet.forward(t.at("sample"), at::zeros({3}), t.at("context")); });
  refused("latent", [&] { model->vae.decode(at::zeros({1, 5, 8, 8})); });
  refused("pixels", [&] { model->vae.encode(at::zeros({1, 3, 2, 64})); });
  refused("ids hold 99999", [&] { model->text_encoder.forward(at::full({1, 77}, 99999, at::kLong)); });
  refused("at a time", [&] { model->text_encoder.forward(at::zeros({1, 78}, at::kLong)); });
  refused("Clip skip is 4", [&] { model->text_encoder.forward(t.at("ids"), 4); });
}

}  // namespace likeness::models
