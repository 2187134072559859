// DPM-Solver++, multistep (Lu et al. 2022, algorithm 2): orders and differences, shared by its plain and its stochastic form.
#include <algorithm>

#include <ATen/ATen.h>

#include "engine/diffusion/samplers/multistep.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

Plan dpmpp_plan(const SamplerSettings& settings) {
  const Json& config = settings.config;
  if (config.is_object())  // other values, as DDPM's configs have them, mean nothing to this class
    for (const char* learned : {"learned", "learned_range"})
      if (config.value("variance_type", Json()) == learned) choice_field(config, "variance_type", "none", {"none"});
  return multistep_plan(settings, {.scheduler_class = "DPMSolverMultistepScheduler", .dpmpp_fields = true});
}

}  // namespace

DpmppSampler::DpmppSampler(const SamplerSettings& settings)
    : MultistepSampler(settings.config, dpmpp_plan(settings)),
      order_(static_cast<int>(whole_field(settings.config, "solver_order", 2, 1, 3))),
      heun_(choice_field(settings.config, "solver_type", "midpoint", {"midpoint", "heun", "logrho", "bh1", "bh2"}) == "heun"),
      lower_order_final_(flag_field(settings.config, "lower_order_final", true)),
      euler_at_final_(flag_field(settings.config, "euler_at_final", false)),
      ends_at_zero_(plan_.sigmas.back() == 0) {}

int DpmppSampler::order_at(int step) const {
  const int steps = plan_.steps();
  const bool few = lower_order_final_ && steps < 15;
  if (step == steps - 1 && (euler_at_final_ || few || ends_at_zero_)) return 1;
  return std::min({order_, static_cast<int>(clean_.size()), step == steps - 2 && few ? 2 : 3});
}

DpmppSampler::Move DpmppSampler::move_at(int step) const {
  Move move{.order = order_at(step), .from = level(step), .to = level(step + 1), .h = {}, .clean = clean_[0], .d1 = {}, .d2 = {}};
  move.h = move.to.lambda - move.from.lambda;
  if (move.order == 1) return move;
  const Level s1 = level(step - 1);
  const at::Tensor r0 = (move.from.lambda - s1.lambda) / move.h;
  move.d1 = (1 / r0) * (clean_[0] - clean_[1]);
  if (move.order == 2) return move;
  const at::Tensor r1 = (s1.lambda - level(step - 2).lambda) / move.h;
  const at::Tensor newer = move.d1;
  const at::Tensor older = (1 / r1) * (clean_[1] - clean_[2]);
  move.d1 = newer + (r0 / (r0 + r1)) * (newer - older);
  move.d2 = (1 / (r0 + r1)) * (newer - older);
  return move;
}

at::Tensor DpmppSampler::step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw, at::Tensor* denoised) {
  if (begins(step)) clean_.clear();
  clean_.push_front(clean_estimate(model_output, step, x));
  if (static_cast<int>(clean_.size()) > order_) clean_.pop_back();
  if (denoised != nullptr) *denoised = clean_.front();
  return stands_still(step) ? x : moved(move_at(step), x, draw);
}

}  // namespace likeness::diffusion
