#include "engine/image/picture_settings.h"

#include <algorithm>
#include <optional>

#include "engine/base/error.h"

namespace likeness::image {
namespace {

const std::string* text_of(const std::vector<PngText>& texts, std::string_view key) {
  const auto found = std::find_if(texts.begin(), texts.end(), [key](const PngText& text) { return text.key == key; });
  return found == texts.end() ? nullptr : &found->text;
}

/// Python writes NaN and Infinity where JSON has no such thing; outside of texts they become null.
std::string without_nan(const std::string& text) {
  std::string result;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && !(quoted && i > 0 && text[i - 1] == '\\' && !(i > 1 && text[i - 2] == '\\'))) quoted = !quoted;
    const std::string_view rest = std::string_view(text).substr(i);
    const std::string_view word = rest.starts_with("NaN") ? "NaN" : rest.starts_with("-Infinity") ? "-Infinity" : "Infinity";
    if (quoted || !rest.starts_with(word)) {
      result += text[i];
    } else {
      result += "null";
      i += word.size() - 1;
    }
  }
  return result;
}

std::optional<Json> object_of(const std::string& text) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos || text[text.find_first_not_of(" \t\r\n")] != '{') return std::nullopt;
  try {
    Json json = parse_json(without_nan(text), "settings");
    if (json.is_object()) return json;
  } catch (const Error&) {
  }
  return std::nullopt;
}

struct SamplerName {
  std::string_view theirs, ours;
};

constexpr SamplerName samplers[] = {
    {"euler", "Euler"},           {"euler_ancestral", "Euler a"}, {"euler_a", "Euler a"},          {"heun", "Heun"},
    {"lms", "LMS"},               {"dpm_2", "DPM2"},              {"dpm_2_ancestral", "DPM2 a"},   {"kdpm_2", "DPM2"},
    {"kdpm_2_a", "DPM2 a"},       {"dpmpp_2s", "DPM++ 2S a"},     {"dpmpp_2s_ancestral", "DPM++ 2S a"}, {"dpmpp_2m", "DPM++ 2M"},
    {"dpmpp_sde", "DPM++ SDE"},   {"dpmpp_2m_sde", "DPM++ 2M SDE"}, {"dpmpp_3m_sde", "DPM++ 3M SDE"}, {"dpm_fast", "DPM fast"},
    {"dpm_adaptive", "DPM adaptive"}, {"ddim", "DDIM"},           {"uni_pc", "UniPC"},             {"unipc", "UniPC"},
    {"plms", "PLMS"},             {"pndm", "PLMS"},               {"lcm", "LCM"}};

constexpr SamplerName schedules[] = {
    {"normal", "Normal"}, {"karras", "Karras"},           {"exponential", "Exponential"}, {"sgm_uniform", "SGM Uniform"},
    {"simple", "Simple"}, {"ddim_uniform", "DDIM"},       {"beta", "Beta"},               {"polyexponential", "Polyexponential"},
    {"automatic", "Automatic"}, {"align_your_steps", "Align Your Steps"}, {"kl_optimal", "KL Optimal"}};

template <std::size_t N>
const SamplerName* find(const SamplerName (&table)[N], std::string_view name) {
  const auto* found = std::find_if(table, table + N, [name](const SamplerName& row) { return row.theirs == name; });
  return found == table + N ? nullptr : found;
}

}  // namespace

PictureSettings read_settings(const std::vector<PngText>& texts) {
  PictureSettings found;
  const std::string* parameters = text_of(texts, "parameters");
  const std::string* invoke = text_of(texts, "invokeai_metadata");
  const std::string* graph = text_of(texts, "prompt");
  const auto read = [&found](const char* source, const std::string& text, void (*reader)(const Json&, PictureSettings&)) {
    found.source = source;
    if (const auto json = object_of(text)) reader(*json, found);
    else found.unknown.push_back("settings that are no valid JSON");
  };
  if (text_of(texts, "likeness") == nullptr && invoke != nullptr) {
    read("invokeai", *invoke, dialects::read_invokeai);
  } else if (parameters != nullptr) {
    const auto json = object_of(*parameters);
    if (json && json->contains("sui_image_params")) {
      read("swarmui", *parameters, dialects::read_swarmui);
    } else if (json && (json->contains("metadata_scheme") || text_of(texts, "fooocus_scheme") != nullptr)) {
      read("fooocus", *parameters, dialects::read_fooocus);
    } else {
      found.infotext = parse_infotext(*parameters);
      found.source = text_of(texts, "likeness") != nullptr         ? "likeness"
                     : text_of(texts, "fooocus_scheme") != nullptr ? "fooocus"
                                                                   : "a1111";
    }
  } else if (graph != nullptr) {
    read("comfyui", *graph, dialects::read_comfyui);
  }
  return found;
}

std::string dialects::plain(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "True" : "False";
  return value.is_number() ? value.dump() : "";
}

void dialects::add(PictureSettings& found, const char* key, const std::string& value) {
  if (!value.empty()) found.infotext.parameters.emplace_back(key, value);
}

void dialects::add_sampler(PictureSettings& found, const std::string& name) {
  std::string_view base = name;
  bool karras = false;
  if (base.ends_with("_gpu")) base.remove_suffix(4);
  if (base.starts_with("k_")) base.remove_prefix(2);
  if (base.ends_with("_k")) {
    base.remove_suffix(2);
    karras = true;
  }
  const SamplerName* known = find(samplers, base);
  add(found, "Sampler", known != nullptr ? std::string(known->ours) : name);
  if (known == nullptr && !name.empty()) found.unknown.push_back("sampler " + name);
  if (karras) add(found, "Schedule type", "Karras");
}

void dialects::add_schedule(PictureSettings& found, const std::string& name) {
  const SamplerName* known = find(schedules, name);
  add(found, "Schedule type", known != nullptr ? std::string(known->ours) : name);
  if (known == nullptr && !name.empty()) found.unknown.push_back("schedule " + name);
}

std::string dialects::model_stem(const std::string& path) {
  std::string name = path.substr(path.find_last_of("/\\") + 1);
  for (const std::string_view ending : {".safetensors", ".ckpt", ".pt", ".bin"})
    if (name.ends_with(ending)) name.resize(name.size() - ending.size());
  std::erase_if(name, [](char c) { return c == ',' || c == ':'; });
  return name;
}

}  // namespace likeness::image
