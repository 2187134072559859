#include "engine/generate/finished_picture.h"

#include <charconv>
#include <chrono>

#include <ATen/ATen.h>

#include "engine/api/samplers.h"
#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/hash.h"
#include "engine/base/mapped_file.h"
#include "engine/base/version.h"
#include "engine/generate/tiled_vae.h"
#include "engine/image/infotext.h"
#include "engine/models/lora.h"

namespace likeness::generate {
namespace {

/// As short as reads back the same: "7.5", "7".
std::string number_text(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string a1111_sampler(const std::string& key) {
  const api::SamplerName* known = api::find_sampler(key);
  return known == nullptr ? key : std::string(known->name);
}

std::string a1111_schedule(const std::string& key) {
  const api::ScheduleName* known = api::find_schedule(key);
  return known == nullptr ? key : std::string(known->name);
}

/// A1111's hash of a LoRA file: SHA-256 of everything after the safetensors header, of the whole file where it is another, 12 digits.
std::string lora_hash(const std::filesystem::path& file) {
  const auto mapped = MappedFile::open(file);
  const auto bytes = mapped->bytes();
  std::uint64_t header = 0;
  for (std::size_t i = 0; i < 8 && i < bytes.size(); ++i) header |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  // PyTorch's own files begin with no such length.
  const std::size_t skipped = header <= bytes.size() - std::min<std::size_t>(8, bytes.size()) ? header + 8 : 0;
  return sha256_hex(bytes.subspan(std::min(skipped, bytes.size()))).substr(0, 12);
}

/// `Model` and LoRA names may hold neither commas nor colons.
std::string plain_name(std::string name) {
  std::erase_if(name, [](char c) { return c == ',' || c == ':'; });
  return name;
}

void add_variation(image::Infotext& text, const api::SampleOptions& sample) {
  if (sample.variation_strength == 0) return;
  text.parameters.emplace_back("Variation seed", std::to_string(sample.variation_seed));
  text.parameters.emplace_back("Variation seed strength", number_text(sample.variation_strength));
}

/// Keys of A1111's extensions where one is known for it.
void add_guidance(image::Infotext& text, const api::SampleOptions& sample) {
  const auto add = [&text](const char* key, const std::string& value) { text.parameters.emplace_back(key, value); };
  if (sample.guidance_rescale != 0) add("Guidance rescale", number_text(sample.guidance_rescale));
  if (sample.guidance_start != 0 || sample.guidance_end != 1)
    add("Guidance interval", number_text(sample.guidance_start) + "-" + number_text(sample.guidance_end));
  if (sample.pag_scale != 0) add("PAG Scale", number_text(sample.pag_scale));
  if (sample.pag_scale != 0 && sample.pag_adaptive != 0) add("PAG Adaptive Scale", number_text(sample.pag_adaptive));
  if (sample.dynamic_threshold == 0) return;
  add("Dynamic thresholding enabled", "True");
  add("Mimic scale", number_text(sample.dynamic_threshold));
  add("Threshold percentile", number_text(100 * sample.threshold_percentile));
}

/// A1111's own keys, and the one of its DeepCache extension.
void add_savings(image::Infotext& text, const api::SampleOptions& sample, const api::PictureOptions& picture) {
  const auto add = [&text](const char* key, const std::string& value) { text.parameters.emplace_back(key, value); };
  if (sample.tome_ratio != 0) add("Token merging ratio", number_text(sample.tome_ratio));
  if (sample.deep_cache_interval > 1) add("DeepCache Interval", std::to_string(sample.deep_cache_interval));
  if (!picture.taesd.empty() && !picture.taesd_previews_only) add("VAE Decoder", "TAESD");
}

void add_passes(image::Infotext& text, const api::PictureOptions& picture) {
  const auto add = [&text](const char* key, const std::string& value) { text.parameters.emplace_back(key, value); };
  if (!picture.mask.empty()) {
    add("Mask blur", std::to_string(picture.mask_blur));
    if (picture.masked_only) add("Inpaint area", "Only masked");
    if (picture.masked_only) add("Masked area padding", std::to_string(picture.mask_padding));
  }
  if (picture.hires_scale == 1) return;
  if (!picture.init.empty()) add("Hires strength", number_text(picture.hires_strength));
  add("Hires upscale", number_text(picture.hires_scale));
  if (picture.hires_steps > 0) add("Hires steps", std::to_string(picture.hires_steps));
  add("Hires upscaler", picture.hires_upscaler == "latent" ? "Latent" : "Lanczos");
}

image::Infotext infotext_of(const api::PictureInfo& info, const Wording& wording, const ModelNames& names) {
  const api::SampleOptions& sample = info.request.sample;
  const api::PictureOptions& picture = info.request.picture;
  image::Infotext text{.prompt = info.resolved_prompt, .negative_prompt = wording.negative, .parameters = {}};
  const auto add = [&text](const char* key, const std::string& value) { text.parameters.emplace_back(key, value); };
  add("Steps", std::to_string(sample.steps));
  add("Sampler", a1111_sampler(sample.sampler));
  add("Schedule type", a1111_schedule(sample.schedule));
  add("CFG scale", number_text(sample.guidance));
  add("Seed", std::to_string(sample.seed));
  add("Size", std::to_string(sample.width) + "x" + std::to_string(sample.height));
  add("Model hash", info.model_hash);
  add("Model", plain_name(names.name));
  add_variation(text, sample);
  if (!picture.init.empty() || picture.hires_scale > 1)
    add("Denoising strength", number_text(picture.init.empty() ? picture.hires_strength : picture.strength));
  if (sample.clip_skip != 1) add("Clip skip", std::to_string(sample.clip_skip));
  add_savings(text, sample, picture);
  add("RNG", sample.noise == "gpu" ? "NV" : "CPU");
  if (sample.tiling) add("Tiling", "True");
  if (sample.eta != 0) add("Eta DDIM", number_text(sample.eta));
  add_guidance(text, sample);
  add_passes(text, picture);
  if (!names.lora_hashes.empty()) add("Lora hashes", names.lora_hashes);
  if (wording.made_choices) add("Template", wording.prompt);
  if (wording.made_choices && !info.request.negative.empty()) add("Negative Template", info.request.negative);
  add("Version", std::string("Likeness ") + kVersion);
  return text;
}

std::int64_t modified_ms_of(const std::filesystem::path& file) {
  const auto time = std::chrono::file_clock::to_sys(std::filesystem::last_write_time(file));
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

ModelNames model_names(const models::Model& model, const std::vector<api::LoraUse>& loras, api::JobContext& context) {
  context.report(api::Progress{.job = 0, .phase = api::Phase::hashing});
  ModelNames names{.name = model.name, .hash = models::model_hash(model.folder), .lora_hashes = {}};
  for (const api::LoraUse& lora : loras) {
    const std::filesystem::path file = lora.file;
    names.lora_hashes += (names.lora_hashes.empty() ? "" : ", ") + plain_name(file.stem().string()) + ": " + lora_hash(models::lora_file_of(file));
  }
  return names;
}

api::PictureInfo describe_picture(const api::Generate& request, const api::SampleOptions& sample, const Wording& wording,
                                  std::int64_t seed, const ModelNames& names) {
  api::PictureInfo info;
  info.request = request;
  info.request.prompts.clear();
  if (request.ids_file.empty()) info.request.prompts.push_back(wording.prompt);
  info.request.sample = sample;
  info.request.sample.count = 1;
  info.request.sample.seed = seed;
  if (sample.variation_strength == 0) info.request.sample.variation_seed = -1;  // no part of it
  info.request.out_folder.clear();
  info.request.dump_latents_file.clear();
  for (std::string* path : {&info.request.picture.init, &info.request.picture.mask, &info.request.picture.taesd})
    if (!path->empty()) *path = std::filesystem::absolute(*path).string();  // the text outlives the working folder
  info.resolved_prompt = wording.resolved;
  info.model_name = names.name;
  info.model_hash = names.hash.substr(0, 10);
  info.width = sample.width;
  info.height = sample.height;
  info.parameters = image::format_infotext(infotext_of(info, wording, names));
  return info;
}

void mark_partial(api::PictureInfo& info, int steps_done, int steps) {
  image::Infotext text = image::parse_infotext(info.parameters);
  text.parameters.emplace_back("Partial", std::to_string(steps_done) + " of " + std::to_string(steps) + " steps");
  info.parameters = image::format_infotext(text);
  info.partial = true;
}

at::Tensor decode(const models::Model& model, const at::Tensor& latent, int tile) {
  const at::NoGradGuard no_grad;
  return finite_pixels(decode_tiled(model.vae, latent, tile));
}

at::Tensor finite_pixels(const at::Tensor& decoded) {
  const at::Tensor pixels = decoded.to(at::kCPU);
  if (!at::isfinite(pixels).all().item<bool>())
    throw Error(ErrorKind::bad_input, "The picture came out as \"not a number\" with these settings.",
                "Lower the guidance or the LoRA's strength, or compute in f32.");
  return pixels;
}

std::string save_picture(api::PictureInfo& info, const std::filesystem::path& file, const image::Picture& picture, const Recipe& recipe) {
  std::vector<image::PngText> texts{{"parameters", info.parameters}};
  if (recipe) texts.push_back({"likeness", recipe(info.request)});
  const api::PictureOptions& options = info.request.picture;
  std::string bytes = image::encode_picture(picture, {options.format, options.quality}, texts);
  write_file(file, bytes);
  info.file = file.string();
  info.modified_ms = modified_ms_of(file);
  return bytes;
}

api::SharedPixels shared_pixels(const image::Picture& picture) {
  return std::make_shared<const api::Pixels>(api::Pixels{picture.width, picture.height, picture.rgb});
}

}  // namespace likeness::generate
