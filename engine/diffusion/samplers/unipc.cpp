// UniPC (Zhao et al. 2023): each new evaluation first corrects the latent it was made at, then predicts the next one.
// B(h) is h (bh1) or e^h - 1 (bh2). Source: diffusers scheduling_unipc_multistep.py.
#include <algorithm>
#include <set>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/samplers/multistep.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

std::set<int> disabled_corrections(const Json& config) {
  std::set<int> steps;
  const auto field = config.is_object() ? config.find("disable_corrector") : config.end();
  if (!config.is_object() || field == config.end() || field->is_null()) return steps;
  const auto refuse = [](const Json& found) {
    throw Error(ErrorKind::bad_input, "scheduler config, disable_corrector: expected a list of step numbers, found " + found.dump());
  };
  if (!field->is_array()) refuse(*field);
  for (const Json& step : *field) {
    if (!step.is_number_integer()) refuse(step);
    steps.insert(step.get<int>());
  }
  return steps;
}

class UniPc final : public MultistepSampler {
 public:
  explicit UniPc(const SamplerSettings& settings);
  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) override;

 private:
  /// The rule between two levels: what both halves of the method need. Source: multistep_uni_p_bh_update, multistep_uni_c_bh_update.
  struct Rule {
    at::Tensor base;                      // the first-order step
    at::Tensor weight;                    // of the differences
    at::Tensor rows, right;               // the equations of the coefficients
    std::vector<at::Tensor> differences;  // of the older estimates
  };
  Rule rule(int from, const at::Tensor& x, int order) const;
  at::Tensor corrected(const at::Tensor& estimate, int step) const;
  at::Tensor predicted(int step, const at::Tensor& x) const;
  int order_at(int step) const;

  int solver_order_;
  bool bh1_, predicts_clean_, lower_order_final_;
  std::set<int> disabled_;
  std::deque<at::Tensor> estimates_;  // of the clean latent (or of the noise), newest first
  at::Tensor last_x_;                 // the latent that the last prediction started from
  int last_order_ = 1;
};

UniPc::UniPc(const SamplerSettings& settings)
    : MultistepSampler(settings.config,
                       multistep_plan(settings, {.scheduler_class = "UniPCMultistepScheduler", .last = LastSigma::as_stated_last})),
      solver_order_(static_cast<int>(whole_field(settings.config, "solver_order", 2, 1, 6))),
      bh1_(choice_field(settings.config, "solver_type", "bh2", {"bh1", "bh2", "midpoint", "heun", "logrho"}) == "bh1"),
      predicts_clean_(flag_field(settings.config, "predict_x0", true)),
      lower_order_final_(flag_field(settings.config, "lower_order_final", true)),
      disabled_(disabled_corrections(settings.config)) {
  if (settings.config.is_object() && !settings.config.value("solver_p", Json()).is_null())
    throw Error(ErrorKind::unsupported, "scheduler config, solver_p: another sampler inside unipc cannot be run", "Remove the field.");
  if (!predicts_clean_ && plan_.sigmas.back() == 0)
    throw Error(ErrorKind::unsupported, "scheduler config, predict_x0: false needs final_sigmas_type \"sigma_min\"");
}

int UniPc::order_at(int step) const {
  const int left = plan_.steps() - step;
  if (left == 1 && plan_.sigmas.back() == 0) return 1;
  const int allowed = lower_order_final_ ? std::min(solver_order_, left) : solver_order_;
  return std::min(allowed, static_cast<int>(estimates_.size()));
}

UniPc::Rule UniPc::rule(int from, const at::Tensor& x, int order) const {
  const Level s = level(from);
  const Level t = level(from + 1);
  const at::Tensor h = t.lambda - s.lambda;
  const at::Tensor signed_h = predicts_clean_ ? -h : h;
  const at::Tensor growth = at::expm1(signed_h);
  const at::Tensor b = bh1_ ? signed_h : growth;
  Rule rule;
  rule.base = predicts_clean_ ? t.sigma / s.sigma * x - t.alpha * growth * estimates_[0]
                              : t.alpha / s.alpha * x - t.sigma * growth * estimates_[0];
  rule.weight = (predicts_clean_ ? t.alpha : t.sigma) * b;

  std::vector<at::Tensor> places;
  for (int i = 1; i < order; ++i) {
    places.push_back((level(from - i).lambda - s.lambda) / h);
    rule.differences.push_back((estimates_[static_cast<std::size_t>(i)] - estimates_[0]) / places.back());
  }
  places.push_back(at::ones({}));
  const at::Tensor all = at::stack(places);
  std::vector<at::Tensor> rows, right;
  at::Tensor phi = growth / signed_h - 1;
  double factorial = 1;
  for (int i = 1; i <= order; ++i) {
    rows.push_back(all.pow(i - 1));
    right.push_back(phi * factorial / b);
    factorial *= i + 1;
    phi = phi / signed_h - 1 / factorial;
  }
  rule.rows = at::stack(rows);
  rule.right = at::stack(right);
  return rule;
}

at::Tensor UniPc::predicted(int step, const at::Tensor& x) const {
  const Rule r = rule(step, x, last_order_);
  if (r.differences.empty()) return r.base;
  const auto older = static_cast<std::int64_t>(r.differences.size());
  const at::Tensor coefficients =
      older == 1 ? at::full({1}, 0.5) : at::linalg_solve(r.rows.slice(0, 0, older).slice(1, 0, older), r.right.slice(0, 0, older));
  at::Tensor sum = coefficients[0] * r.differences[0];
  for (std::int64_t i = 1; i < older; ++i) sum = sum + coefficients[i] * r.differences[static_cast<std::size_t>(i)];
  return r.base - r.weight * sum;
}

at::Tensor UniPc::corrected(const at::Tensor& estimate, int step) const {
  const Rule r = rule(step - 1, last_x_, last_order_);
  const at::Tensor coefficients = last_order_ == 1 ? at::full({1}, 0.5) : at::linalg_solve(r.rows, r.right);
  at::Tensor sum = coefficients[-1] * (estimate - estimates_[0]);
  for (std::size_t i = 0; i < r.differences.size(); ++i) sum = sum + coefficients[static_cast<std::int64_t>(i)] * r.differences[i];
  return r.base - r.weight * sum;
}

at::Tensor UniPc::step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise&, at::Tensor* denoised) {
  const bool first = begins(step);
  if (first) estimates_.clear();
  at::Tensor estimate = clean_estimate(model_output, step, x);
  if (denoised != nullptr) *denoised = estimate;
  if (!predicts_clean_) {
    const Level now = level(step);
    estimate = plan_.schedule.prediction == Prediction::epsilon ? model_output : (x - now.alpha * estimate) / now.sigma;
  }
  const at::Tensor start = first || disabled_.contains(step - 1) ? x : corrected(estimate, step);
  estimates_.push_front(estimate);
  if (static_cast<int>(estimates_.size()) > solver_order_) estimates_.pop_back();
  last_x_ = start;
  last_order_ = order_at(step);
  return stands_still(step) ? start : predicted(step, start);
}

}  // namespace

std::unique_ptr<Sampler> make_unipc(const SamplerSettings& settings) { return std::make_unique<UniPc>(settings); }

}  // namespace likeness::diffusion
