#include "engine/diffusion/samplers/multistep.h"

#include <ATen/ATen.h>

namespace likeness::diffusion {

Level MultistepSampler::level(int step) const {
  const at::Tensor sigma = sigmas_[step];
  const at::Tensor alpha = 1 / (sigma.square() + 1).sqrt();
  const at::Tensor scaled = sigma * alpha;
  return {alpha, scaled, alpha.log() - scaled.log()};
}

at::Tensor MultistepSampler::add_noise(const at::Tensor& sample, const at::Tensor& noise, int step) const {
  const Level at_step = level(step);
  return at_step.alpha * sample + at_step.sigma * noise;
}

at::Tensor MultistepSampler::clean_estimate(const at::Tensor& model_output, int step, const at::Tensor& x) const {
  const Level at_step = level(step);
  switch (plan_.schedule.prediction) {
    case Prediction::epsilon: return thresholding_.apply((x - at_step.sigma * model_output) / at_step.alpha);
    case Prediction::v_prediction: return thresholding_.apply(at_step.alpha * x - at_step.sigma * model_output);
    case Prediction::sample: break;
  }
  return thresholding_.apply(model_output);
}

bool MultistepSampler::stands_still(int step) const {
  const auto i = static_cast<std::size_t>(step);
  return plan_.sigmas[i + 1] == plan_.sigmas[i];
}

bool MultistepSampler::begins(int step) {
  const bool jump = step != last_step_ + 1;
  last_step_ = step;
  return jump;
}

}  // namespace likeness::diffusion
