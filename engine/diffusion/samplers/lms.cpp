// Linear multistep (Adams-Bashforth) of order 4 in sigma. Source: diffusers scheduling_lms_discrete.py.
// The coefficients integrate polynomials of degree 3, so two Gauss points give them exactly.
#include <algorithm>
#include <cmath>
#include <deque>

#include <ATen/ATen.h>

#include "engine/diffusion/samplers/sigma_steps.h"

namespace likeness::diffusion {
namespace {

class Lms final : public SigmaSampler {
 public:
  using SigmaSampler::SigmaSampler;
  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) override;

 private:
  double coefficient(int order, int step, int which) const;

  std::deque<at::Tensor> derivatives_;  // newest first
  int last_step_ = -1;
};

/// Integral over the step of the Lagrange polynomial that is 1 at sigma[step - which] and 0 at the others of the last `order`.
double Lms::coefficient(int order, int step, int which) const {
  const auto sigma = [&](int i) { return plan_.sigmas[static_cast<std::size_t>(i)]; };
  const auto polynomial = [&](double at) {
    double product = 1;
    for (int k = 0; k < order; ++k)
      if (k != which) product *= (at - sigma(step - k)) / (sigma(step - which) - sigma(step - k));
    return product;
  };
  const double half = (sigma(step + 1) - sigma(step)) / 2;
  const double middle = (sigma(step + 1) + sigma(step)) / 2;
  const double away = half / std::sqrt(3.0);
  return half * (polynomial(middle - away) + polynomial(middle + away));
}

at::Tensor Lms::step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) {
  constexpr int highest_order = 4;
  if (step != last_step_ + 1) derivatives_.clear();
  last_step_ = step;
  const at::Tensor clean = clean_from_sigma(plan_.schedule.prediction, model_output, x, sigmas_[step]);
  if (denoised != nullptr) *denoised = clean;
  derivatives_.push_front((x - clean) / sigmas_[step]);
  if (derivatives_.size() > highest_order) derivatives_.pop_back();
  // The reference takes its order from the step's number, also in a run that began later and remembers less.
  const int order = std::min(step + 1, highest_order);
  at::Tensor next = x;
  for (int i = 0; i < static_cast<int>(derivatives_.size()); ++i)
    next = next + coefficient(order, step, i) * derivatives_[static_cast<std::size_t>(i)];
  return next;
}

}  // namespace

std::unique_ptr<Sampler> make_lms(const SamplerSettings& settings) {
  return std::make_unique<Lms>(sigma_plan(settings, {.scheduler_class = "LMSDiscreteScheduler"}));
}

}  // namespace likeness::diffusion
