#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <set>

#include <ATen/ATen.h>

#include "engine/base/files.h"
#include "engine/base/hash.h"
#include "engine/base/json.h"
#include "engine/models/lora.h"
#include "engine/models/lora_names.h"

namespace likeness::models {
namespace {

using Words = std::map<std::string, std::string>;

std::string number_text(double value) { return value == std::floor(value) ? std::to_string(std::llround(value)) : Json(value).dump(); }

/// One number for each output: LyCORIS keeps them as a column, PEFT flat, or along the channels of a convolution.
at::Tensor magnitude_in_file(const LoraPair& pair, bool kohya) {
  const at::Tensor values = pair.magnitude.detach();
  const bool conv = pair.a.dim() == 4;
  if (kohya) return conv ? values.reshape({-1, 1, 1, 1}) : values.reshape({-1, 1});
  return conv ? values.reshape({1, -1, 1, 1}) : values;
}

tensor::TensorMap tensors_of(const std::vector<LoraPair>& pairs, LoraNaming naming) {
  const bool kohya = naming == LoraNaming::kohya;
  tensor::TensorMap tensors;
  for (const LoraPair& pair : pairs) {
    const std::string name = kohya ? kohya_name(pair.module) : pair.module;
    const double scale = pair.alpha / static_cast<double>(pair.a.size(0));
    tensors[name + (kohya ? ".lora_down.weight" : ".lora_A.weight")] = pair.a.detach();
    // Readers of diffusers' naming take the scale as 1, so it goes into B.
    tensors[name + (kohya ? ".lora_up.weight" : ".lora_B.weight")] = kohya ? pair.b.detach() : pair.b.detach() * scale;
    if (kohya) tensors[name + ".alpha"] = at::scalar_tensor(pair.alpha, at::kFloat);
    if (!pair.magnitude.defined()) continue;
    tensors[name + (kohya ? ".dora_scale" : ".lora_magnitude_vector")] = magnitude_in_file(pair, kohya);
  }
  return tensors;
}

/// diffusers guesses one alpha for all layers from the first one's rank, which is wrong where ranks differ; here it is told.
/// Source: diffusers src/diffusers/utils/peft_utils.py get_peft_kwargs.
Json adapter_settings(const std::vector<LoraPair>& pairs, const std::string& component) {
  Json settings = Json::object(), ranks = Json::object(), modules = Json::array();
  for (const LoraPair& pair : pairs) {
    if (!pair.module.starts_with(component + ".")) continue;
    const std::string path = pair.module.substr(component.size() + 1);
    if (settings.empty()) settings = {{component + ".r", pair.a.size(0)}, {component + ".lora_alpha", pair.a.size(0)}};
    ranks[path] = pair.a.size(0);
    modules.push_back(path);
  }
  if (settings.empty()) return settings;
  settings[component + ".rank_pattern"] = ranks;
  settings[component + ".alpha_pattern"] = ranks;
  settings[component + ".target_modules"] = modules;
  settings[component + ".use_dora"] = pairs.front().magnitude.defined();
  return settings;
}

bool mixed_ranks(const std::vector<LoraPair>& pairs) {
  return std::any_of(pairs.begin(), pairs.end(), [&](const LoraPair& pair) { return pair.a.size(0) != pairs.front().a.size(0); });
}

/// "16" where all agree, else kohya's word for several.
std::string one_or_dynamic(const std::set<double>& values) { return values.size() == 1 ? number_text(*values.begin()) : "Dynamic"; }

Words network_words(const std::vector<LoraPair>& pairs, LoraNaming naming) {
  std::set<double> ranks, alphas;
  bool convolutions = false;
  for (const LoraPair& pair : pairs) {
    ranks.insert(static_cast<double>(pair.a.size(0)));
    alphas.insert(pair.alpha);
    convolutions = convolutions || (pair.a.dim() == 4 && pair.a.size(2) > 1);
  }
  Words words{{"format", "pt"}, {"ss_network_module", "networks.lora"}, {"modelspec.sai_model_spec", "1.0.1"},
              {"modelspec.implementation", "diffusers"}};
  if (!pairs.empty()) {
    words["ss_network_dim"] = one_or_dynamic(ranks);
    words["ss_network_alpha"] = one_or_dynamic(alphas);
  }
  if (convolutions && ranks.size() == 1 && alphas.size() == 1) {
    words["ss_network_args"] = Json{{"conv_dim", words["ss_network_dim"]}, {"conv_alpha", words["ss_network_alpha"]}}.dump();
  }
  if (naming == LoraNaming::diffusers && mixed_ranks(pairs)) {
    Json settings = adapter_settings(pairs, "unet");
    settings.update(adapter_settings(pairs, "text_encoder"));
    words["lora_adapter_metadata"] = settings.dump();
  }
  return words;
}

/// The hashes by which others know a LoRA again: of the tensors' bytes, and of 64 KiB at 1 MiB of the file with its ss_ words only.
/// Source: kohya-ss/sd-scripts library/train_util.py precalculate_safetensors_hashes.
void add_hashes(const std::filesystem::path& file, Words& words) {
  constexpr std::size_t old_start = 0x100000, old_length = 0x10000;
  const std::string bytes = read_file(file);
  const auto hash = [&](std::size_t start, std::size_t length) {
    const std::string_view part = std::string_view(bytes).substr(std::min(start, bytes.size()), length);
    return sha256_hex(std::as_bytes(std::span(part.data(), part.size())));
  };
  std::uint64_t header = 0;
  for (int i = 7; i >= 0; --i) header = header << 8 | static_cast<unsigned char>(bytes.at(static_cast<std::size_t>(i)));
  words["sshs_model_hash"] = hash(8 + header, std::string::npos);
  words["sshs_legacy_hash"] = hash(old_start, old_length).substr(0, 8);
  words["modelspec.hash_sha256"] = "0x" + words["sshs_model_hash"];
}

struct FamilyWords {
  std::string_view family, version, architecture;
};

/// Source: kohya-ss/sd-scripts library/sai_model_spec.py, train_util.py.
constexpr std::array<FamilyWords, 3> families{{{"Stable Diffusion 1.x", "sd_v1", "stable-diffusion-v1/lora"},
                                               {"Stable Diffusion 2.x", "sd_v2", "stable-diffusion-v2-512/lora"},
                                               {"Starter", "likeness_starter", "likeness-starter/lora"}}};

}  // namespace

std::map<std::string, std::string> lora_words(const Model& model) {
  const bool predicts_v = model.scheduler_config.value("prediction_type", Json()) == "v_prediction";
  const std::string side = std::to_string(model.own_size());
  Words words{{"ss_sd_model_name", model.name},
              {"modelspec.title", model.name},
              {"modelspec.resolution", side + "x" + side},
              {"modelspec.prediction_type", predicts_v ? "v" : "epsilon"}};
  const auto family = std::find_if(families.begin(), families.end(), [&](const FamilyWords& one) { return one.family == model.family; });
  if (family == families.end()) return words;
  const bool v2 = family->version == "sd_v2";
  words["ss_v2"] = v2 ? "True" : "False";
  words["ss_base_model_version"] = std::string(family->version) + (v2 && predicts_v ? "_v" : "");
  words["modelspec.architecture"] = v2 && predicts_v ? "stable-diffusion-v2-768-v/lora" : std::string(family->architecture);
  return words;
}

void save_lora(const std::filesystem::path& file, const std::vector<LoraPair>& pairs, LoraNaming naming,
               const std::map<std::string, std::string>& metadata) {
  const tensor::TensorMap tensors = tensors_of(pairs, naming);
  Words words = metadata;
  words.merge(network_words(pairs, naming));
  Words hashed;
  std::copy_if(words.begin(), words.end(), std::inserter(hashed, hashed.end()),
               [](const auto& word) { return word.first.starts_with("ss_"); });
  tensor::write_tensors(file, tensors, hashed);
  add_hashes(file, words);
  tensor::write_tensors(file, tensors, words);
}

}  // namespace likeness::models
