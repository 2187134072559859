// train --draws against the reference loop of tests/golden/training_loop.py (diffusers' classes, torch.optim.AdamW).
#include <cmath>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/json.h"
#include "engine/models/lora.h"
#include "engine/tensor/files.h"
#include "tests/engine/train/school.h"

using namespace likeness;

namespace {

const std::string golden = test::source_folder + "/tests/golden/training/";

struct Case {
  std::string name;
  api::Train request;
  Json expected;
};

/// A copy of the model whose scheduler config has these fields.
std::string model_with_scheduler(const std::string& model, const Json& fields, const test::TemporaryFolder& folder) {
  const std::filesystem::path copy = folder / "model";
  std::filesystem::copy(model, copy, std::filesystem::copy_options::recursive);
  Json config = read_json_file(copy / "scheduler/scheduler_config.json");
  config.update(fields);
  write_json_file(copy / "scheduler/scheduler_config.json", config);
  return copy.string();
}

Case golden_case(const std::string& name, const test::TemporaryFolder& folder) {
  Case found{.name = name, .request = {}, .expected = read_json_file(golden + "expected-" + name + ".json")};
  const Json& options = found.expected.at("options");
  api::Train& request = found.request;
  request.model = found.expected.at("model") == "starter" ? test::starter_model : test::tiny_model;
  if (found.expected.contains("scheduler")) request.model = model_with_scheduler(request.model, found.expected.at("scheduler"), folder);
  request.draws_file = golden + "draws-" + found.expected.value("draws", name) + ".safetensors";
  request.run_folder = (folder / "run").string();
  request.compute.device = "cpu";
  request.compute.threads = 2;
  api::fields(request.options, [&options](const api::Field& field, auto& value) {
    const auto given = options.find(std::string(field.key));
    if (given == options.end()) return;
    if constexpr (requires { value.has_value(); }) value = given->template get<std::decay_t<decltype(*value)>>();
    else value = given->template get<std::decay_t<decltype(value)>>();
  });
  return found;
}

/// Keys' biases cancel in the softmax: their gradient is rounding noise, which Adam blows up to whole steps.
bool is_free(const std::string& name) { return name.ends_with("k_proj.bias"); }

tensor::TensorMap with_prefix(const std::filesystem::path& file, const std::string& prefix) {
  tensor::TensorMap named;
  for (const auto& [name, tensor] : tensor::read_tensors(file)) named[prefix + name] = tensor;
  return named;
}

/// Weights of a model folder by full name.
tensor::TensorMap model_weights(const std::filesystem::path& folder) {
  tensor::TensorMap weights = with_prefix(folder / "unet/diffusion_pytorch_model.safetensors", "unet.");
  weights.merge(with_prefix(folder / "text_encoder/model.safetensors", "text_encoder."));
  return weights;
}

tensor::TensorMap start_weights(const Case& one) {
  if (one.request.options.method == "full") return model_weights(one.request.model);
  tensor::TensorMap draws = tensor::read_tensors(one.request.draws_file);
  if (one.request.options.method == "textual_inversion") draws = {{"text_encoder.embedding", draws.at("embedding")}};
  if (one.request.options.new_word) draws["word.embedding"] = draws.at("embedding");
  return draws;
}

tensor::TensorMap end_weights(const Case& one, const train::Trained& trained) {
  const std::filesystem::path checkpoint = trained.checkpoints.back();
  if (one.request.options.method == "full") return model_weights(checkpoint / "model");
  if (one.request.options.method == "textual_inversion") {
    return {{"text_encoder.embedding", tensor::read_tensors(checkpoint / "embedding.safetensors").at("emb_params")}};
  }
  const auto model = models::load_model(one.request.model, {});
  std::vector<std::string> warnings;
  tensor::TensorMap weights;
  if (one.request.options.new_word) weights["word.embedding"] = tensor::read_tensors(checkpoint / "embedding.safetensors").at("emb_params");
  for (const auto& pair : models::read_lora_pairs(checkpoint / "lora.safetensors", *model, warnings)) {
    weights["lora." + pair.module + ".lora_A.weight"] = pair.a;
    weights["lora." + pair.module + ".lora_B.weight"] = pair.b;
    if (pair.magnitude.defined()) weights["lora." + pair.module + ".lora_magnitude_vector"] = pair.magnitude;
  }
  return weights;
}

/// Euclidean distance over the component's tensors that `names` has.
double distance(const tensor::TensorMap& one, const tensor::TensorMap& other, const tensor::TensorMap& names, const std::string& part) {
  double sum = 0;
  for (const auto& [name, unused] : names) {
    const bool in_part = name.starts_with(part + ".") || name.starts_with("lora." + part + ".");
    if (in_part && !is_free(name)) sum += (one.at(name).to(at::kDouble) - other.at(name).to(at::kDouble)).square().sum().item<double>();
  }
  return std::sqrt(sum);
}

double worst_relative(const std::vector<double>& found, const Json& expected) {
  if (found.size() != expected.size()) return INFINITY;
  double worst = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double value = expected[i];
    worst = std::max(worst, std::abs(found[i] - value) / std::abs(value));
  }
  return worst;
}

