#include <ATen/ATen.h>

#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/diffusion/sampler.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  return set.add({.key = "sampler", .value_name = "ddim|euler|euler_a|dpmpp_2m", .text = "The sampler. (ddim)"})
      .add({.key = "schedule", .value_name = "normal|karras", .text = "How the noise levels are spaced. (normal)"})
      .add({.key = "steps", .kind = config::Flag::Kind::number, .value_name = "N", .text = "Sampling steps. (30)"})
      .add({.key = "config", .value_name = "JSON", .text = "Fields of a scheduler_config.json: an object, or a path to one."});
}

Json config_of(const config::Flags& given) {
  const std::string text = given.text("config", "{}");
  const Json config = text.starts_with('{') ? parse_json(text, "--config") : read_json_file(text);
  if (!config.is_object()) throw Error(ErrorKind::bad_input, text + ": expected a JSON object");
  return config;
}

Json run(Call& call) {
  api::SampleOptions options;
  call.flags.read(options);
  diffusion::SamplerSettings settings{.name = call.flags.text("sampler", "ddim"), .steps = options.steps, .config = config_of(call.flags)};
  settings.spacing = options.schedule == "karras" ? diffusion::Spacing::karras : diffusion::Spacing::normal;
  const diffusion::Plan plan = diffusion::make_sampler(settings)->plan();
  const at::Tensor alphas = plan.schedule.alphas_cumprod.contiguous();
  return {{"timesteps", plan.timesteps},
          {"sigmas", plan.sigmas},
          {"init_sigma", plan.init_sigma},
          {"alphas", std::vector<float>(alphas.const_data_ptr<float>(), alphas.const_data_ptr<float>() + alphas.numel())}};
}

}  // namespace

Verb schedule_verb() { return {"schedule", "Lists the timesteps and noise levels of a sampler.", flags, run}; }

}  // namespace likeness::cli
