#include "engine/generate/guidance.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "engine/diffusion/spacing.h"

namespace likeness::generate {
namespace {

/// At one timestep x = signal * clean + noise * epsilon; scaled model inputs of every sampler are of that form.
struct Level {
  diffusion::Prediction prediction;
  double signal, noise;

  at::Tensor clean_from(const at::Tensor& x, const at::Tensor& output) const {
    switch (prediction) {
      case diffusion::Prediction::epsilon: return (x - noise * output) / signal;
      case diffusion::Prediction::v_prediction: return signal * x - noise * output;
      case diffusion::Prediction::sample: break;
    }
    return output;
  }

  at::Tensor output_from(const at::Tensor& x, const at::Tensor& clean) const {
    switch (prediction) {
      case diffusion::Prediction::epsilon: return (x - signal * clean) / noise;
      case diffusion::Prediction::v_prediction: return (signal * x - clean) / noise;
      case diffusion::Prediction::sample: break;
    }
    return clean;
  }
};

Level level_at(const diffusion::NoiseSchedule& schedule, double timestep) {
  const double sigma = diffusion::SigmaTable(schedule).sigma_at(timestep);
  const double signal = 1 / std::sqrt(sigma * sigma + 1);
  return {schedule.prediction, signal, sigma * signal};
}

at::Tensor thresholded(const at::Tensor& guided, const at::Tensor& mimic, double percentile) {
  const auto centred = [](const at::Tensor& x) { return x - x.mean(at::IntArrayRef{2}, true); };
  const at::Tensor all = guided.flatten(2), values = centred(all);
  const at::Tensor wanted = std::get<0>(centred(mimic.flatten(2)).abs().max(2, true));
  const at::Tensor reach = at::maximum(wanted, at::quantile(values.abs(), percentile, 2, true)).clamp_min(1e-12);
  const at::Tensor kept = at::minimum(at::maximum(values, -reach), reach) / reach * wanted;
  return (kept + (all - values)).view(guided.sizes());
}

at::Tensor rescaled(const at::Tensor& guided, const at::Tensor& with_words, double share) {
  const std::vector<std::int64_t> all = {1, 2, 3};
  const at::Tensor ratio = with_words.std(all, /*unbiased=*/true, /*keepdim=*/true) / guided.std(all, true, true);
  return share * (guided * ratio) + (1 - share) * guided;
}

}  // namespace

bool guides_at(const Guidance& guidance, double timestep) {
  const double share = 1 - timestep / static_cast<double>(guidance.schedule.train_steps);
  return share >= guidance.options.guidance_start && share <= guidance.options.guidance_end;
}

double perturbed_weight(const Guidance& guidance, double timestep) {
  const double towards_picture = static_cast<double>(guidance.schedule.train_steps) - timestep;
  return std::max(0.0, guidance.options.pag_scale - guidance.options.pag_adaptive * towards_picture);
}

at::Tensor guide(const Guidance& guidance, const Predictions& predictions) {
  const api::SampleOptions& options = guidance.options;
  const at::Tensor &x = predictions.x, &with_words = predictions.with_words, &without = predictions.without;
  const auto guided_by = [&](double strength) {
    const at::Tensor led = without.defined() ? without + strength * (with_words - without) : with_words;
    if (!predictions.perturbed.defined()) return led;
    return led + perturbed_weight(guidance, predictions.timestep) * (with_words - predictions.perturbed);
  };
  at::Tensor guided = guided_by(options.guidance);
  if (!without.defined()) return guided;
  if (options.dynamic_threshold > 0) {
    const Level level = level_at(guidance.schedule, predictions.timestep);
    const at::Tensor mimic = level.clean_from(x, guided_by(options.dynamic_threshold));
    guided = level.output_from(x, thresholded(level.clean_from(x, guided), mimic, options.threshold_percentile));
  }
  return options.guidance_rescale > 0 ? rescaled(guided, with_words, options.guidance_rescale) : guided;
}

}  // namespace likeness::generate
