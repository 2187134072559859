#include "engine/models/model.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/files.h"
#include "tests/engine/models/folders.h"
#include "tests/engine/models/golden.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

void check_same_files(const fs::path& a, const fs::path& b, std::initializer_list<const char*> files) {
  for (const char* file : files) {
    CAPTURE(file);
    CHECK(test::read_all(a / file) == test::read_all(b / file));
  }
}

}  // namespace

TEST_CASE("a model is loaded with all that its folder says") {
  const auto& starter = *golden::load("starter").model;
  CHECK(starter.family == "Starter");
  CHECK(starter.text_length() == 32);
  CHECK(starter.own_size() == 128);
  CHECK(starter.vae.factor() == 8);
  CHECK(starter.tokenizer != nullptr);
  CHECK(starter.scheduler_config["_class_name"] == "DDIMScheduler");
  CHECK(starter.warnings.empty());
  const auto& tiny = *golden::load("tiny-sd1").model;
  CHECK(tiny.family == "Stable Diffusion 1.x");
  CHECK(tiny.name == "tiny-sd1");
  CHECK(tiny.text_length() == 77);
  CHECK(tiny.own_size() == 64);
}

TEST_CASE("saving in the files' dtype gives the same bytes, and the copy loads") {
  for (const char* name : {"tiny-sd1", "starter"}) {
    const auto& model = *golden::load(name).model;
    const test::TemporaryFolder folder;
    const bool starter = std::string(name) == "starter";
    save_model(model, folder / "copy", starter ? at::kHalf : at::kFloat);
    check_same_files(golden::folder(name), folder / "copy",
                     {"unet/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors",
                      "text_encoder/model.safetensors", starter ? "tokenizer/spiece.model" : "tokenizer/merges.txt"});
    CHECK(read_json_file(folder / "copy/unet/config.json") == model.unet_config);
    CHECK(read_json_file(folder / "copy/scheduler/scheduler_config.json") == model.scheduler_config);
    CHECK(fs::exists(folder / "copy/concepts.json") == starter);
    const auto copy = load_model((folder / "copy").string(), {});
    CHECK(copy->unet.module().parameters()[0].equal(model.unet.module().parameters()[0]));
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
  }
}

