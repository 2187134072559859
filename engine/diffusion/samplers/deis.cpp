// DEIS (Zhang and Chen 2023), the log-rho multistep rule of order 1 to 3. Source: diffusers scheduling_deis_multistep.py.
// It ends at the lowest sigma of the training, never at zero.
#include <algorithm>

#include <ATen/ATen.h>

#include "engine/diffusion/samplers/multistep.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

class Deis final : public MultistepSampler {
 public:
  explicit Deis(const SamplerSettings& settings)
      : MultistepSampler(settings.config,
                         multistep_plan(settings, {.scheduler_class = "DEISMultistepScheduler", .last = LastSigma::lowest})),
        order_(static_cast<int>(whole_field(settings.config, "solver_order", 2, 1, 3))),
        lower_order_final_(flag_field(settings.config, "lower_order_final", true)) {
    choice_field(settings.config, "solver_type", "logrho", {"logrho", "midpoint", "heun", "bh1", "bh2"});
  }

  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) override;

 private:
  int order_at(int step) const {
    const int left = plan_.steps() - step;
    const int allowed = lower_order_final_ && plan_.steps() < 15 ? left : order_;
    return std::min({order_, static_cast<int>(noises_.size()), allowed});
  }
  at::Tensor second_order(int step, const at::Tensor& x) const;
  at::Tensor third_order(int step, const at::Tensor& x) const;

  int order_;
  bool lower_order_final_;
  std::deque<at::Tensor> noises_;  // estimates of the noise, newest first
};

at::Tensor Deis::step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) {
  if (begins(step)) noises_.clear();
  const Level from = level(step);
  const at::Tensor clean = clean_estimate(model_output, step, x);
  if (denoised != nullptr) *denoised = clean;
  noises_.push_front((x - from.alpha * clean) / from.sigma);
  if (static_cast<int>(noises_.size()) > order_) noises_.pop_back();
  switch (order_at(step)) {
    case 2: return second_order(step, x);
    case 3: return third_order(step, x);
    default: break;
  }
  const Level to = level(step + 1);
  return (to.alpha / from.alpha) * x - to.sigma * ((to.lambda - from.lambda).exp() - 1) * noises_[0];
}

at::Tensor Deis::second_order(int step, const at::Tensor& x) const {
  const Level to = level(step + 1), s0 = level(step), s1 = level(step - 1);
  const at::Tensor rho = to.sigma / to.alpha, rho0 = s0.sigma / s0.alpha, rho1 = s1.sigma / s1.alpha;
  /// Integral of the linear polynomial in log rho that is 1 at b and 0 at c.
  const auto integral = [](const at::Tensor& t, const at::Tensor& b, const at::Tensor& c) {
    return t * (-c.log() + t.log() - 1) / (b.log() - c.log());
  };
  const at::Tensor newest = integral(rho, rho0, rho1) - integral(rho0, rho0, rho1);
  const at::Tensor older = integral(rho, rho1, rho0) - integral(rho0, rho1, rho0);
  return to.alpha * (x / s0.alpha + newest * noises_[0] + older * noises_[1]);
}

at::Tensor Deis::third_order(int step, const at::Tensor& x) const {
  const Level to = level(step + 1), s0 = level(step), s1 = level(step - 1), s2 = level(step - 2);
  const at::Tensor rho = to.sigma / to.alpha;
  const at::Tensor logs[] = {(s0.sigma / s0.alpha).log(), (s1.sigma / s1.alpha).log(), (s2.sigma / s2.alpha).log()};
  /// Integral of the quadratic polynomial in log rho that is 1 at b and 0 at c and d.
  const auto integral = [](const at::Tensor& t, const at::Tensor& b, const at::Tensor& c, const at::Tensor& d) {
    const at::Tensor log_t = t.log();
    return t * (c * (d - log_t + 1) - d * log_t + d + log_t.square() - 2 * log_t + 2) / ((b - c) * (b - d));
  };
  at::Tensor next = x / s0.alpha;
  const at::Tensor rho0 = s0.sigma / s0.alpha;
  for (std::size_t i = 0; i < 3; ++i) {
    const at::Tensor &b = logs[i], &c = logs[(i + 1) % 3], &d = logs[(i + 2) % 3];
    next = next + (integral(rho, b, c, d) - integral(rho0, b, c, d)) * noises_[i];
  }
  return to.alpha * next;
}

}  // namespace

std::unique_ptr<Sampler> make_deis(const SamplerSettings& settings) { return std::make_unique<Deis>(settings); }

}  // namespace likeness::diffusion
