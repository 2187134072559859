#include "engine/models/convert.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/io/checkpoint.h"
#include "engine/models/inspect.h"
#include "tests/engine/models/folders.h"
#include "tests/engine/models/golden.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

const char* const weight_files[] = {"unet/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors",
                                    "text_encoder/model.safetensors"};

Converted to_single(const fs::path& from, const fs::path& to) {
  return convert({.from = from, .to = to, .layout = ModelLayout::single, .component = {}, .dtype = {}});
}
Converted to_folder(const fs::path& from, const fs::path& to) {
  return convert({.from = from, .to = to, .layout = ModelLayout::diffusers, .component = {}, .dtype = {}});
}

void check_golden(const std::string& name, const std::string& path) {
  const auto& t = golden::load(name).tensors;
  const auto model = load_model(path, {});
  CHECK(golden::distance(model->text_encoder.forward(t.at("ids")), t.at("context")) < golden::text_tolerance);
  CHECK(golden::distance(model->unet.forward(t.at("sample"), t.at("timestep"), t.at("context")), t.at("prediction")) <
        golden::unet_tolerance);
  CHECK(golden::distance(model->vae.decode_scaled(t.at("decode_latent")), t.at("decoded")) < golden::vae_tolerance);
}

}  // namespace

TEST_CASE("a folder becomes one file and a folder again, bit by bit, and each of them runs") {
  for (const std::string& name : {std::string("tiny-sd1"), std::string("tiny-sd2")}) {
    CAPTURE(name);
    const test::TemporaryFolder folder;
    const Converted there = to_single(golden::folder(name), folder / "model.safetensors");
    CHECK(there.unknown.empty());
    CHECK(there.missing.empty());
    check_golden(name, (folder / "model.safetensors").string());
    const Converted back = to_folder(folder / "model.safetensors", folder / "back");
    CHECK(back.unknown.empty());
    for (const char* file : weight_files) {
      CAPTURE(file);
      CHECK(test::read_all(folder / ("back/" + std::string(file))) == test::read_all(golden::folder(name) / file));
    }
    check_golden(name, (folder / "back").string());
    CHECK(read_json_file(folder / "back/unet/config.json") == read_json_file(golden::folder(name) / "unet/config.json"));
    CHECK(read_json_file(folder / "back/scheduler/scheduler_config.json") ==
          read_json_file(golden::folder(name) / "scheduler/scheduler_config.json"));
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 2);
  }
}

TEST_CASE("the single file has the original's names, shapes and made-up ends") {
  const test::TemporaryFolder folder;
  to_single(golden::folder("tiny-sd1"), folder / "1.safetensors");
  const auto first = io::open_tensors(folder / "1.safetensors");
  CHECK(first.tensors.at("first_stage_model.encoder.mid.attn_1.q.weight").shape == std::vector<std::int64_t>{16, 16, 1, 1});
  CHECK(first.tensors.at("first_stage_model.encoder.mid.attn_1.q.bias").shape == std::vector<std::int64_t>{16});
  CHECK(first.tensors.contains("cond_stage_model.transformer.text_model.encoder.layers.2.mlp.fc1.weight"));
  to_single(golden::folder("tiny-sd2"), folder / "2.safetensors");
  const auto second = io::open_tensors(folder / "2.safetensors");
  const std::string blocks = "cond_stage_model.model.transformer.resblocks.";
  CHECK(second.tensors.at(blocks + "0.attn.in_proj_weight").shape == std::vector<std::int64_t>{96, 32});
  const auto bytes = [&](const std::string& name) {
    const auto& entry = second.tensors.at(name);
    return std::string(reinterpret_cast<const char*>(entry.bytes.data()), entry.bytes.size());
  };
  CHECK(bytes(blocks + "3.attn.in_proj_weight") == bytes(blocks + "2.attn.in_proj_weight"));
  CHECK(bytes(blocks + "3.mlp.c_fc.bias") == bytes(blocks + "2.mlp.c_fc.bias"));
  CHECK(second.tensors.at("cond_stage_model.model.text_projection").shape == std::vector<std::int64_t>{32, 32});
  CHECK(second.tensors.at("cond_stage_model.model.logit_scale").shape.empty());
  const Json inspected = inspect(folder / "2.safetensors");
  CHECK(inspected["kind"] == "single_file");
  CHECK(inspected["architecture"] == "sd2");
  CHECK(inspected["components"] == Json({"unet", "vae", "text_encoder"}));
}

