#include <ATen/ATen.h>

#include "app/cli/sampler_flags.h"
#include "app/cli/verb.h"

namespace likeness::cli {

namespace {

Json run(Call& call) {
  const diffusion::Plan plan = diffusion::schedule(sampler_settings(call.flags));
  const at::Tensor alphas = plan.schedule.alphas_cumprod.contiguous();
  return {{"timesteps", plan.timesteps},
          {"sigmas", plan.sigmas},
          {"init_sigma", plan.init_sigma},
          {"alphas", std::vector<float>(alphas.const_data_ptr<float>(), alphas.const_data_ptr<float>() + alphas.numel())}};
}

}  // namespace

Verb schedule_verb() { return {"schedule", "Lists the timesteps and noise levels of a sampler.", sampler_flags, run}; }

}  // namespace likeness::cli
