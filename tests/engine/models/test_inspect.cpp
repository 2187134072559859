#include "engine/models/inspect.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "tests/engine/models/folders.h"
#include "tests/engine/models/golden.h"

namespace likeness::models {
namespace {

Json inspect_tensors(const tensor::TensorMap& tensors, const std::map<std::string, std::string>& metadata = {}) {
  const test::TemporaryFolder folder;
  tensor::write_tensors(folder / "file.safetensors", tensors, metadata);
  return inspect(folder / "file.safetensors");
}

at::Tensor zeros(at::IntArrayRef shape) { return at::zeros(shape, at::kHalf); }

}  // namespace

TEST_CASE("a diffusers folder is told with parts, counts and family") {
  const Json starter = inspect(golden::folder("starter"));
  CHECK(starter["kind"] == "diffusers");
  CHECK(starter["architecture"] == "starter");
  CHECK(starter["components"] == Json({"vae", "unet", "text_encoder", "tokenizer", "scheduler"}));
  CHECK(starter["dtypes"].size() == 1);
  CHECK(starter["dtypes"]["F16"] == starter["tensors"]);
  CHECK(starter["warnings"].empty());
  CHECK(inspect(golden::folder("tiny-sd1"))["architecture"] == "sd1");
  const ModelCopy xl;
  xl.change_json("model_index.json", [](Json& json) { json["_class_name"] = "StableDiffusionXLPipeline"; });
  xl.remove("vae");
  const Json inspected = inspect(xl.path());
  CHECK(inspected["architecture"] == "sdxl");
  CHECK(inspected["warnings"].size() == 2);
}

TEST_CASE("parts of a folder and weight files are told by what they hold") {
  const Json unet = inspect(golden::folder("starter") / "unet");
  CHECK(unet["kind"] == "component");
  CHECK(unet["architecture"] == "starter");
  CHECK(unet["components"] == Json({"unet"}));
  CHECK(inspect(golden::folder("tiny-sd1") / "vae/diffusion_pytorch_model.safetensors")["components"] == Json({"vae"}));
  CHECK(inspect(golden::folder("tiny-sd1") / "text_encoder/model.safetensors")["components"] == Json({"text_encoder"}));
  const Json single = inspect_tensors({{"model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight", zeros({320, 768})},
                                       {"first_stage_model.encoder.conv_in.weight", zeros({1})},
                                       {"cond_stage_model.x", zeros({1})}},
                                      {{"format", "pt"}});
  CHECK(single["kind"] == "single_file");
  CHECK(single["architecture"] == "sd1");
  CHECK(single["components"] == Json({"unet", "vae", "text_encoder"}));
  CHECK(single["metadata"]["format"] == "pt");
}

TEST_CASE("add-ons are told apart, with the family they were made for") {
  const std::string layer = "down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k";
  const Json kohya = inspect_tensors({{"lora_unet_" + layer + ".lora_down.weight", zeros({4, 1024})},
                                      {"lora_unet_" + layer + ".lora_up.weight", zeros({320, 4})},
                                      {"lora_te_text_model_encoder_layers_0_mlp_fc1.lora_down.weight", zeros({4, 9})}},
                                     {{"ss_network_dim", "4"}});
  CHECK(kohya["kind"] == "lora");
  CHECK(kohya["architecture"] == "sd2");
  CHECK(kohya["components"] == Json({"unet", "text_encoder"}));
  CHECK(kohya["metadata"]["ss_network_dim"] == "4");
  CHECK(inspect_tensors({{"lora_te2_x.lora_down.weight", zeros({4, 9})}})["architecture"] == "sdxl");
  CHECK(inspect_tensors({{"lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight", zeros({4, 9})}})["architecture"] == "flux");
  CHECK(inspect_tensors({{"unet.x.hada_w1_a", zeros({4, 9})}})["kind"] == "lora");
  CHECK(inspect_tensors({{"diffusion_model.input_blocks.1.1.x.lokr_w1", zeros({4, 9})}})["components"] == Json({"unet"}));
  CHECK(inspect_tensors({{"base_model.model.text_model.x.lora_A.weight", zeros({4, 9})}})["components"] == Json({"text_encoder"}));
  CHECK(inspect_tensors({{"emb_params", zeros({2, 768})}})["kind"] == "embedding");
  CHECK(inspect_tensors({{"latents", zeros({1, 4, 8, 8})}})["kind"] == "other");
}

TEST_CASE("pictures, runs and other files are named, damaged ones refused") {
  const test::TemporaryFolder folder;
  CHECK(inspect(folder.write("p.png", "\x89PNG\r\n\x1a\n____"))["kind"] == "picture");
  folder.write("run/run.json", "{}");
  CHECK(inspect(folder / "run")["kind"] == "run");
  CHECK(inspect(folder.write("j.json", "{\"a\": 1}"))["kind"] == "other");
  const auto refused = [&](const char* name, const std::string& bytes) {
    const auto file = folder.write(name, bytes);
    return refusal_of([&] { inspect(file); });
  };
  CHECK(refused("page.safetensors", "<!DOCTYPE html><html>").mentions("web page"));
  CHECK(refused("pointer.safetensors", "version https://git-lfs.github.com/spec/v1\n").mentions("Git LFS"));
  CHECK(refused("x.ckpt", "PK\3\4abcdefgh").kind == "bad_input");
  CHECK(refused("x.gguf", "GGUF----").kind == "unsupported");
  CHECK(refused("cut.safetensors", std::string("\xff\xff\xff\xff\xff\xff\xff\xff{", 9)).kind == "bad_input");
  CHECK(refused("empty.safetensors", "").kind == "bad_input");
  CHECK(refusal_of([&] { inspect(folder / "nothing"); }).kind == "bad_input");
}

}  // namespace likeness::models