TEST_CASE("what the original alone has survives from file to file") {
  const test::TemporaryFolder folder;
  to_single(golden::folder("tiny-sd2"), folder / "a.safetensors");
  tensor::TensorMap tensors = tensor::read_tensors(folder / "a.safetensors");
  tensors.at("cond_stage_model.model.transformer.resblocks.3.ln_1.bias") = at::full({32}, 5.f);
  tensor::write_tensors(folder / "b.safetensors", tensors, io::open_tensors(folder / "a.safetensors").metadata);
  to_single(folder / "b.safetensors", folder / "c.safetensors");
  CHECK(tensor::read_tensors(folder / "c.safetensors")
            .at("cond_stage_model.model.transformer.resblocks.3.ln_1.bias")
            .equal(at::full({32}, 5.f)));
  CHECK(io::open_tensors(folder / "c.safetensors").tensors.size() == tensors.size());
}

TEST_CASE("one component, another dtype, and names that have no place") {
  const test::TemporaryFolder folder;
  const Converted unet = convert({.from = golden::folder("tiny-sd1"),
                                  .to = folder / "unet.safetensors",
                                  .layout = ModelLayout::single,
                                  .component = Component::unet,
                                  .dtype = at::kHalf});
  const auto index = io::open_tensors(folder / "unet.safetensors");
  CHECK(index.tensors.size() == unet.mapped);
  for (const auto& [name, entry] : index.tensors) {
    CHECK(name.starts_with("model.diffusion_model."));
    CHECK(entry.dtype == io::Dtype::f16);
  }
  to_single(golden::folder("tiny-sd1"), folder / "m.safetensors");
  tensor::TensorMap tensors = tensor::read_tensors(folder / "m.safetensors");
  const auto metadata = io::open_tensors(folder / "m.safetensors").metadata;
  tensors["model_ema.diffusion_modelinput_blocks00weight"] = at::zeros({2});
  tensors["model.diffusion_model.gizmo.weight"] = at::zeros({2});
  tensors["cond_stage_model.transformer.text_model.embeddings.position_ids"] = at::arange(77).unsqueeze(0);
  tensor::write_tensors(folder / "more.safetensors", tensors, metadata);
  const Converted more = to_folder(folder / "more.safetensors", folder / "more");
  CHECK(more.unknown == std::vector<std::string>{"model.diffusion_model.gizmo.weight", "model_ema.diffusion_modelinput_blocks00weight"});
  check_golden("tiny-sd1", (folder / "more").string());
  std::erase_if(tensors, [](const auto& item) { return item.first.starts_with("first_stage_model."); });
  tensor::write_tensors(folder / "less.safetensors", tensors, metadata);
  CHECK(to_folder(folder / "less.safetensors", folder / "less").missing == std::vector<std::string>{"vae"});
  CHECK(read_json_file(folder / "less/model_index.json")["vae"] == Json({nullptr, nullptr}));
  tensors.erase("model.diffusion_model.out.2.bias");
  tensor::write_tensors(folder / "broken.safetensors", tensors, metadata);
  const Refusal refusal = refusal_of([&] { to_folder(folder / "broken.safetensors", folder / "broken"); });
  CHECK(refusal.kind == "bad_input");
  CHECK(refusal.mentions("conv_out.bias"));
  CHECK_FALSE(fs::exists(folder / "broken"));
}

TEST_CASE("a target that is the source or of the other kind is refused, and an old one replaced whole") {
  const ModelCopy copy;
  CHECK(refusal_of([&] { to_folder(copy.path(), copy.path()); }).mentions("is the model that is to be converted"));
  CHECK(refusal_of([&] { to_single(copy.path(), copy.path()); }).kind == "bad_input");
  const test::TemporaryFolder folder;
  folder.write("file", "old");
  CHECK(refusal_of([&] { to_folder(copy.path(), folder / "file"); }).mentions("is a file"));
  CHECK(refusal_of([&] { to_single(copy.path(), folder.path()); }).mentions("is a folder"));
  to_single(copy.path(), folder / "file");
  CHECK(refusal_of([&] { to_single(folder / "file", folder / "file"); }).kind == "bad_input");
  CHECK(refusal_of([&] { to_single(folder / "nothing", folder / "x"); }).kind == "bad_input");
}

}  // namespace likeness::models
