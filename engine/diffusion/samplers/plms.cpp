// PLMS (Liu et al. 2022, PNDM): a linear multistep rule over the noise estimates, begun with one improved Euler step, or with three
// pseudo Runge-Kutta steps of four evaluations where the config states skip_prk_steps false. Source: diffusers scheduling_pndm.py.
// Begun later than at its first step it goes as diffusers does it: from the list's k-th timestep, with an empty memory.
#include <algorithm>
#include <deque>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/samplers/alpha_steps.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

class Plms final : public AlphaSampler {
 public:
  explicit Plms(const SamplerSettings& settings);
  at::Tensor step(const at::Tensor& model_output, int evaluation, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) override;

 private:
  void plan_multistep(const std::vector<double>& timesteps);
  void plan_runge_kutta(const std::vector<double>& timesteps);
  at::Tensor runge_kutta(const at::Tensor& output, int evaluation, const at::Tensor& x);
  at::Tensor multistep(at::Tensor output, int evaluation, at::Tensor x);
  at::Tensor transfer(const at::Tensor& x, std::int64_t from, std::int64_t to, at::Tensor output) const;

  std::int64_t stride_;
  int runge_kutta_evaluations_ = 0;
  at::Tensor final_alpha_;
  std::deque<at::Tensor> outputs_;  // newest first, at most four
  at::Tensor start_;                // the latent that a step of several evaluations began with
  at::Tensor sum_;                  // weighted outputs of the Runge-Kutta step under way
  int done_ = 0;                    // evaluations of this run
  int last_evaluation_ = -1;
};

Plms::Plms(const SamplerSettings& settings)
    : AlphaSampler(settings, "PNDMScheduler"), stride_(plan_.schedule.train_steps / settings.steps) {
  const auto timesteps = whole_timesteps(settings, plan_.schedule.train_steps);
  final_alpha_ = flag_field(settings.config, "set_alpha_to_one", false) ? at::ones({}) : alpha(0);
  flag_field(settings.config, "skip_prk_steps", true) ? plan_multistep(timesteps) : plan_runge_kutta(timesteps);
}

/// The second timestep twice: its first visit improves the first step.
void Plms::plan_multistep(const std::vector<double>& timesteps) {
  plan_.timesteps = timesteps;
  for (int i = 0; i < static_cast<int>(timesteps.size()); ++i) plan_.step_of.push_back(i);
  if (timesteps.size() < 2) return;
  plan_.timesteps.insert(plan_.timesteps.begin() + 1, timesteps[1]);
  plan_.step_of.insert(plan_.step_of.begin(), 0);
}

void Plms::plan_runge_kutta(const std::vector<double>& timesteps) {
  constexpr std::size_t steps = 3;
  if (timesteps.size() <= steps)
    throw Error(ErrorKind::bad_input, "steps: plms with skip_prk_steps false needs at least 4, found " + std::to_string(timesteps.size()));
  const double half = static_cast<double>(stride_ / 2);
  for (std::size_t k = 0; k < steps; ++k) {
    const double middle = timesteps[k + 1] + half;
    plan_.timesteps.insert(plan_.timesteps.end(), {timesteps[k], middle, middle, timesteps[k + 1]});
    plan_.step_of.insert(plan_.step_of.end(), 4, static_cast<int>(k));
  }
  runge_kutta_evaluations_ = 4 * steps;
  for (std::size_t k = steps; k < timesteps.size(); ++k) {
    plan_.timesteps.push_back(timesteps[k]);
    plan_.step_of.push_back(static_cast<int>(k));
  }
}

at::Tensor Plms::step(const at::Tensor& model_output, int evaluation, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) {
  if (evaluation != last_evaluation_ + 1) {
    outputs_.clear();
    done_ = 0;
    if (runge_kutta_evaluations_ > 0)
      throw Error(ErrorKind::unsupported, "scheduler config, skip_prk_steps: plms with Runge-Kutta steps cannot begin in the middle",
                  "Set skip_prk_steps to true, or choose another sampler.");
  }
  last_evaluation_ = evaluation;
  if (denoised != nullptr) *denoised = estimate_at(plan_.schedule.prediction, model_output, x, alpha(timestep(evaluation))).clean;
  const at::Tensor next =
      evaluation < runge_kutta_evaluations_ ? runge_kutta(model_output, evaluation, x) : multistep(model_output, evaluation, x);
  ++done_;
  return next;
}

at::Tensor Plms::runge_kutta(const at::Tensor& output, int evaluation, const at::Tensor& x) {
  const int stage = evaluation % 4;
  const std::int64_t from = timestep(evaluation - stage);
  const std::int64_t to = timestep(evaluation) - (stage % 2 == 0 ? stride_ / 2 : 0);
  if (stage == 0) {
    outputs_.push_front(output);
    start_ = x;
    sum_ = output / 6;
    return transfer(start_, from, to, output);
  }
  if (stage == 3) return transfer(start_, from, to, sum_ + output / 6);
  sum_ = sum_ + output / 3;
  return transfer(start_, from, to, output);
}

at::Tensor Plms::multistep(at::Tensor output, int evaluation, at::Tensor x) {
  std::int64_t from = timestep(evaluation);
  std::int64_t to = from - stride_;
  if (done_ == 1) {
    to = from;
    from += stride_;
    return transfer(start_, from, to, (output + outputs_[0]) / 2);
  }
  if (done_ == 0) start_ = x;
  outputs_.push_front(output);
  if (outputs_.size() > 4) outputs_.pop_back();
  const auto& o = outputs_;
  switch (o.size()) {
    case 1: break;
    case 2: output = (3 * o[0] - o[1]) / 2; break;
    case 3: output = (23 * o[0] - 16 * o[1] + 5 * o[2]) / 12; break;
    default: output = (55 * o[0] - 59 * o[1] + 37 * o[2] - 9 * o[3]) / 24;
  }
  return transfer(x, from, to, output);
}

/// Equation 11 of the paper.
at::Tensor Plms::transfer(const at::Tensor& x, std::int64_t from, std::int64_t to, at::Tensor output) const {
  const at::Tensor alpha_from = alpha(from);
  const at::Tensor alpha_to = to >= 0 ? alpha(to) : final_alpha_;
  const at::Tensor beta_from = 1 - alpha_from;
  const at::Tensor beta_to = 1 - alpha_to;
  if (plan_.schedule.prediction == Prediction::v_prediction) output = alpha_from.sqrt() * output + beta_from.sqrt() * x;
  const at::Tensor divisor = alpha_from * beta_to.sqrt() + (alpha_from * beta_from * alpha_to).sqrt();
  return (alpha_to / alpha_from).sqrt() * x - (alpha_to - alpha_from) * output / divisor;
}

}  // namespace

std::unique_ptr<Sampler> make_plms(const SamplerSettings& settings) { return std::make_unique<Plms>(settings); }

}  // namespace likeness::diffusion
