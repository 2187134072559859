#include "engine/generate/from_start.h"

#include <algorithm>
#include <sstream>

#include <ATen/ATen.h>

#include "engine/base/error.h"

namespace likeness::generate {

int first_step(int steps, double strength) {
  const int kept = std::min(static_cast<int>(steps * strength), steps);
  if (kept >= 1) return steps - kept;
  std::ostringstream message;
  message << "strength: " << strength << " of " << steps << " steps leaves no step to make";
  throw Error(ErrorKind::bad_input, message.str(), "Use more steps, or a strength of at least 1 / steps.");
}

namespace {

bool begins_with_noise(const StartLatent& start) {
  return !start.latent.defined() || (start.mask.defined() && start.strength == 1);
}

}  // namespace

int first_step(int steps, const StartLatent& start) { return begins_with_noise(start) ? 0 : first_step(steps, start.strength); }

at::Tensor sample_from_start(diffusion::Sampler& sampler, const StartLatent& start, const at::Tensor& noise,
                             const diffusion::Denoise& denoise, const diffusion::DrawNoise& draw, const diffusion::AfterStep& after) {
  const diffusion::Plan& plan = sampler.plan();
  const bool blends = start.mask.defined() && !start.masked_latent.defined();  // an inpainting model keeps the rest by itself
  const int first = first_step(plan.steps(), start);
  int evaluation = 0;
  while (plan.step_at(evaluation) < first) ++evaluation;
  at::Tensor x = begins_with_noise(start) ? noise * plan.init_sigma : sampler.add_noise(start.latent, noise, evaluation);
  for (; evaluation < plan.evaluations(); ++evaluation) {
    at::Tensor denoised;
    const at::Tensor output = denoise(sampler.scale_input(x, evaluation), plan.timesteps[static_cast<std::size_t>(evaluation)]);
    x = sampler.step(output, evaluation, x, draw, &denoised);
    if (!plan.ends_step(evaluation)) continue;
    if (blends) {
      const bool last = evaluation + 1 == plan.evaluations();
      const at::Tensor known = last ? start.latent : sampler.add_noise(start.latent, noise, evaluation + 1);
      x = (1 - start.mask) * known + start.mask * x;
      denoised = (1 - start.mask) * start.latent + start.mask * denoised;
    }
    if (after) after(plan.step_at(evaluation) - first, x, denoised);
  }
  return x;
}

}  // namespace likeness::generate
