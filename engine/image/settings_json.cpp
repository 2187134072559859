// SwarmUI, Fooocus and InvokeAI: one flat JSON object each, keys translated by a table; a key without a row is named as unknown.
#include <algorithm>
#include <functional>
#include <map>

#include "engine/image/picture_settings.h"

namespace likeness::image::dialects {
namespace {

using Take = std::function<void(const Json& value, PictureSettings& found)>;
using Table = std::map<std::string, Take>;

/// The value as it stands under A1111's key.
Take as(const char* key) {
  return [key](const Json& value, PictureSettings& found) { add(found, key, plain(value)); };
}

Take prompt() {
  return [](const Json& value, PictureSettings& found) { found.infotext.prompt = plain(value) + found.infotext.prompt; };
}
Take negative() {
  return [](const Json& value, PictureSettings& found) { found.infotext.negative_prompt = plain(value); };
}
Take sampler() {
  return [](const Json& value, PictureSettings& found) { add_sampler(found, plain(value)); };
}
Take schedule() {
  return [](const Json& value, PictureSettings& found) { add_schedule(found, plain(value)); };
}
Take nothing() {
  return [](const Json&, PictureSettings&) {};
}

/// The name of a model given as text or as an object.
std::string model_name(const Json& value) {
  if (value.is_string()) return model_stem(value.get<std::string>());
  for (const char* key : {"name", "model_name", "key"})
    if (value.is_object() && value.contains(key)) return model_stem(plain(value[key]));
  return "";
}
Take model(const char* key) {
  return [key](const Json& value, PictureSettings& found) { add(found, key, model_name(value)); };
}

void add_lora(PictureSettings& found, const std::string& name, const std::string& weight) {
  if (!name.empty()) found.infotext.prompt += "<lora:" + name + ":" + (weight.empty() ? "1" : weight) + ">";
}

/// `object`'s keys in the table's order of need: what has no row is unknown, empty values are passed over.
void translate(const Json& object, const Table& table, PictureSettings& found) {
  for (const auto& [key, value] : object.items()) {
    if (value.is_null() || value == Json("") || value == Json("None")) continue;
    const auto row = table.find(key);
    if (row == table.end()) found.unknown.push_back(key);
    else row->second(value, found);
  }
}

/// "512x768" of two numbers.
void add_size(PictureSettings& found, const Json& object, const char* width, const char* height) {
  if (object.contains(width) && object.contains(height)) add(found, "Size", plain(object[width]) + "x" + plain(object[height]));
}

std::string digits_of(const std::string& text) {
  std::string digits;
  for (const char c : text) digits += c >= '0' && c <= '9' ? c : ' ';
  return digits;
}

/// "(1152, 896)" to "1152x896".
void fooocus_size(const Json& value, PictureSettings& found) {
  const std::string digits = digits_of(plain(value));
  const auto first = digits.find_first_not_of(' '), gap = digits.find(' ', first);
  const auto second = gap == std::string::npos ? gap : digits.find_first_not_of(' ', gap);
  if (first == std::string::npos || second == std::string::npos) return found.unknown.push_back("resolution");
  const auto end = digits.find(' ', second);
  add(found, "Size", digits.substr(first, gap - first) + "x" + digits.substr(second, end == std::string::npos ? end : end - second));
}

void fooocus_loras(const Json& value, PictureSettings& found) {
  for (const Json& lora : value)
    if (lora.is_array() && lora.size() >= 2) add_lora(found, model_stem(plain(lora[0])), plain(lora[1]));
}

void invoke_loras(const Json& value, PictureSettings& found) {
  for (const Json& lora : value) {
    if (!lora.is_object()) continue;
    const Json& named = lora.contains("model") ? lora["model"] : lora.contains("lora") ? lora["lora"] : lora;
    add_lora(found, model_name(named), lora.contains("weight") ? plain(lora["weight"]) : "");
  }
}

/// SwarmUI keeps LoRAs as two lists.
void swarm_loras(const Json& values, PictureSettings& found) {
  if (!values.contains("loras") || !values["loras"].is_array()) return;
  const bool weighted = values.contains("loraweights") && values["loraweights"].is_array();
  for (std::size_t i = 0; i < values["loras"].size(); ++i)
    add_lora(found, model_name(values["loras"][i]),
             weighted && i < values["loraweights"].size() ? plain(values["loraweights"][i]) : "");
}

}  // namespace

void read_swarmui(const Json& json, PictureSettings& found) {
  const Json& values = json["sui_image_params"];
  if (!values.is_object()) return found.unknown.push_back("sui_image_params");
  static const Table table = {{"prompt", prompt()}, {"negativeprompt", negative()}, {"steps", as("Steps")}, {"sampler", sampler()},
                              {"scheduler", schedule()}, {"cfgscale", as("CFG scale")}, {"seed", as("Seed")},
                              {"model", model("Model")}, {"vae", model("VAE")}, {"variationseed", as("Variation seed")},
                              {"variationseedstrength", as("Variation seed strength")},
                              {"initimagecreativity", as("Denoising strength")}, {"seamlesstileable", as("Tiling")},
                              {"width", nothing()}, {"height", nothing()}, {"aspectratio", nothing()}, {"images", nothing()},
                              {"swarm_version", nothing()}, {"loras", nothing()}, {"loraweights", nothing()},
                              {"automaticvae", nothing()}, {"date", nothing()}};
  translate(values, table, found);
  add_size(found, values, "width", "height");
  swarm_loras(values, found);
}

void read_fooocus(const Json& json, PictureSettings& found) {
  static const Table table = {{"prompt", prompt()}, {"negative_prompt", negative()}, {"steps", as("Steps")}, {"sampler", sampler()},
                              {"scheduler", schedule()}, {"guidance_scale", as("CFG scale")}, {"seed", as("Seed")},
                              {"resolution", fooocus_size}, {"base_model", model("Model")}, {"base_model_hash", as("Model hash")},
                              {"clip_skip", as("Clip skip")}, {"vae", model("VAE")}, {"loras", fooocus_loras}, {"version", as("Version")},
                              {"full_prompt", nothing()}, {"full_negative_prompt", nothing()}, {"metadata_scheme", nothing()},
                              {"created_by", nothing()}};
  translate(json, table, found);
}

void read_invokeai(const Json& json, PictureSettings& found) {
  static const Table table = {{"positive_prompt", prompt()}, {"negative_prompt", negative()}, {"steps", as("Steps")},
                              {"scheduler", sampler()}, {"cfg_scale", as("CFG scale")}, {"seed", as("Seed")},
                              {"model", model("Model")}, {"vae", model("VAE")}, {"strength", as("Denoising strength")},
                              {"cfg_rescale_multiplier", as("Guidance rescale")}, {"loras", invoke_loras}, {"width", nothing()},
                              {"height", nothing()}, {"generation_mode", nothing()}, {"app_version", nothing()}, {"rand_device", nothing()},
                              {"clip_skip", [](const Json& value, PictureSettings& settings) {
                                 if (value.is_number_integer() && value > 0)  // counts layers left out, A1111 the one taken
                                   add(settings, "Clip skip", std::to_string(value.get<std::int64_t>() + 1));
                               }}};
  translate(json, table, found);
  add_size(found, json, "width", "height");
  if (json.contains("rand_device")) add(found, "RNG", plain(json["rand_device"]) == "cpu" ? "CPU" : "");
}

}  // namespace likeness::image::dialects
