#include "app/cli/sampler_flags.h"

#include "engine/api/options.h"
#include "engine/api/samplers.h"
#include "engine/base/error.h"

namespace likeness::cli {
namespace {

constexpr std::size_t max_config_bytes = 1u << 20;

Json config_of(const config::Flags& given) {
  const std::string text = given.text("config", "{}");
  const Json config = text.starts_with('{') ? parse_json(text, "--config", NonFinite::accepted)
                                            : read_json_file(text, max_config_bytes, NonFinite::accepted);
  if (!config.is_object()) throw Error(ErrorKind::bad_input, text + ": expected a JSON object");
  return config;
}

}  // namespace

config::FlagSet sampler_flags() {
  config::FlagSet set;
  return set.add({.key = "sampler", .value_name = api::joined_keys(api::sampler_list), .text = "The sampler. (ddim)"})
      .add({.key = "schedule", .value_name = api::joined_keys(api::schedule_list), .text = "How the noise levels are spaced. (normal)"})
      .add({.key = "steps", .kind = config::Flag::Kind::number, .value_name = "N", .text = "Sampling steps. (30)"})
      .add({.key = "config", .value_name = "JSON", .text = "Fields of a scheduler_config.json: an object, or a path to one."});
}

diffusion::SamplerSettings sampler_settings(const config::Flags& flags) {
  api::SampleOptions options;
  flags.read(options);
  return {.name = options.sampler.empty() ? "ddim" : options.sampler,
          .spacing = diffusion::spacing_named(options.schedule),
          .steps = options.steps,
          .eta = options.eta,
          .config = config_of(flags)};
}

}  // namespace likeness::cli