TEST_CASE("saving over a folder replaces it whole, and never the model's own") {
  const ModelCopy copy;
  const auto model = load_model(copy.path(), {});
  CHECK(refusal_of([&] { save_model(*model, copy.path(), at::kFloat); }).kind == "bad_input");
  const test::TemporaryFolder folder;
  folder.write("out/old.txt", "old");
  save_model(*model, folder / "out", at::kFloat);
  CHECK_FALSE(fs::exists(folder / "out/old.txt"));
  CHECK(fs::exists(folder / "out/model_index.json"));
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("unknown fields are warned about and written back") {
  const ModelCopy copy;
  copy.change_json("unet/config.json", [](Json& json) { json["sparkle"] = "much"; });
  const auto model = load_model(copy.path(), {});
  REQUIRE(model->warnings.size() == 1);
  CHECK(model->warnings[0].find("sparkle") != std::string::npos);
  const test::TemporaryFolder folder;
  save_model(*model, folder / "out", at::kFloat);
  CHECK(read_json_file(folder / "out/unet/config.json")["sparkle"] == "much");
}

TEST_CASE("a part that is not there is named") {
  for (const std::string part : {"unet/config.json", "vae", "text_encoder/model.safetensors", "scheduler"}) {
    const ModelCopy copy;
    copy.remove(part);
    const Refusal refusal = refusal_of([&] { load_model(copy.path(), {}); });
    CHECK(refusal.kind == "bad_input");
    CHECK(refusal.mentions(part.substr(0, part.find('/'))));
  }
  const ModelCopy ids_only;
  ids_only.remove("tokenizer");
  CHECK(load_model(ids_only.path(), {})->tokenizer == nullptr);
  CHECK(refusal_of([] { load_model("/nowhere/at/all", {}); }).kind == "bad_input");
}

TEST_CASE("parts of different models are refused together") {
  const ModelCopy copy;
  fs::remove_all(copy.path() + "/text_encoder");
  fs::copy(golden::folder("starter") / "text_encoder", copy.path() + "/text_encoder");
  const Refusal refusal = refusal_of([&] { load_model(copy.path(), {}); });
  CHECK(refusal.kind == "bad_input");
  CHECK(refusal.mentions("expected 32, found 192"));
}

TEST_CASE("families that we do not run are called by their names") {
  const auto with_pipeline = [](const std::string& pipeline) {
    const ModelCopy copy;
    copy.change_json("model_index.json", [&](Json& json) { json["_class_name"] = pipeline; });
    return refusal_of([&] { load_model(copy.path(), {}); });
  };
  CHECK(with_pipeline("StableDiffusionXLPipeline").kind == "unsupported");
  CHECK(with_pipeline("StableDiffusionXLPipeline").mentions("This is a Stable Diffusion XL model"));
  CHECK(with_pipeline("StableDiffusion3Pipeline").mentions("Stable Diffusion 3"));
  CHECK(with_pipeline("FluxPipeline").mentions("Flux"));
  CHECK(with_pipeline("SomethingNewPipeline").mentions("SomethingNewPipeline"));
  const ModelCopy inpainting;
  inpainting.change_json("unet/config.json", [](Json& json) { json["in_channels"] = 9; });
  CHECK(refusal_of([&] { load_model(inpainting.path(), {}); }).mentions("conv_in.weight"));  // four channels in the file
  CHECK(with_pipeline("").kind == "unsupported");
  const ModelCopy hostile;
  hostile.change_json("model_index.json", [](Json& json) { json["_class_name"] = 3; });
  CHECK(refusal_of([&] { load_model(hostile.path(), {}); }).kind == "bad_input");
}

TEST_CASE("a model_index.json that is none, or leads elsewhere, is refused or passed over") {
  const auto with_index = [](const std::string& bytes) {
    const ModelCopy copy;
    write_file(copy.path() + "/model_index.json", bytes);
    return refusal_of([&] { load_model(copy.path(), {}); });
  };
  const ModelCopy without;
  without.remove("model_index.json");
  CHECK(refusal_of([&] { load_model(without.path(), {}); }).mentions("no model_index.json"));
  CHECK(with_index(std::string("\xff\xfe{\0}\0", 6)).kind == "bad_input");  // UTF-16
  CHECK(with_index("[]").kind == "bad_input");
  CHECK(with_index("{").kind == "bad_input");
  CHECK(with_index(std::string(200'000, '[')).kind == "bad_input");
  CHECK(with_index(R"({"_class_name": ["../x", "Y"]})").kind == "bad_input");
  // Names in the file are never joined to a path: the parts are where they always are.
  CHECK(with_index(R"({"_class_name": "StableDiffusionPipeline", "unet": ["../x", "Y"], "../../etc": ["a", "b"]})").kind.empty());
  const ModelCopy circle;
  std::filesystem::remove(circle.path() + "/model_index.json");
  std::filesystem::create_symlink("model_index.json", circle.path() + "/model_index.json");
  CHECK_THROWS_AS(load_model(circle.path(), {}), std::filesystem::filesystem_error);  // base/files.h makes it bad_input at the door
}

TEST_CASE("a UNet for inpainting takes the masked picture and the mask besides the latent") {
  const ModelCopy copy;
  copy.change_json("unet/config.json", [](Json& json) { json["in_channels"] = 9; });
  copy.change_weights("unet/diffusion_pytorch_model.safetensors", [](auto& tensors) {
    tensors["conv_in.weight"] = at::constant_pad_nd(tensors.at("conv_in.weight"), {0, 0, 0, 0, 0, 5});
  });
  const auto model = load_model(copy.path(), {});
  CHECK(model->family == "Stable Diffusion 1.x Inpainting");
  const auto& t = golden::load("tiny-sd1").tensors;
  const at::Tensor sample = at::constant_pad_nd(t.at("sample"), {0, 0, 0, 0, 0, 5}, 3);
  CHECK(golden::distance(model->unet.forward(sample, t.at("timestep"), t.at("context")), t.at("prediction")) < golden::unet_tolerance);
}

TEST_CASE("an autoencoder from elsewhere takes the model's place") {
  const ModelCopy copy;
  copy.change_weights("vae/diffusion_pytorch_model.safetensors", [](auto& tensors) { tensors.at("decoder.conv_out.bias").add_(1); });
  const auto& own = *golden::load("tiny-sd1").model;
  const at::Tensor latent = golden::load("tiny-sd1").tensors.at("decode_latent");
  for (const std::string& path : {copy.path(), copy.path() + "/vae"}) {
    const auto model = load_model(golden::folder("tiny-sd1").string(), {}, path);
    CHECK(golden::distance(model->vae.decode_scaled(latent), own.vae.decode_scaled(latent) + 1) < 1e-4);
    CHECK(golden::distance(load_vae(path, {}).decode_scaled(latent), own.vae.decode_scaled(latent) + 1) < 1e-4);
  }
}

TEST_CASE("the hash follows the weights, and is remembered") {
  const test::TemporaryFolder home;
  const test::EnvironmentOverride likeness_home("LIKENESS_HOME", home.path().string());
  const ModelCopy copy;
  const std::string first = model_hash(copy.path());
  CHECK(first.size() == 64);
  CHECK(model_hash(golden::folder("tiny-sd1")) == first);
  CHECK(read_json_file(home / "cache/file-hashes.json").size() == 6);
  CHECK(model_hash(copy.path()) == first);
  copy.change_weights("vae/diffusion_pytorch_model.safetensors", [](auto& tensors) { tensors.begin()->second.add_(1); });
  CHECK(model_hash(copy.path()) != first);
  home.write("cache/file-hashes.json", "{ not json");
  CHECK(model_hash(golden::folder("tiny-sd1")) == first);
}

TEST_CASE("the model list's facts come from headers") {
  const api::ModelInfo starter = describe_model(golden::folder("starter").string(), std::uint64_t(8) << 30);
  CHECK(starter.family == "Starter");
  CHECK(starter.usable);
  CHECK(starter.fits);
  CHECK(starter.own_size == 128);
  CHECK(starter.tokens == 31);
  CHECK(starter.kinds.size() > 50);
  CHECK(std::find(starter.places.begin(), starter.places.end(), "on the moon") != starter.places.end());
  CHECK(starter.bytes > (20u << 20));
  CHECK(starter.memory_bytes > 2 * starter.bytes);
  CHECK_FALSE(describe_model(golden::folder("starter").string(), 1000).fits);
  const api::ModelInfo tiny = describe_model(golden::folder("tiny-sd1").string(), 1u << 30);
  CHECK(tiny.family == "Stable Diffusion 1.x");
  CHECK(tiny.tokens == 75);
  const ModelCopy xl;
  xl.change_json("model_index.json", [](Json& json) { json["_class_name"] = "StableDiffusionXLPipeline"; });
  const api::ModelInfo refused = describe_model(xl.path(), 1u << 30);
  CHECK_FALSE(refused.usable);
  CHECK(refused.family == "Stable Diffusion XL");
  CHECK(refused.reason.find("Stable Diffusion XL") != std::string::npos);
  const api::ModelInfo gone = describe_model("/nowhere/at/all", 1u << 30);
  CHECK_FALSE(gone.usable);
  CHECK_FALSE(gone.reason.empty());
}

}  // namespace likeness::models
