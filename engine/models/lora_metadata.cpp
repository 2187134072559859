#include "engine/models/lora_metadata.h"

#include <cmath>

#include "engine/base/error.h"

namespace likeness::models {

LoraMetadata::LoraMetadata(const std::map<std::string, std::string>& metadata, const std::filesystem::path& file) : file_(file) {
  const auto found = metadata.find("lora_adapter_metadata");
  if (found == metadata.end()) return;
  json_ = parse_json(found->second, file.string() + ": lora_adapter_metadata");
  if (!json_.is_object()) throw Error(ErrorKind::bad_input, file.string() + ": lora_adapter_metadata should be an object of settings.");
  for (const auto& [key, value] : json_.items()) {
    if (key.ends_with("use_dora") && value == true) {
      throw Error(ErrorKind::unsupported, file.string() + " is DoRA (" + key + " is true), which Likeness does not read.");
    }
  }
}

double LoraMetadata::number(const Json& value, const std::string& key) const {
  if (value.is_number() && std::isfinite(value.get<double>())) return value.get<double>();
  throw Error(ErrorKind::bad_input,
              file_.string() + ": " + key + " in lora_adapter_metadata should be a number, found " + value.dump() + ".");
}

double LoraMetadata::alpha(const std::string& component, const std::string& module, std::int64_t rank) const {
  const double ranks = static_cast<double>(rank);
  double alpha = ranks;
  if (json_.contains(component + ".lora_alpha")) alpha = number(json_[component + ".lora_alpha"], component + ".lora_alpha");
  const Json patterns = json_.value(component + ".alpha_pattern", Json::object());
  for (const auto& [pattern, value] : patterns.items()) {
    if (module.ends_with("." + pattern)) alpha = number(value, component + ".alpha_pattern");
  }
  const bool by_square_root = json_.value(component + ".use_rslora", Json(false)) == true;
  return by_square_root ? alpha * std::sqrt(ranks) : alpha;
}

}  // namespace likeness::models
