#include "engine/models/lora_metadata.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "engine/base/error.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

/// Ways to begin a LoRA that change the base weights as well, so that the factors alone say too little.
constexpr std::array<std::string_view, 4> changed_bases{"pissa", "olora", "corda", "loftq"};

void refuse_other_kinds(const Json& json, const std::string& source) {
  const auto refuse = [&](const std::string& what) {
    throw Error(ErrorKind::unsupported, source + " says " + what + ", which Likeness does not read.",
                "Use a LoRA in kohya's, diffusers' or PEFT's form.");
  };
  for (const auto& [key, value] : json.items()) {
    if (key.ends_with("peft_type") && value.is_string() && value != "LORA" && value != "LOHA") refuse(key + " " + value.get<std::string>());
    if (!key.ends_with("init_lora_weights") || !value.is_string()) continue;
    const auto way = value.get<std::string>();
    const bool changed = std::any_of(changed_bases.begin(), changed_bases.end(), [&](auto one) { return way.starts_with(one); });
    if (changed) refuse(key + " " + way);
  }
}

/// Raw PEFT names say that the settings stand in a file beside.
bool is_raw_peft(const io::TensorIndex& index) {
  const auto first = index.tensors.lower_bound("base_model.model.");
  return first != index.tensors.end() && first->first.starts_with("base_model.model.");
}

}  // namespace

LoraMetadata::LoraMetadata(const io::TensorIndex& index) {
  const auto found = index.metadata.find("lora_adapter_metadata");
  const fs::path beside = index.path.parent_path() / "adapter_config.json";
  if (found != index.metadata.end()) {
    source_ = index.path.string() + ": lora_adapter_metadata";
    json_ = parse_json(found->second, source_);
  } else if (is_raw_peft(index) && fs::is_regular_file(beside)) {
    source_ = beside.string();
    json_ = read_json_file(beside);
  }
  if (!json_.is_object()) throw Error(ErrorKind::bad_input, source_ + " should be an object of settings.");
  refuse_other_kinds(json_, source_);
}

Json LoraMetadata::setting(const std::string& component, const std::string& key) const {
  const auto prefixed = json_.find(component + "." + key);
  return prefixed != json_.end() ? *prefixed : json_.value(key, Json());
}

double LoraMetadata::number(const Json& value, const std::string& key) const {
  if (value.is_number() && std::isfinite(value.get<double>())) return value.get<double>();
  throw Error(ErrorKind::bad_input, source_ + ": " + key + " should be a number, found " + value.dump() + ".");
}

/// PEFT takes a pattern as the regular expression (.*\.)?(pattern)$; plain names and a leading ^ are what is written.
bool LoraMetadata::matches(const std::string& pattern, const std::string& path) const {
  std::string plain;
  for (const char letter : pattern) {
    if (letter != '\\') plain += letter;
  }
  const bool whole = plain.starts_with('^');
  if (whole) plain.erase(0, 1);
  if (plain.ends_with('$')) plain.pop_back();
  if (plain.find_first_of("*+?()[]{}|^$") != std::string::npos) {
    throw Error(ErrorKind::unsupported, source_ + ": the pattern " + pattern + " is a regular expression; only names are read.",
                "Save the adapter with the modules' names.");
  }
  return path == plain || (!whole && path.ends_with("." + plain));
}

double LoraMetadata::alpha(const std::string& component, const std::string& module, std::int64_t rank) const {
  const double ranks = static_cast<double>(rank);
  double alpha = ranks;
  for (const char* key : {"alpha", "lora_alpha"}) {
    if (const Json value = setting(component, key); !value.is_null()) alpha = number(value, key);
  }
  const Json patterns = setting(component, "alpha_pattern");
  if (!patterns.is_null() && !patterns.is_object()) {
    throw Error(ErrorKind::bad_input, source_ + ": alpha_pattern should be an object of numbers, found " + patterns.dump() + ".");
  }
  for (const auto& [pattern, value] : patterns.items()) {
    if (!matches(pattern, module.substr(component.size() + 1))) continue;
    alpha = number(value, "alpha_pattern");
    break;
  }
  return setting(component, "use_rslora") == true ? alpha * std::sqrt(ranks) : alpha;
}

bool LoraMetadata::is_dora(const std::string& component) const { return setting(component, "use_dora") == true; }

}  // namespace likeness::models
