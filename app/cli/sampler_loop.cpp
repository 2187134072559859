#include <ATen/ATen.h>

#include "app/cli/sampler_flags.h"
#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/diffusion/fixed_model.h"

namespace likeness::cli {

namespace {

namespace fixed_model = diffusion::fixed_model;
using Kind = config::Flag::Kind;

config::FlagSet flags() {
  return sampler_flags()
      .add({.key = "start_index", .kind = Kind::number, .value_name = "K", .text = "Step to begin at, with the start sample noised to it. (0)"})
      .add({.key = "eta", .kind = Kind::number, .value_name = "X", .text = "Fresh noise per DDIM step: 0 none, 1 as DDPM. (0)"})
      .add({.key = "seed", .kind = Kind::number, .value_name = "N", .text = "Seed of the noise of the steps. (0)"})
      .add({.key = "loop", .value_name = "correct|scaled-input",
            .text = "scaled-input overwrites the sample with the model's input before each step. (correct)"});
}

fixed_model::Loop loop_of(const std::string& name) {
  if (name == "correct") return fixed_model::Loop::correct;
  if (name == "scaled-input" || name == "scaled_input") return fixed_model::Loop::scaled_input;
  throw Error(ErrorKind::usage, "--loop: expected correct or scaled-input, found " + name);
}

Json run(Call& call) {
  fixed_model::Run run{.settings = sampler_settings(call.flags), .loop = loop_of(call.flags.text("loop", "correct"))};
  run.start_index = static_cast<int>(call.flags.whole("start_index").value_or(0));
  run.seed = static_cast<std::uint64_t>(call.flags.whole("seed").value_or(0));
  const at::NoGradGuard no_grad;
  const at::Tensor x = fixed_model::end_sample(run).contiguous();
  const at::Tensor size = x.to(at::kDouble).abs();
  const float* values = x.const_data_ptr<float>();
  return {{"sum_abs", size.sum().item<double>()},
          {"mean_abs", size.mean().item<double>()},
          {"first", std::vector<float>(values, values + 16)}};
}

}  // namespace

Verb sampler_loop_verb() { return {"sampler-loop", "Runs a sampler on a fixed test model and prints sums of the result.", flags, run}; }

}  // namespace likeness::cli
