#include "engine/generate/settings.h"

#include <algorithm>
#include <sstream>

#include "engine/base/error.h"

namespace likeness::generate {
namespace {

constexpr int max_side = 8192;

int checked_side(const models::Model& model, const char* field, int pixels) {
  if (pixels == 0) return static_cast<int>(model.own_size());
  const auto factor = static_cast<int>(model.vae.factor());
  if (pixels < factor || pixels > max_side || pixels % factor != 0) {
    const int nearest = std::clamp((pixels + factor / 2) / factor * factor, factor, max_side);
    throw Error(ErrorKind::bad_input,
                std::string(field) + ": expected a multiple of " + std::to_string(factor) + " up to " + std::to_string(max_side) +
                    ", found " + std::to_string(pixels),
                "Use " + std::to_string(nearest) + ".");
  }
  return pixels;
}

void check_number(const char* field, double value, double minimum, double maximum) {
  if (value >= minimum && value <= maximum) return;
  std::ostringstream message;
  message.precision(12);
  message << field << ": expected " << minimum << " to " << maximum << ", found " << value;
  throw Error(ErrorKind::bad_input, message.str());
}

void check_choice(const char* field, const std::string& value, std::initializer_list<const char*> choices) {
  std::string names;
  for (const char* choice : choices) {
    if (value == choice) return;
    names += (names.empty() ? "" : ", ") + std::string(choice);
  }
  throw Error(ErrorKind::bad_input, std::string(field) + ": expected one of " + names + ", found " + value);
}

}  // namespace

api::SampleOptions complete_sampling(const models::Model& model, api::SampleOptions options) {
  if (options.sampler.empty()) options.sampler = diffusion::sampler_for_config(model.scheduler_config);
  options.width = checked_side(model, "width", options.width);
  options.height = checked_side(model, "height", options.height);
  check_number("guidance", options.guidance, 0, 100);
  check_number("eta", options.eta, 0, 1);
  check_number("count", options.count, 1, 10000);
  check_number("clip_skip", options.clip_skip, 1, static_cast<double>(model.text_encoder.config().num_hidden_layers));
  check_number("seed", static_cast<double>(options.seed), -1, 4294967295.0);
  check_number("guidance_rescale", options.guidance_rescale, 0, 1);
  check_number("guidance_start", options.guidance_start, 0, 1);
  check_number("guidance_end", options.guidance_end, 0, 1);
  check_number("dynamic_threshold", options.dynamic_threshold, 0, 100);
  check_number("threshold_percentile", options.threshold_percentile, 0.5, 1);
  check_number("pag_scale", options.pag_scale, 0, 100);
  check_number("pag_adaptive", options.pag_adaptive, 0, 1);
  check_number("tome_ratio", options.tome_ratio, 0, 0.75);
  check_number("deep_cache_interval", options.deep_cache_interval, 1, 50);
  if (options.pag_scale > 0 && !model.unet.config().has_mid_block)
    throw Error(ErrorKind::bad_input, "pag_scale: this model has no middle block to perturb", "Set pag_scale to 0.");
  check_number("variation_seed", static_cast<double>(options.variation_seed), -1, 4294967295.0 + 10000);
  check_number("variation_strength", options.variation_strength, 0, 1);
  check_choice("noise", options.noise, {"cpu", "gpu"});
  diffusion::schedule(sampler_settings(model, options));  // throws for a sampler, schedule or number of steps that cannot be
  return options;
}

void check_picture_options(const api::PictureOptions& options, const api::SampleOptions& sample) {
  check_number("strength", options.strength, 0, 1);
  check_number("hires_strength", options.hires_strength, 0, 1);
  check_number("hires_scale", options.hires_scale, 1, 8);
  check_number("hires_steps", options.hires_steps, 0, 1000);
  check_number("mask_blur", options.mask_blur, 0, 256);
  check_number("mask_padding", options.mask_padding, 0, 1024);
  check_number("quality", options.quality, 1, 100);
  check_number("vae_tile", options.vae_tile, 0, max_side);
  check_choice("hires_upscaler", options.hires_upscaler, {"latent", "lanczos"});
  check_choice("format", options.format, {"png", "jpeg", "webp"});
  if (options.hires_scale > 1 && !options.mask.empty())
    throw Error(ErrorKind::bad_input, "hires_scale: a masked picture has no second pass", "Paint first, then enlarge the result.");
  if (options.vae_tile > 0 && sample.tiling)
    throw Error(ErrorKind::bad_input, "vae_tile: a picture that repeats cannot be decoded in tiles", "Set vae_tile to 0.");
  if (!options.taesd.empty() && !options.taesd_previews_only && sample.tiling)
    throw Error(ErrorKind::bad_input, "taesd: a picture that repeats needs the model's own decoder", "Set taesd_previews_only.");
}

diffusion::SamplerSettings sampler_settings(const models::Model& model, const api::SampleOptions& options) {
  return {.name = options.sampler,
          .spacing = diffusion::spacing_named(options.schedule),
          .steps = options.steps,
          .eta = options.eta,
          .config = model.scheduler_config};
}

std::vector<std::int64_t> latent_shape(const models::Model& model, const api::SampleOptions& options) {
  return {1, model.unet.config().out_channels, options.height / model.vae.factor(), options.width / model.vae.factor()};
}

}  // namespace likeness::generate
