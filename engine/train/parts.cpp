#include "engine/train/parts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <string_view>

#include "engine/base/error.h"

namespace likeness::train {

namespace {

/// Where a part's parameters lie: paths that start so, or that have this inside.
struct PartPlace {
  std::string_view component, name, start, inside;
};

constexpr std::array places{
    PartPlace{"unet", "all", "", ""},
    PartPlace{"unet", "in", "conv_in.", ""},
    PartPlace{"unet", "time", "time_embedding.", ""},
    PartPlace{"unet", "down", "down_blocks.", ""},
    PartPlace{"unet", "mid", "mid_block.", ""},
    PartPlace{"unet", "up", "up_blocks.", ""},
    PartPlace{"unet", "out", "conv_norm_out.", ""},
    PartPlace{"unet", "out", "conv_out.", ""},
    PartPlace{"unet", "self_attention", "", ".attn1."},
    PartPlace{"unet", "cross_attention", "", ".attn2."},
    PartPlace{"unet", "cross_attention_kv", "", ".attn2.to_k."},
    PartPlace{"unet", "cross_attention_kv", "", ".attn2.to_v."},
    PartPlace{"unet", "feed_forward", "", ".ff."},
    PartPlace{"unet", "resnets", "", ".resnets."},
    PartPlace{"text_encoder", "all", "", ""},
    PartPlace{"text_encoder", "words", "text_model.embeddings.token_embedding.", ""},
    PartPlace{"text_encoder", "positions", "text_model.embeddings.position_embedding.", ""},
    PartPlace{"text_encoder", "layers", "text_model.encoder.layers.", ""},
    PartPlace{"text_encoder", "norm", "text_model.final_layer_norm.", ""},
    PartPlace{"text_encoder", "attention", "", ".self_attn."},
    PartPlace{"text_encoder", "feed_forward", "", ".mlp."},
};

constexpr std::array<std::string_view, 3> counted{"down", "up", "layers"};  // may be followed by .0, .1 ...

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// "up" and "3" of "up.3".
std::pair<std::string, std::string> name_and_number(const std::string& name) {
  const auto dot = name.find('.');
  return dot == std::string::npos ? std::pair(name, std::string()) : std::pair(name.substr(0, dot), name.substr(dot + 1));
}

bool is_known(const std::string& component, const std::string& name) {
  const auto [stem, number] = name_and_number(name);
  const bool numbered = name.find('.') != std::string::npos;
  if (numbered && (number.empty() || number.find_first_not_of("0123456789") != std::string::npos)) return false;
  if (numbered && std::find(counted.begin(), counted.end(), stem) == counted.end()) return false;
  return std::any_of(places.begin(), places.end(), [&](const PartPlace& place) { return place.component == component && place.name == stem; });
}

std::string known_names(const std::string& component) {
  std::string names;
  std::string_view last;
  for (const PartPlace& place : places) {
    if (place.component != component || place.name == last) continue;
    names += (names.empty() ? "" : ", ") + std::string(place.name);
    last = place.name;
  }
  return names;
}

double rate_in(const std::string& text, const std::string& field) {
  double rate = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
  if (error == std::errc() && end == text.data() + text.size() && rate >= 0 && rate <= 1e6) return rate;
  throw Error(ErrorKind::bad_input, field + ": expected a learning rate after =, found \"" + text + "\".",
              "Write it as in mid, up=5e-6; 0 keeps a part as it is.");
}

std::string written_choice(const api::TrainOptions& options, const std::string& component) {
  if (component != "unet") return options.text_encoder_parts;
  return options.train_only == "all" ? options.unet_parts : options.train_only;
}

}  // namespace

bool teaches_word(const api::TrainOptions& options) { return options.method == "textual_inversion" || options.new_word; }
bool teaches_unet(const api::TrainOptions& options) { return options.method != "textual_inversion" && options.train_unet; }

bool teaches_text_encoder(const api::TrainOptions& options) {
  return options.method != "textual_inversion" && options.train_text_encoder && options.train_only == "all";
}

PartChoice::PartChoice(const api::TrainOptions& options, const std::string& component)
    : component_(component), field_(component + "_parts"), full_rate_(options.learning_rate.value_or(0)) {
  if (component == "text_encoder") full_rate_ = options.text_encoder_learning_rate.value_or(full_rate_);
  std::istringstream written(written_choice(options, component));
  for (std::string item; std::getline(written, item, ',');) {
    const auto equals = item.find('=');
    Rule rule{.name = trimmed(item.substr(0, equals)), .rate = {}};
    if (!is_known(component, rule.name)) {
      throw Error(ErrorKind::bad_input, field_ + ": expected names of parts, found \"" + rule.name + "\".",
                  "The parts are " + known_names(component) + "; down, up and layers may be followed by a number, as in layers.0.");
    }
    if (equals != std::string::npos) rule.rate = rate_in(trimmed(item.substr(equals + 1)), field_);
    rules_.push_back(std::move(rule));
  }
}

bool PartChoice::fits(const Rule& rule, const std::string& path) const {
  const auto [stem, number] = name_and_number(rule.name);
  const std::string whole = path + ".";  // a layer's own path has no dot behind it
  return std::any_of(places.begin(), places.end(), [&, name = stem, suffix = number](const PartPlace& place) {
    if (place.component != component_ || place.name != name) return false;
    const std::string start = std::string(place.start) + (suffix.empty() ? "" : suffix + ".");
    return whole.starts_with(start) && whole.find(place.inside) != std::string::npos;
  });
}

std::optional<double> PartChoice::rate(const std::string& path) const {
  if (rules_.empty()) return full_rate_;
  std::optional<double> found;
  for (const Rule& rule : rules_) {
    if (fits(rule, path)) found = rule.rate.value_or(full_rate_);
  }
  return found && *found == 0 && full_rate_ != 0 ? std::nullopt : found;
}

void PartChoice::check(const torch::nn::Module& module) const {
  const auto parameters = module.named_parameters();
  for (const Rule& rule : rules_) {
    const bool there = std::any_of(parameters.begin(), parameters.end(), [&](const auto& item) { return fits(rule, item.key()); });
    if (!there) throw Error(ErrorKind::bad_input, field_ + ": this model has no part \"" + rule.name + "\".");
  }
  const bool any = std::any_of(parameters.begin(), parameters.end(), [&](const auto& item) { return rate(item.key()).has_value(); });
  if (!any) throw Error(ErrorKind::bad_input, field_ + ": no part is left to learn.", "Leave it empty to teach all of them.");
}

}  // namespace likeness::train
