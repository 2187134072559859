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

std::string own_sampler(const models::Model& model) {
  const Json& config = model.scheduler_config;
  const auto name = config.is_object() ? config.find("_class_name") : config.end();
  return diffusion::sampler_for_class(name != config.end() && name->is_string() ? name->get<std::string>() : "");
}

}  // namespace

api::SampleOptions complete_sampling(const models::Model& model, api::SampleOptions options) {
  if (options.sampler.empty()) options.sampler = own_sampler(model);
  options.width = checked_side(model, "width", options.width);
  options.height = checked_side(model, "height", options.height);
  check_number("guidance", options.guidance, 0, 100);
  check_number("eta", options.eta, 0, 1);
  check_number("count", options.count, 1, 10000);
  check_number("clip_skip", options.clip_skip, 1, static_cast<double>(model.text_encoder.config().num_hidden_layers));
  check_number("seed", static_cast<double>(options.seed), -1, 4294967295.0);
  diffusion::schedule(sampler_settings(model, options));  // throws for a sampler, schedule or number of steps that cannot be
  return options;
}

diffusion::SamplerSettings sampler_settings(const models::Model& model, const api::SampleOptions& options) {
  if (options.schedule != "normal" && options.schedule != "karras")
    throw Error(ErrorKind::usage, "schedule: expected normal or karras, found " + options.schedule);
  return {.name = options.sampler,
          .spacing = options.schedule == "karras" ? diffusion::Spacing::karras : diffusion::Spacing::normal,
          .steps = options.steps,
          .eta = options.eta,
          .config = model.scheduler_config};
}

std::vector<std::int64_t> latent_shape(const models::Model& model, const api::SampleOptions& options) {
  return {1, model.unet.config().out_channels, options.height / model.vae.factor(), options.width / model.vae.factor()};
}

}  // namespace likeness::generate
