#include "engine/jobs/read_picture.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <set>

#include "engine/api/samplers.h"
#include "engine/base/error.h"
#include "engine/image/picture.h"
#include "engine/image/picture_settings.h"
#include "engine/image/picture_text.h"
#include "engine/image/resize.h"
#include "engine/jobs/pictures.h"
#include "engine/models/inspect.h"

namespace likeness::jobs {
namespace {

using image::PictureSettings;

constexpr int longest_shown = 1024;

/// Says nothing about the picture, or stands in another field already.
const std::set<std::string> passed_over = {
    "Model",   "Model hash", "VAE hash", "Lora hashes",       "TI hashes", "Hashes",
    "Version", "User",       "Template", "Negative Template", "Partial",   "Dynamic thresholding enabled"};

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

template <class List>
std::string key_of(const List& list, std::string_view name) {
  for (const auto& entry : list)
    if (same_letters(entry.name, name)) return std::string(entry.key);
  return {};
}

/// False, and nothing changed, for a text that is no number.
template <class Number>
bool take_number(std::string_view text, Number& number) {
  Number found{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  number = found;
  return true;
}

struct Reading {
  api::PictureRead& result;
  api::SampleOptions& sample;
  api::PictureOptions& picture;
  bool from_a1111;
  bool hires;

  void leave_out(const std::string& part) {
    if (std::find(result.left_out.begin(), result.left_out.end(), part) == result.left_out.end()) result.left_out.push_back(part);
  }
};

void take_schedule(Reading& at, const std::string& name) {
  // What k-diffusion's own spacing is called, and ComfyUI's "normal", which is the same.
  const bool normal = name == "Uniform" || name == "Normal";
  const std::string key = normal ? "normal" : key_of(api::schedule_list, name);
  if (key.empty()) return at.leave_out("schedule " + name);
  at.sample.schedule = key;
  if (!at.from_a1111 || name != "Automatic") return;
  const std::string& sampler = at.sample.sampler;
  if (sampler == "dpmpp_2m_sde") at.sample.schedule = "exponential";
  else if (sampler.starts_with("dpmpp_") || sampler.starts_with("dpm2")) at.sample.schedule = "karras";
}

/// Older texts name the schedule with the sampler: "DPM++ 2M Karras".
void take_sampler(Reading& at, const std::string& name) {
  std::string base = name;
  for (const auto& schedule : api::schedule_list) {
    const std::string ending = " " + std::string(schedule.name);
    if (!base.ends_with(ending)) continue;
    base.resize(base.size() - ending.size());
    at.sample.schedule = schedule.key;
    break;
  }
  const std::string key = key_of(api::sampler_list, base);
  if (key.empty()) at.leave_out("sampler " + name);
  else at.sample.sampler = key;
}

bool take_pair(std::string_view text, char between, auto& first, auto& second) {
  const auto gap = text.find(between);
  return gap != std::string_view::npos && take_number(text.substr(0, gap), first) && take_number(text.substr(gap + 1), second);
}

void take_upscaler(Reading& at, const std::string& name) {
  if (name.starts_with("Latent")) at.picture.hires_upscaler = "latent";
  else if (name == "Lanczos") at.picture.hires_upscaler = "lanczos";
  else at.leave_out("upscaler " + name);
}

bool take_percent(const std::string& value, double& share) {
  if (!take_number(value, share)) return false;
  share /= 100;
  return true;
}

/// One parameter into the request; false when it cannot be read.
using Take = bool (*)(Reading& at, const std::string& value);

const std::map<std::string, Take> table = {
    {"Steps", [](Reading& at, const std::string& v) { return take_number(v, at.sample.steps); }},
    {"CFG scale", [](Reading& at, const std::string& v) { return take_number(v, at.sample.guidance); }},
    {"Seed", [](Reading& at, const std::string& v) { return take_number(v, at.sample.seed); }},
    {"Size", [](Reading& at, const std::string& v) { return take_pair(v, 'x', at.sample.width, at.sample.height); }},
    {"Variation seed", [](Reading& at, const std::string& v) { return take_number(v, at.sample.variation_seed); }},
    {"Variation seed strength", [](Reading& at, const std::string& v) { return take_number(v, at.sample.variation_strength); }},
    {"Clip skip", [](Reading& at, const std::string& v) { return take_number(v, at.sample.clip_skip); }},
    {"Eta DDIM", [](Reading& at, const std::string& v) { return take_number(v, at.sample.eta); }},
    {"Guidance rescale", [](Reading& at, const std::string& v) { return take_number(v, at.sample.guidance_rescale); }},
    {"Guidance interval",
     [](Reading& at, const std::string& v) { return take_pair(v, '-', at.sample.guidance_start, at.sample.guidance_end); }},
    {"Mimic scale", [](Reading& at, const std::string& v) { return take_number(v, at.sample.dynamic_threshold); }},
    {"Threshold percentile", [](Reading& at, const std::string& v) { return take_percent(v, at.sample.threshold_percentile); }},
    {"Denoising strength",
     [](Reading& at, const std::string& v) { return take_number(v, at.hires ? at.picture.hires_strength : at.picture.strength); }},
    {"Hires strength", [](Reading& at, const std::string& v) { return take_number(v, at.picture.hires_strength); }},
    {"Hires upscale", [](Reading& at, const std::string& v) { return take_number(v, at.picture.hires_scale); }},
    {"Hires steps", [](Reading& at, const std::string& v) { return take_number(v, at.picture.hires_steps); }},
    {"Mask blur", [](Reading& at, const std::string& v) { return take_number(v, at.picture.mask_blur); }},
    {"Masked area padding", [](Reading& at, const std::string& v) { return take_number(v, at.picture.mask_padding); }},
    {"Inpaint area",
     [](Reading& at, const std::string& v) {
       at.picture.masked_only = v == "Only masked";
       return true;
     }},
    {"Tiling",
     [](Reading& at, const std::string& v) {
       at.sample.tiling = same_letters(v, "True");
       return true;
     }},
    {"RNG",
     [](Reading& at, const std::string& v) {
       at.sample.noise = v == "CPU" ? "cpu" : "gpu";
       return true;
     }},
    {"Sampler", [](Reading&, const std::string&) { return true; }},  // both are taken first, in this order
    {"Schedule type", [](Reading&, const std::string&) { return true; }},
    {"Hires upscaler",
     [](Reading& at, const std::string& v) {
       take_upscaler(at, v);
       return true;
     }},
};

void take_parameters(Reading& at, const image::Infotext& text) {
  if (const auto sampler = image::parameter(text, "Sampler")) take_sampler(at, *sampler);
  if (const auto schedule = image::parameter(text, "Schedule type")) take_schedule(at, *schedule);
  if (at.from_a1111) at.sample.noise = "gpu";  // its own default, which it does not write down
  for (const auto& [key, value] : text.parameters) {
    const auto row = table.find(key);
    if (row != table.end() ? !row->second(at, value) : !passed_over.contains(key)) at.leave_out(key == "VAE" ? "VAE " + value : key);
  }
  if (!at.hires && image::parameter(text, "Denoising strength")) at.leave_out("start picture");
  if (image::parameter(text, "Mask blur")) at.leave_out("mask");
}

void take_foreign(const PictureSettings& found, api::PictureRead& result) {
  api::PictureInfo& info = result.picture;
  const image::Infotext& text = found.infotext;
  info.request.model.clear();
  info.request.prompts = {text.prompt};
  info.request.negative = text.negative_prompt;
  info.resolved_prompt = text.prompt;
  info.parameters = image::format_infotext(text);
  info.model_name = image::parameter(text, "Model").value_or("");
  info.model_hash = image::parameter(text, "Model hash").value_or("");
  const bool ours = image::parameter(text, "Version").value_or("").starts_with("Likeness");
  Reading at{.result = result,
             .sample = info.request.sample,
             .picture = info.request.picture,
             .from_a1111 = found.source == "a1111" && !ours,
             .hires = image::parameter(text, "Hires upscale").has_value()};
  take_parameters(at, text);
  for (const std::string& part : found.unknown) at.leave_out(part);
}

/// None of a kind of file that carries no text we read.
std::vector<image::PngText> texts_of(const std::string& file) {
  try {
    return image::read_picture_texts(file);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

api::PictureRead read_picture(const api::ReadPicture& request, api::JobContext& context) {
  api::PictureRead result;
  const image::Picture whole = image::read_picture(request.file).picture;
  const PictureSettings found = image::read_settings(texts_of(request.file));
  result.source = found.source;
  if (found.source == "likeness") {
    auto ours = list_pictures({request.file}, context);
    if (!ours.empty()) result.picture = std::move(ours.front());
    else take_foreign(found, result);
  } else if (!found.source.empty()) {
    take_foreign(found, result);
  }
  const image::Picture shown = image::thumbnail(whole, longest_shown);
  result.picture.file = request.file;
  result.picture.width = whole.width;
  result.picture.height = whole.height;
  result.pixels = std::make_shared<const api::Pixels>(api::Pixels{shown.width, shown.height, shown.rgb});
  return result;
}

api::WeightsRead read_weights(const api::ReadWeights& request) {
  const Json seen = models::inspect(request.file);
  return {.job = 0,
          .file = request.file,
          .kind = seen.at("kind").get<std::string>(),
          .components = seen.at("components").get<std::vector<std::string>>()};
}

}  // namespace likeness::jobs
