// DPM-Solver++, multistep (Lu et al. 2022, algorithm 2). Source: diffusers scheduling_dpmsolver_multistep.py, algorithm dpmsolver++.
// Order 2 with the midpoint rule unless the config states another; lambda = log(alpha/sigma).
#include <algorithm>
#include <deque>

#include <ATen/ATen.h>

#include "engine/diffusion/samplers/samplers.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

struct Level {
  at::Tensor alpha;
  at::Tensor sigma;
  at::Tensor lambda;
};

Level level_at(const at::Tensor& sigma) {
  const at::Tensor alpha = 1 / (sigma.square() + 1).sqrt();
  const at::Tensor scaled = sigma * alpha;
  return {alpha, scaled, alpha.log() - scaled.log()};
}

struct Solver {
  std::int64_t order = 2;
  bool heun = false;
  bool lower_order_final = true;
  bool euler_at_final = false;
  bool ends_at_zero = true;

  explicit Solver(const Json& config)
      : order(whole_field(config, "solver_order", 2, 1, 3)),
        heun(choice_field(config, "solver_type", "midpoint", {"midpoint", "heun", "logrho", "bh1", "bh2"}) == "heun"),
        lower_order_final(flag_field(config, "lower_order_final", true)),
        euler_at_final(flag_field(config, "euler_at_final", false)),
        ends_at_zero(choice_field(config, "final_sigmas_type", "zero", {"zero", "sigma_min"}) == "zero") {}
};

class Dpmpp2m final : public Sampler {
 public:
  Dpmpp2m(const Json& config, Plan plan)
      : plan_(std::move(plan)), sigmas_(float_tensor(plan_.sigmas)), solver_(config), thresholding_(config) {}

  const Plan& plan() const override { return plan_; }
  at::Tensor scale_input(const at::Tensor& x, int) const override { return x; }
  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) override;

  at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, int step) const override {
    const Level level = level_at(sigmas_[step]);
    return level.alpha * sample + level.sigma * noise;
  }

 private:
  at::Tensor clean_estimate(const at::Tensor& model_output, int step, const at::Tensor& x) const;
  std::int64_t order_at(int step) const;
  at::Tensor first_order(int step, const at::Tensor& x) const;
  at::Tensor second_order(int step, const at::Tensor& x) const;
  at::Tensor third_order(int step, const at::Tensor& x) const;

  Plan plan_;
  at::Tensor sigmas_;
  Solver solver_;
  Thresholding thresholding_;
  std::deque<at::Tensor> clean_;  // estimates of this step and the ones before, newest first
  int last_step_ = -1;
};

at::Tensor Dpmpp2m::clean_estimate(const at::Tensor& model_output, int step, const at::Tensor& x) const {
  const Level level = level_at(sigmas_[step]);
  switch (plan_.schedule.prediction) {
    case Prediction::epsilon: return thresholding_.apply((x - level.sigma * model_output) / level.alpha);
    case Prediction::v_prediction: return thresholding_.apply(level.alpha * x - level.sigma * model_output);
    case Prediction::sample: break;
  }
  return thresholding_.apply(model_output);
}

std::int64_t Dpmpp2m::order_at(int step) const {
  const auto steps = static_cast<int>(plan_.timesteps.size());
  const bool few = solver_.lower_order_final && steps < 15;
  if (step == steps - 1 && (solver_.euler_at_final || few || solver_.ends_at_zero)) return 1;
  const auto known = static_cast<std::int64_t>(clean_.size());
  return std::min({solver_.order, known, step == steps - 2 && few ? std::int64_t{2} : std::int64_t{3}});
}

at::Tensor Dpmpp2m::step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) {
  if (step != last_step_ + 1) clean_.clear();
  last_step_ = step;
  clean_.push_front(clean_estimate(model_output, step, x));
  if (static_cast<std::int64_t>(clean_.size()) > solver_.order) clean_.pop_back();
  if (denoised != nullptr) *denoised = clean_.front();
  const auto i = static_cast<std::size_t>(step);
  if (plan_.sigmas[i + 1] == plan_.sigmas[i]) return x;  // Karras sigmas that end at sigma_min: the rules divide by the step's length
  switch (order_at(step)) {
    case 1: return first_order(step, x);
    case 2: return second_order(step, x);
    default: return third_order(step, x);
  }
}

at::Tensor Dpmpp2m::first_order(int step, const at::Tensor& x) const {
  const Level t = level_at(sigmas_[step + 1]);
  const Level s = level_at(sigmas_[step]);
  const at::Tensor h = t.lambda - s.lambda;
  return (t.sigma / s.sigma) * x - (t.alpha * ((-h).exp() - 1)) * clean_[0];
}

at::Tensor Dpmpp2m::second_order(int step, const at::Tensor& x) const {
  const Level t = level_at(sigmas_[step + 1]);
  const Level s0 = level_at(sigmas_[step]);
  const Level s1 = level_at(sigmas_[step - 1]);
  const at::Tensor h = t.lambda - s0.lambda;
  const at::Tensor r0 = (s0.lambda - s1.lambda) / h;
  const at::Tensor d1 = (1 / r0) * (clean_[0] - clean_[1]);
  const at::Tensor growth = (-h).exp() - 1;
  const at::Tensor linear = (t.sigma / s0.sigma) * x - (t.alpha * growth) * clean_[0];
  return solver_.heun ? linear + (t.alpha * (growth / h + 1)) * d1 : linear - 0.5 * (t.alpha * growth) * d1;
}

at::Tensor Dpmpp2m::third_order(int step, const at::Tensor& x) const {
  const Level t = level_at(sigmas_[step + 1]);
  const Level s0 = level_at(sigmas_[step]);
  const Level s1 = level_at(sigmas_[step - 1]);
  const Level s2 = level_at(sigmas_[step - 2]);
  const at::Tensor h = t.lambda - s0.lambda;
  const at::Tensor r0 = (s0.lambda - s1.lambda) / h;
  const at::Tensor r1 = (s1.lambda - s2.lambda) / h;
  const at::Tensor d1_0 = (1 / r0) * (clean_[0] - clean_[1]);
  const at::Tensor d1_1 = (1 / r1) * (clean_[1] - clean_[2]);
  const at::Tensor d1 = d1_0 + (r0 / (r0 + r1)) * (d1_0 - d1_1);
  const at::Tensor d2 = (1 / (r0 + r1)) * (d1_0 - d1_1);
  const at::Tensor growth = (-h).exp() - 1;
  return (t.sigma / s0.sigma) * x - (t.alpha * growth) * clean_[0] + (t.alpha * (growth / h + 1)) * d1 -
         (t.alpha * ((growth + h) / h.square() - 0.5)) * d2;
}

}  // namespace

std::unique_ptr<Sampler> make_dpmpp_2m(const SamplerSettings& settings) {
  for (const char* field : {"use_beta_sigmas", "use_flow_sigmas", "use_dynamic_shifting"}) refuse_flag(settings.config, field);
  choice_field(settings.config, "variance_type", "none", {"none"});
  return std::make_unique<Dpmpp2m>(settings.config, dpmpp_plan(settings));
}

}  // namespace likeness::diffusion
