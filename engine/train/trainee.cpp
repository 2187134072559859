#include "engine/train/trainee.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

#include "engine/base/error.h"
#include "engine/models/lora_targets.h"
#include "engine/tensor/random.h"
#include "engine/train/optimizer.h"
#include "engine/train/parts.h"
#include "engine/train/word.h"

namespace likeness::train {

namespace {

constexpr const char* kohya_file = "lora.safetensors";
constexpr const char* diffusers_file = "pytorch_lora_weights.safetensors";

struct Component {
  std::string name;
  torch::nn::Module* module;
  PartChoice choice;
};

std::vector<Component> trained_components(const models::Model& model, const api::TrainOptions& options) {
  std::vector<Component> components;
  if (teaches_unet(options)) components.push_back({"unet", &model.unet.module(), PartChoice(options, "unet")});
  if (teaches_text_encoder(options)) {
    components.push_back({"text_encoder", &model.text_encoder.module(), PartChoice(options, "text_encoder")});
  }
  return components;
}

/// The component's part of that rate, made where there is none.
Part& part_of_rate(std::vector<Part>& parts, const std::string& component, double rate) {
  const auto same = [&](const Part& part) { return part.name == component && part.learning_rate == rate; };
  const auto found = std::find_if(parts.begin(), parts.end(), same);
  if (found != parts.end()) return *found;
  return parts.emplace_back(Part{.name = component, .learning_rate = rate, .names = {}, .parameters = {}});
}

/// A parameter may look into a mapped file: training writes to a copy, whose alignment does not depend on where it was read from.
void add_weights(std::vector<Part>& parts, const Component& component) {
  for (auto& item : component.module->named_parameters()) {
    const std::optional<double> rate = component.choice.rate(item.key());
    if (!rate) continue;
    at::Tensor& parameter = item.value();
    parameter.set_data(parameter.detach().to(at::kFloat).clone());
    parameter.requires_grad_(true);
    Part& part = part_of_rate(parts, component.name, *rate);
    part.names.push_back(component.name + "." + item.key());
    part.parameters.push_back(parameter);
  }
}

void add_factors(std::vector<Part>& parts, const Component& component, const std::vector<models::LoraPair>& pairs) {
  for (const models::LoraPair& pair : pairs) {
    if (!pair.module.starts_with(component.name + ".")) continue;
    Part& part = part_of_rate(parts, component.name, component.choice.rate(pair.module.substr(component.name.size() + 1)).value());
    const auto add = [&](const char* name, const at::Tensor& factor) {
      if (!factor.defined()) return;
      part.names.push_back("lora." + pair.module + name);
      part.parameters.push_back(factor);
    };
    add(".lora_A.weight", pair.a);
    add(".lora_B.weight", pair.b);
    add(".lora_magnitude_vector", pair.magnitude);
  }
}

std::map<std::string, at::Tensor> parameters_by_name(const models::Model& model) {
  std::map<std::string, at::Tensor> found;
  for (auto& item : model.unet.module().named_parameters()) found["unet." + item.key()] = item.value();
  for (auto& item : model.text_encoder.module().named_parameters()) found["text_encoder." + item.key()] = item.value();
  return found;
}

/// Numbers of a LoRA for the layer that has this weight.
std::int64_t lora_numbers(const std::string& name, const at::Tensor& weight, const api::TrainOptions& options) {
  constexpr std::string_view ending = ".weight";
  if (!name.ends_with(ending)) return 0;
  const std::string module = name.substr(0, name.size() - ending.size());
  std::int64_t rank = 0;
  if (weight.dim() == 2 && models::is_attention_projection(module)) rank = options.rank;
  if (weight.dim() == 4 && models::is_level_convolution(module)) rank = options.lora_conv_rank;
  if (rank == 0) return 0;
  return rank * (weight.size(0) + weight[0].numel()) + (options.dora ? weight.size(0) : 0);
}

std::uint64_t trained_numbers(const Component& component, const api::TrainOptions& options) {
  std::int64_t numbers = 0;
  for (auto& item : component.module->named_parameters()) {
    if (!component.choice.rate(item.key())) continue;
    numbers += options.method == "full" ? item.value().numel() : lora_numbers(item.key(), item.value(), options);
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

bool is_word_alone(const Trainee& trainee) { return trainee.parts.size() == 1 && trainee.parts[0].names == std::vector<std::string>{"embedding"}; }

void attach(Trainee& trainee, const std::vector<Component>& components, const api::TrainOptions& options, at::Generator& generator) {
  const auto takes = [&components](const std::string& module) {
    return std::any_of(components.begin(), components.end(), [&](const Component& one) {
      return module.starts_with(one.name + ".") && one.choice.rate(module.substr(one.name.size() + 1)).has_value();
    });
  };
  if (options.lora_dropout > 0) {
    // A stream of its own, so that the factors and the batches stay as they are
    const auto seed = static_cast<std::uint64_t>(options.seed) + 2;
    trainee.dropout = std::make_shared<models::LoraDropout>(
        models::LoraDropout{.share = options.lora_dropout, .generator = tensor::make_generator(seed)});
  }
  const models::LoraTargets targets{.unet = teaches_unet(options), .text_encoder = teaches_text_encoder(options),
                                    .conv_rank = options.lora_conv_rank, .dora = options.dora, .dropout = trainee.dropout,
                                    .takes = takes};
  // alpha / sqrt(rank) is what readers of the file make of alpha * sqrt(rank) / rank
  const double alpha = options.rslora ? options.alpha * std::sqrt(static_cast<double>(options.rank)) : options.alpha;
  trainee.pairs = models::attach_lora(*trainee.model, targets, options.rank, alpha, generator);
}

}  // namespace

Trainee make_trainee(std::shared_ptr<models::Model> model, const api::TrainOptions& options, at::Generator& generator) {
  Trainee trainee{.model = std::move(model), .parts = {}, .pairs = {}};
  add_parts(trainee, options, generator);
  return trainee;
}

void require_something_to_teach(const models::Model& model, const api::TrainOptions& options) {
  if (options.method == "textual_inversion") return;
  std::uint64_t numbers = 0;
  for (const Component& component : trained_components(model, options)) {
    component.choice.check(*component.module);
    numbers += trained_numbers(component, options);
  }
  if (numbers > 0) return;
  throw Error(ErrorKind::bad_input, "unet_parts, text_encoder_parts: no layer is left that a LoRA could be added to.",
              "A LoRA changes attention projections, and with lora_conv_rank convolutions.");
}

void add_parts(Trainee& trainee, const api::TrainOptions& options, at::Generator& generator) {
  const std::vector<Component> components = trained_components(*trainee.model, options);
  std::vector<Part> parts;
  if (options.method == "lora") {
    attach(trainee, components, options, generator);
    for (const Component& component : components) add_factors(parts, component, trainee.pairs);
  } else {
    for (const Component& component : components) add_weights(parts, component);
  }
  for (Part& word : trainee.parts) {
    word.name = "word";
    parts.push_back(std::move(word));
  }
  trainee.parts = std::move(parts);
}

void read_weights(Trainee& trainee, const std::filesystem::path& checkpoint) {
  if (!trainee.word.empty()) read_word(trainee, checkpoint);
  if (!trainee.pairs.empty()) {
    std::vector<std::string> warnings;
    tensor::TensorMap factors;
    for (const models::LoraPair& pair : models::read_lora_pairs(checkpoint / kohya_file, *trainee.model, warnings)) {
      factors["lora." + pair.module + ".lora_A.weight"] = pair.a;
      factors["lora." + pair.module + ".lora_B.weight"] = pair.b;
      if (pair.magnitude.defined()) factors["lora." + pair.module + ".lora_magnitude_vector"] = pair.magnitude;
    }
    set_factors(trainee, factors);
    return;
  }
  if (is_word_alone(trainee)) return;
  const auto saved = models::load_model((checkpoint / "model").string(), trainee.model->compute);
  const auto values = parameters_by_name(*saved);
  for (Part& part : trainee.parts) {
    if (part.name == "word") continue;
    for (std::size_t i = 0; i < part.names.size(); ++i) copy_into(part.parameters[i], values.at(part.names[i]), part.names[i]);
  }
}

void write_weights(const Trainee& trainee, const std::filesystem::path& checkpoint,
                   const std::map<std::string, std::string>& metadata) {
  if (!trainee.word.empty()) write_word(trainee, checkpoint);
  if (is_word_alone(trainee)) return;
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
  models::set_lora_factors(*trainee.model, trainee.pairs, factors);
}

std::uint64_t checkpoint_bytes(const models::Model& model, const api::TrainOptions& options) {
  constexpr std::uint64_t headers_and_generators = 1u << 20;
  std::uint64_t trained = 0;
  if (teaches_word(options)) trained = static_cast<std::uint64_t>(options.vectors * model.text_encoder.config().hidden_size);
  for (const Component& component : trained_components(model, options)) trained += trained_numbers(component, options);
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