/// Each distance from the reference divided by its tolerance: 1 is the border.
std::map<std::string, double> distances(const Case& one, const train::Trained& trained) {
  std::map<std::string, double> result;
  result["losses"] = worst_relative(trained.losses, one.expected.at("losses")) / 1e-5;
  result["grad_norms"] = worst_relative(trained.grad_norms, one.expected.at("grad_norms")) / 1e-4;
  const tensor::TensorMap start = start_weights(one);
  tensor::TensorMap end = end_weights(one, trained);
  end.insert(start.begin(), start.end());  // what was frozen stayed where it was
  const std::string weights_file = golden + "weights-" + one.name + ".safetensors";
  const bool has_weights = std::filesystem::exists(weights_file);
  const tensor::TensorMap reference = has_weights ? tensor::read_tensors(weights_file) : tensor::TensorMap{};
  for (const auto& item : one.expected.at("change").items()) {
    const double change = item.value();
    const double off = has_weights ? distance(end, reference, reference, item.key())
                                   : std::abs(distance(end, start, end, item.key()) - change);
    result["change." + item.key()] = off / change / 1e-2;
    const double sum = one.expected.at("abs_sum").at(item.key());
    const auto found = trained.abs_sum.find(item.key());
    result["abs_sum." + item.key()] = found == trained.abs_sum.end() ? INFINITY : std::abs(found->second - sum) / sum / 1e-6;
  }
  return result;
}

double worst(const std::map<std::string, double>& all) {
  double value = 0;
  for (const auto& [name, one] : all) value = std::max(value, one);
  return value;
}

void check_case(const std::string& name) {
  CAPTURE(name);
  const test::TemporaryFolder folder;
  const Case one = golden_case(name, folder);
  test::Told told;
  const train::Trained trained = test::teach(one.request, told);
  for (const auto& [what, value] : distances(one, trained)) {
    CAPTURE(what);
    CHECK(value < 1);
  }
  for (const api::VerdictCheck& check : trained.finished.verdict.checks) {
    CAPTURE(check.name);
    CAPTURE(check.detail);
    CHECK(check.ok);
  }
  CHECK(told.metrics.size() == one.expected.at("losses").size());
  if (*one.request.options.prior_preservation) {
    CHECK(worst_relative(trained.subject_losses, one.expected.at("subject_losses")) < 1e-5);
    CHECK(worst_relative(trained.prior_losses, one.expected.at("prior_losses")) < 1e-5);
  } else {
    CHECK(trained.prior_losses.empty());
  }
}

/// How far a wrong loop ends from the reference.
double mutant(const std::string& name, const std::function<void(api::TrainOptions&)>& change) {
  const test::TemporaryFolder folder;
  Case one = golden_case(name, folder);
  change(one.request.options);
  return worst(distances(one, test::teach(one.request)));
}

}  // namespace

TEST_CASE("runs of the tiny model follow the reference loop") {
  for (const char* name : {"full", "full-prior", "full-frozen-text", "full-pixels", "full-decay", "lora", "lora-prior"}) check_case(name);
}

TEST_CASE("runs of the starter follow the reference loop") {
  for (const char* name : {"starter-full", "starter-full-prior", "starter-lora", "starter-lora-prior"}) check_case(name);
}

TEST_CASE("accumulated gradients are those of the mean of the micro losses") { check_case("full-accumulate"); }

TEST_CASE("weighted, Huber and v-prediction losses follow the reference loop") {
  for (const char* name : {"snr-prior", "snr-v", "huber"}) check_case(name);
}

