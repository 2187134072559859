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
#include "engine/image/infotext.h"
#include "engine/image/png.h"

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

/// A1111's hash of a LoRA file: SHA-256 of everything after the safetensors header, 12 digits.
std::string lora_hash(const std::filesystem::path& file) {
  const auto mapped = MappedFile::open(file);
  const auto bytes = mapped->bytes();
  std::uint64_t header = 0;
  for (std::size_t i = 0; i < 8 && i < bytes.size(); ++i) header |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  const std::size_t skipped = header <= bytes.size() - std::min<std::size_t>(8, bytes.size()) ? header + 8 : bytes.size();
  return sha256_hex(bytes.subspan(std::min(skipped, bytes.size()))).substr(0, 12);
}

/// `Model` and LoRA names may hold neither commas nor colons.
std::string plain_name(std::string name) {
  std::erase_if(name, [](char c) { return c == ',' || c == ':'; });
  return name;
}

image::Infotext infotext_of(const api::PictureInfo& info, const std::string& negative, const ModelNames& names) {
  const api::SampleOptions& sample = info.request.sample;
  image::Infotext text{.prompt = info.resolved_prompt, .negative_prompt = negative, .parameters = {}};
  const auto add = [&text](const char* key, const std::string& value) { text.parameters.emplace_back(key, value); };
  add("Steps", std::to_string(sample.steps));
  add("Sampler", a1111_sampler(sample.sampler));
  add("Schedule type", a1111_schedule(sample.schedule));
  add("CFG scale", number_text(sample.guidance));
  add("Seed", std::to_string(sample.seed));
  add("Size", std::to_string(info.width) + "x" + std::to_string(info.height));
  add("Model hash", info.model_hash);
  add("Model", plain_name(names.name));
  if (sample.clip_skip != 1) add("Clip skip", std::to_string(sample.clip_skip));
  add("RNG", "CPU");
  if (sample.eta != 0) add("Eta DDIM", number_text(sample.eta));
  if (!names.lora_hashes.empty()) add("Lora hashes", names.lora_hashes);
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
    names.lora_hashes += (names.lora_hashes.empty() ? "" : ", ") + plain_name(file.stem().string()) + ": " + lora_hash(file);
  }
  return names;
}

api::PictureInfo describe_picture(const api::Generate& request, const api::SampleOptions& sample, const Condition& condition,
                                  std::int64_t seed, const ModelNames& names) {
  api::PictureInfo info;
  info.request = request;
  info.request.prompts.clear();
  if (request.ids_file.empty()) info.request.prompts.push_back(condition.prompt);
  info.request.sample = sample;
  info.request.sample.count = 1;
  info.request.sample.seed = seed;
  info.request.out_folder.clear();
  info.request.dump_latents_file.clear();
  info.resolved_prompt = condition.resolved;
  info.model_name = names.name;
  info.model_hash = names.hash.substr(0, 10);
  info.width = sample.width;
  info.height = sample.height;
  info.parameters = image::format_infotext(infotext_of(info, condition.negative, names));
  return info;
}

void mark_partial(api::PictureInfo& info, int steps_done) {
  image::Infotext text = image::parse_infotext(info.parameters);
  text.parameters.emplace_back("Partial", std::to_string(steps_done) + " of " + std::to_string(info.request.sample.steps) + " steps");
  info.parameters = image::format_infotext(text);
  info.partial = true;
}

at::Tensor decode(const models::Model& model, const at::Tensor& latent) {
  const at::NoGradGuard no_grad;
  const at::Tensor pixels = model.vae.decode_scaled(latent).to(at::kCPU);
  if (!at::isfinite(pixels).all().item<bool>())
    throw Error(ErrorKind::bad_input, "The picture came out as \"not a number\" with these settings.",
                "Lower the guidance or the LoRA's strength, or compute in f32.");
  return pixels;
}

std::string save_picture(api::PictureInfo& info, const std::filesystem::path& file, const image::Picture& picture, const Recipe& recipe) {
  std::vector<image::PngText> texts{{"parameters", info.parameters}};
  if (recipe) texts.push_back({"likeness", recipe(info.request)});
  std::string bytes = image::encode_png(picture, texts);
  write_file(file, bytes);
  info.file = file.string();
  info.modified_ms = modified_ms_of(file);
  return bytes;
}

api::SharedPixels shared_pixels(const image::Picture& picture) {
  return std::make_shared<const api::Pixels>(api::Pixels{picture.width, picture.height, picture.rgb});
}

}  // namespace likeness::generate
