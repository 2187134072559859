// Which parts learn: what is named moves, what is not keeps its bytes.
#include "engine/train/parts.h"

#include <algorithm>
#include <functional>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/hash.h"
#include "engine/tensor/files.h"
#include "tests/engine/train/school.h"

using namespace likeness;
namespace fs = std::filesystem;

namespace {

using Hashes = std::map<std::string, std::string>;

Hashes hashes_of(const fs::path& folder) {
  Hashes hashes;
  for (const auto& [component, file] : {std::pair("unet", "unet/diffusion_pytorch_model.safetensors"), std::pair("text_encoder", "text_encoder/model.safetensors")}) {
    for (const auto& [name, tensor] : tensor::read_tensors(folder / file)) {
      const at::Tensor bytes = tensor.contiguous();
      hashes[std::string(component) + "." + name] =
          sha256_hex(std::as_bytes(std::span(static_cast<const char*>(bytes.const_data_ptr()), static_cast<std::size_t>(bytes.nbytes()))));
    }
  }
  return hashes;
}

/// Tensors of the tiny model that a run of three steps changed.
std::vector<std::string> changed_by(const std::function<void(api::TrainOptions&)>& choose, train::Trained* trained = nullptr) {
  const test::TemporaryFolder folder;
  const test::EnvironmentOverride home("LIKENESS_HOME", folder.path().string());
  api::Train request = test::tiny_request(folder);
  request.options.steps = 3;
  request.options.probe_every = 0;
  request.options.prior_preservation = false;
  choose(request.options);
  const train::Trained done = test::teach(request);
  if (trained != nullptr) *trained = done;
  const Hashes before = hashes_of(test::tiny_model), after = hashes_of(fs::path(done.checkpoints.back()) / "model");
  REQUIRE(before.size() == after.size());
  std::vector<std::string> changed;
  for (const auto& [name, hash] : before) {
    if (after.at(name) != hash) changed.push_back(name);
  }
  return changed;
}

bool all_have(const std::vector<std::string>& names, const std::string& part) {
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) { return test::has(name, part); });
}

std::string refusal(const std::function<void(api::TrainOptions&)>& choose) {
  try {
    changed_by(choose);
  } catch (const Error& error) {
    return std::string(error_kind_name(error.kind())) + ": " + error.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("custom diffusion moves keys and values of the cross attention, nothing else") {
  train::Trained trained;
  const auto changed = changed_by([](api::TrainOptions& options) { options.train_only = "cross_attention_kv"; }, &trained);
  CHECK(changed.size() == 12);  // six transformers, two matrices each
  CHECK(all_have(changed, ".attn2.to_"));
  for (const std::string& name : changed) CHECK((test::has(name, ".to_k.") || test::has(name, ".to_v.")));
  CHECK(trained.abs_sum.count("text_encoder") == 0);
  for (const char* name : {"weights_differ", "files_reopen"}) CHECK(test::find(trained.finished.verdict, name)->ok);
}

TEST_CASE("parts that are not named, or have rate 0, keep their bytes") {
  auto changed = changed_by([](api::TrainOptions& options) {
    options.unet_parts = "up, up.0=0";
    options.train_text_encoder = false;
  });
  CHECK_FALSE(changed.empty());
  CHECK(all_have(changed, "unet.up_blocks.1."));
  changed = changed_by([](api::TrainOptions& options) {
    options.train_unet = false;
    options.text_encoder_parts = "layers.2, norm=1e-4";
  });
  CHECK(changed.size() == 18);
  for (const std::string& name : changed) CHECK((test::has(name, "layers.2.") || test::has(name, "final_layer_norm")));
  changed = changed_by([](api::TrainOptions& options) { options.train_text_encoder = false; });
  CHECK(all_have(changed, "unet."));
}

TEST_CASE("the last part that fits decides the rate, and each rate is a part of its own") {
  api::TrainOptions options{.learning_rate = 1e-4, .unet_parts = "down, cross_attention = 2e-5"};
  const train::PartChoice choice(options, "unet");
  CHECK(choice.rate("down_blocks.0.resnets.0.conv1.weight") == 1e-4);
  CHECK(choice.rate("down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_q") == 2e-5);
  CHECK(choice.rate("up_blocks.0.attentions.0.transformer_blocks.0.attn2.to_q.weight") == 2e-5);
  CHECK_FALSE(choice.rate("mid_block.resnets.0.conv1.weight").has_value());
  CHECK(train::PartChoice({.learning_rate = 1e-4, .text_encoder_learning_rate = 3e-6}, "text_encoder").rate("anything") == 3e-6);
}

TEST_CASE("parts that mean nothing are refused with the names that do") {
  const auto unet = [](const char* parts) { return [parts](api::TrainOptions& options) { options.unet_parts = parts; }; };
  CHECK(test::has(refusal(unet("middle")), "bad_input: unet_parts: expected names of parts, found \"middle\""));
  for (const char* parts : {"up.", "up.x", "mid.1", "mid=", "mid=-1", "mid=fast", "mid=nan", "mid,,up", "up.7", "up=0"}) {
    CAPTURE(parts);
    CHECK(test::has(refusal(unet(parts)), "bad_input: unet_parts"));
  }
  CHECK(test::has(refusal([](api::TrainOptions& options) { options.text_encoder_parts = "mid"; }), "bad_input: text_encoder_parts"));
  CHECK(test::has(refusal([](api::TrainOptions& options) {
          options.train_only = "cross_attention_kv";
          options.unet_parts = "mid";
        }), "bad_input: unet_parts"));
  CHECK(test::has(refusal([](api::TrainOptions& options) {
          options.train_only = "cross_attention_kv";
          options.train_unet = false;
        }), "bad_input: train_unet"));
}
