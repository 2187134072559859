#include "engine/train/trainee.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

#include "engine/base/error.h"
#include "engine/train/optimizer.h"
#include "engine/train/word.h"

namespace likeness::train {

namespace {

constexpr const char* kohya_file = "lora.safetensors";
constexpr const char* diffusers_file = "pytorch_lora_weights.safetensors";

struct Component {
  std::string name;
  torch::nn::Module* module;
  double learning_rate;
};

std::vector<Component> trained_components(const models::Model& model, const api::TrainOptions& options) {
  std::vector<Component> components;
  const double unet_rate = options.learning_rate.value();
  if (options.train_unet) components.push_back({"unet", &model.unet.module(), unet_rate});
  if (options.train_text_encoder) {
    components.push_back({"text_encoder", &model.text_encoder.module(), options.text_encoder_learning_rate.value_or(unet_rate)});
  }
  return components;
}

/// A parameter may look into a mapped file: training writes to a copy, whose alignment does not depend on where it was read from.
Part whole_component(const Component& component) {
  Part part{.name = component.name, .learning_rate = component.learning_rate, .names = {}, .parameters = {}};
  for (auto& item : component.module->named_parameters()) {
    at::Tensor& parameter = item.value();
    parameter.set_data(parameter.detach().to(at::kFloat).clone());
    parameter.requires_grad_(true);
    part.names.push_back(component.name + "." + item.key());
    part.parameters.push_back(parameter);
  }
  return part;
}

Part factors_of(const Component& component, const std::vector<models::LoraPair>& pairs) {
  Part part{.name = component.name, .learning_rate = component.learning_rate, .names = {}, .parameters = {}};
  for (const models::LoraPair& pair : pairs) {
    if (!pair.module.starts_with(component.name + ".")) continue;
    part.names.push_back("lora." + pair.module + ".lora_A.weight");
    part.parameters.push_back(pair.a);
    part.names.push_back("lora." + pair.module + ".lora_B.weight");
    part.parameters.push_back(pair.b);
  }
  return part;
}

std::map<std::string, at::Tensor> parameters_by_name(const models::Model& model) {
  std::map<std::string, at::Tensor> found;
  for (auto& item : model.unet.module().named_parameters()) found["unet." + item.key()] = item.value();
  for (auto& item : model.text_encoder.module().named_parameters()) found["text_encoder." + item.key()] = item.value();
  return found;
}

bool is_adapted(std::string_view name) {
  constexpr std::array<std::string_view, 8> adapted = {".to_q.weight", ".to_k.weight", ".to_v.weight", ".to_out.0.weight",
                                                       ".q_proj.weight", ".k_proj.weight", ".v_proj.weight", ".out_proj.weight"};
  return std::any_of(adapted.begin(), adapted.end(), [&](std::string_view end) { return name.ends_with(end); });
}

bool is_word_run(const api::TrainOptions& options) { return options.method == "textual_inversion"; }

std::uint64_t trained_numbers(const Component& component, const api::TrainOptions& options) {
  std::int64_t numbers = 0;
  for (auto& item : component.module->named_parameters()) {
    if (options.method == "full") numbers += item.value().numel();
    else if (is_adapted(item.key())) numbers += options.rank * (item.value().size(0) + item.value().size(1));
  }
  return static_cast<std::uint64_t>(numbers);
}

void copy_into(at::Tensor& parameter, const at::Tensor& value, const std::string& name) {
  if (parameter.sizes() != value.sizes()) {
    throw Error(ErrorKind::bad_input, name + ": the checkpoint's shape differs from the model's.",
                "Resume with the model and the rank that the run began with.");
  }
  at::NoGradGuard no_grad;
  parameter.copy_(value);
}

}  // namespace

Trainee make_trainee(std::shared_ptr<models::Model> model, const api::TrainOptions& options, at::Generator& generator) {
  Trainee trainee{.model = std::move(model), .parts = {}, .pairs = {}};
  const bool lora = options.method == "lora";
  if (lora) {
    const models::LoraTargets targets{.unet = options.train_unet, .text_encoder = options.train_text_encoder};
    // alpha / sqrt(rank) is what readers of the file make of alpha * sqrt(rank) / rank
    const double alpha = options.rslora ? options.alpha * std::sqrt(static_cast<double>(options.rank)) : options.alpha;
    trainee.pairs = models::attach_lora(*trainee.model, targets, options.rank, alpha, generator);
  }
  for (const Component& component : trained_components(*trainee.model, options)) {
    trainee.parts.push_back(lora ? factors_of(component, trainee.pairs) : whole_component(component));
  }
  return trainee;
}

void read_weights(Trainee& trainee, const std::filesystem::path& checkpoint) {
  if (!trainee.word.empty()) return read_word(trainee, checkpoint);
  if (!trainee.pairs.empty()) {
    std::vector<std::string> warnings;
    tensor::TensorMap factors;
    for (const models::LoraPair& pair : models::read_lora_pairs(checkpoint / kohya_file, *trainee.model, warnings)) {
      factors["lora." + pair.module + ".lora_A.weight"] = pair.a;
      factors["lora." + pair.module + ".lora_B.weight"] = pair.b;
    }
    set_factors(trainee, factors);
    return;
  }
  const auto saved = models::load_model((checkpoint / "model").string(), trainee.model->compute);
  const auto values = parameters_by_name(*saved);
  for (Part& part : trainee.parts) {
    for (std::size_t i = 0; i < part.names.size(); ++i) copy_into(part.parameters[i], values.at(part.names[i]), part.names[i]);
  }
}

void write_weights(const Trainee& trainee, const std::filesystem::path& checkpoint,
                   const std::map<std::string, std::string>& metadata) {
  if (!trainee.word.empty()) return write_word(trainee, checkpoint);
  if (trainee.pairs.empty()) {
    models::save_model(*trainee.model, checkpoint / "model", at::kFloat);
    return;
  }
  auto words = models::lora_words(*trainee.model);
  for (const auto& [key, value] : metadata) words[key] = value;
  models::save_lora(checkpoint / kohya_file, trainee.pairs, models::LoraNaming::kohya, words);
  models::save_lora(checkpoint / diffusers_file, trainee.pairs, models::LoraNaming::diffusers, words);
}

void set_factors(Trainee& trainee, const tensor::TensorMap& factors) {
  for (Part& part : trainee.parts) {
    for (std::size_t i = 0; i < part.names.size(); ++i) {
      const auto factor = factors.find(part.names[i]);
      if (factor == factors.end()) throw Error(ErrorKind::bad_input, part.names[i] + ": this start factor is missing.");
      copy_into(part.parameters[i], factor->second, part.names[i]);
    }
  }
}

std::uint64_t checkpoint_bytes(const models::Model& model, const api::TrainOptions& options) {
  constexpr std::uint64_t headers_and_generators = 1u << 20;
  std::uint64_t trained = 0;
  if (is_word_run(options)) trained = static_cast<std::uint64_t>(options.vectors * model.text_encoder.config().hidden_size);
  else for (const Component& component : trained_components(model, options)) trained += trained_numbers(component, options);
  std::uint64_t usable = 2 * trained;  // two namings of a LoRA
  if (options.method == "full") {
    usable = 0;
    for (torch::nn::Module* module : {&model.unet.module(), &model.text_encoder.module(), &model.vae.module()}) {
      for (const at::Tensor& parameter : module->parameters()) usable += static_cast<std::uint64_t>(parameter.numel());
    }
  }
  const std::uint64_t learnt = options.ema_decay > 0 ? trained : 0;  // beside the averages in the usable files
  return sizeof(float) * (usable + learnt) + optimizer_bytes(options, trained) + headers_and_generators;
}

double absolute_sum(const Part& part) {
  at::NoGradGuard no_grad;
  double sum = 0;
  for (const at::Tensor& parameter : part.parameters) sum += parameter.to(at::kDouble).abs().sum().item<double>();
  return sum;
}

std::vector<at::Tensor> all_parameters(const Trainee& trainee) {
  std::vector<at::Tensor> all;
  for (const Part& part : trainee.parts) all.insert(all.end(), part.parameters.begin(), part.parameters.end());
  return all;
}

}  // namespace likeness::train
