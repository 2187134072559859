#include "engine/diffusion/samplers/sigma_steps.h"

#include <ATen/ATen.h>

namespace likeness::diffusion {
namespace {

/// The plan with the second evaluations between: timesteps t0 m0 t1 m1 .. tn, sigmas s0 s1 s1 s2 s2 .. 0 as diffusers lists them.
void evaluate_twice(Plan& plan, const at::Tensor& middle) {
  const SigmaTable table(plan.schedule);
  const std::vector<double> timesteps = std::move(plan.timesteps);
  const std::vector<double> sigmas = std::move(plan.sigmas);
  plan.timesteps.clear();
  plan.sigmas = {sigmas.front()};
  plan.order = 2;
  const bool at_next_step = at::equal(middle, float_tensor(sigmas).slice(0, 1));  // then at its very timestep, rounded or not
  for (std::size_t k = 0; k < timesteps.size(); ++k) {
    plan.timesteps.push_back(timesteps[k]);
    plan.step_of.push_back(static_cast<int>(k));
    if (k + 1 == timesteps.size()) break;
    const double between = middle[static_cast<std::int64_t>(k)].item<double>();
    plan.timesteps.push_back(at_next_step ? timesteps[k + 1] : static_cast<float>(table.timestep_of(between)));
    plan.step_of.push_back(static_cast<int>(k));
    plan.sigmas.insert(plan.sigmas.end(), 2, sigmas[k + 1]);
  }
  plan.sigmas.push_back(sigmas.back());
}

}  // namespace

at::Tensor scale_by_sigma(const at::Tensor& x, const at::Tensor& sigma) { return x / (sigma.square() + 1).sqrt(); }

at::Tensor clean_from_sigma(Prediction prediction, const at::Tensor& model_output, const at::Tensor& x, const at::Tensor& sigma) {
  if (prediction == Prediction::sample) return model_output;
  if (prediction == Prediction::epsilon) return x - sigma * model_output;
  const at::Tensor variance = sigma.square() + 1;
  return model_output * (-sigma / variance.sqrt()) + x / variance;
}

AncestralStep ancestral_step(const at::Tensor& from, const at::Tensor& to) {
  const at::Tensor up = (to.square() * (from.square() - to.square()) / from.square()).sqrt();
  return {up, (to.square() - up.square()).sqrt()};
}

at::Tensor SigmaSampler::scale_input(const at::Tensor& x, int evaluation) const { return scale_by_sigma(x, sigmas_[evaluation]); }

at::Tensor SigmaSampler::add_noise(const at::Tensor& sample, const at::Tensor& noise, int evaluation) const {
  return sample + noise * sigmas_[evaluation];
}

TwoStageSampler::TwoStageSampler(Plan plan, const at::Tensor& middle, const Clipping& clipping)
    : sigmas_(float_tensor(plan.sigmas)), middle_(middle), plan_(std::move(plan)), clipping_(clipping) {
  evaluate_twice(plan_, middle_);
}

at::Tensor TwoStageSampler::scale_input(const at::Tensor& x, int evaluation) const { return scale_by_sigma(x, sigma_of(evaluation)); }

at::Tensor TwoStageSampler::add_noise(const at::Tensor& sample, const at::Tensor& noise, int evaluation) const {
  return sample + noise * sigmas_[plan_.step_at(evaluation)];
}

at::Tensor TwoStageSampler::step(const at::Tensor& model_output, int evaluation, const at::Tensor& x, const DrawNoise& draw,
                                 at::Tensor* denoised) {
  const at::Tensor clean =
      clipping_.apply(clean_from_sigma(plan_.schedule.prediction, model_output, x, sigma_of(evaluation)));
  if (denoised != nullptr) *denoised = clean;
  const int step = plan_.step_at(evaluation);
  if (evaluation % 2 == 1) return second(step, start_, x, clean, draw);
  start_ = x;
  return first(step, x, clean, draw);
}

}  // namespace likeness::diffusion