TEST_CASE("a learning rate curve and an average of the weights follow the reference loop") {
  for (const char* name : {"polynomial", "ema"}) check_case(name);
  const test::TemporaryFolder folder;
  const Case one = golden_case("polynomial", folder);
  const std::vector<double> found = test::teach(one.request).learning_rates;
  const auto expected = one.expected.at("learning_rates").get<std::vector<double>>();
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i] == doctest::Approx(expected[i]).epsilon(1e-12));
}

TEST_CASE("the other optimizers follow their reference implementations") {
  for (const char* name : {"adafactor", "lion", "prodigy"}) check_case(name);
}

TEST_CASE("LoRA on convolutions, DoRA, and a LoRA with a new word follow PEFT's layers") {
  for (const char* name : {"locon", "dora", "pivotal"}) check_case(name);
  CHECK(mutant("dora", [](api::TrainOptions& options) { options.dora = false; }) > 2);
  CHECK(mutant("pivotal", [](api::TrainOptions& options) { options.word_learning_rate = 1e-3; }) > 2);
  CHECK(mutant("pivotal", [](api::TrainOptions& options) { options.word_until = 0.5; }) > 2);
}

TEST_CASE("parts with rates of their own, and custom diffusion, follow the reference loop") {
  for (const char* name : {"parts", "custom-diffusion"}) check_case(name);
  CHECK(mutant("parts", [](api::TrainOptions& options) { options.unet_parts = "mid, up.1"; }) > 2);
  CHECK(mutant("custom-diffusion", [](api::TrainOptions& options) { options.train_only = "cross_attention"; }) > 2);
}

TEST_CASE("dropout is off with draws") {
  const test::TemporaryFolder folder;
  Case one = golden_case("locon", folder);
  one.request.options.lora_dropout = 0.5;
  CHECK(worst(distances(one, test::teach(one.request))) < 1);
}

TEST_CASE("textual inversion follows the reference loop") { check_case("textual-inversion"); }

TEST_CASE("micro batches of two are the batch of four") {
  const test::TemporaryFolder folder;
  Case micro = golden_case("full-accumulate", folder);
  Case whole = micro;
  tensor::TensorMap draws = tensor::read_tensors(micro.request.draws_file);
  for (auto& [name, tensor] : draws) {
    std::vector<std::int64_t> shape = tensor.sizes().vec();
    shape[0] /= 2;
    shape[1] *= 2;
    tensor = tensor.reshape(shape);
  }
  whole.request.draws_file = (folder / "draws.safetensors").string();
  tensor::write_tensors(whole.request.draws_file, draws);
  whole.request.options.gradient_accumulation = 1;
  whole.request.run_folder = (folder / "whole").string();
  const train::Trained one = test::teach(micro.request), other = test::teach(whole.request);
  CHECK(worst_relative(one.losses, Json(other.losses)) < 1e-5);
  CHECK(worst_relative(one.grad_norms, Json(other.grad_norms)) < 1e-4);
  CHECK(worst(distances(micro, other)) < 1);
}

TEST_CASE("a wrong loop is told from the right one") {
  for (const char* name : {"full", "full-prior", "lora", "lora-prior"}) {
    CAPTURE(name);
    CHECK(mutant(name, [](api::TrainOptions& options) { options.weight_decay = 0; }) > 2);
    CHECK(mutant(name, [](api::TrainOptions& options) { options.clip_norm = 0; }) > 2);
    CHECK(mutant(name, [](api::TrainOptions& options) { options.adam_beta2 = 0.99; }) > 2);
    CHECK(mutant(name, [](api::TrainOptions& options) { options.train_text_encoder = false; }) > 2);
  }
  CHECK(mutant("full-prior", [](api::TrainOptions& options) { options.prior_preservation = false; }) > 2);
  CHECK(mutant("lora", [](api::TrainOptions& options) { options.alpha = 4; }) > 2);
  CHECK(mutant("snr-prior", [](api::TrainOptions& options) { options.min_snr_gamma = 0; }) > 2);
  CHECK(mutant("polynomial", [](api::TrainOptions& options) { options.warmup_steps = 0; }) > 2);
  CHECK(mutant("ema", [](api::TrainOptions& options) { options.ema_decay = 0; }) > 2);
}
