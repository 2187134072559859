#include "engine/train/objective.h"

#include <ATen/ATen.h>

#include "engine/train/parts.h"

namespace likeness::train {

at::Tensor text_states(const models::Model& model, const at::Tensor& ids) {
  const at::Tensor chunks = ids.to(model.compute.device).reshape({-1, model.text_length()});
  const at::Tensor states = model.text_encoder.forward(chunks);
  return states.reshape({ids.size(0), ids.size(1), states.size(-1)});
}

Objective::Objective(const models::Model& model, const api::TrainOptions& options)
    : model_(model),
      schedule_(diffusion::noise_schedule(model.scheduler_config)),
      weights_{.min_snr_gamma = options.min_snr_gamma, .debiased = options.debiased},
      prior_weight_(options.prior_weight),
      text_encoder_learns_(teaches_text_encoder(options) || teaches_word(options)) {
  if (options.loss == "huber") huber_ = options.huber_c;
}

at::Tensor Objective::states_of(const at::Tensor& ids) {
  if (text_encoder_learns_) return text_states(model_, ids);
  if (!kept_ids_.defined() || !kept_ids_.equal(ids)) {
    at::NoGradGuard no_grad;
    kept_ids_ = ids;
    kept_states_ = text_states(model_, ids);
  }
  return kept_states_;
}

at::Tensor Objective::mean_error(const at::Tensor& prediction, const at::Tensor& target, const at::Tensor& timesteps) const {
  if (!weights_.on() && !huber_) return at::mse_loss(prediction, target);
  at::Tensor error = (prediction - target).square();
  if (huber_) error = 2 * *huber_ * ((error + *huber_ * *huber_).sqrt() - *huber_);
  if (!weights_.on()) return error.mean();
  const at::Tensor weights = diffusion::loss_weights(schedule_, weights_, timesteps).to(error.device());
  return (error.flatten(1).mean(1) * weights).mean();
}

Losses Objective::losses(const Batch& batch, const Shares& shares) {
  const at::Device device = model_.compute.device;
  const at::Tensor noisy = schedule_.add_noise(batch.latents, batch.noise, batch.timesteps).to(device);
  const at::Tensor target = schedule_.target(batch.latents, batch.noise, batch.timesteps).to(device);
  const at::Tensor context = states_of(batch.ids).index_select(0, batch.prompts.to(device));
  const at::Tensor prediction = model_.unet.forward(noisy, batch.timesteps.to(device), context);
  const auto error_of = [&](std::int64_t first, std::int64_t rows) {
    return mean_error(prediction.narrow(0, first, rows), target.narrow(0, first, rows), batch.timesteps.narrow(0, first, rows));
  };
  const std::int64_t others = prediction.size(0) - batch.subjects;
  Losses losses;
  if (batch.subjects > 0) {
    losses.subject = error_of(0, batch.subjects);
    losses.total = shares.subject * losses.subject;
  }
  if (others > 0) {
    losses.prior = error_of(batch.subjects, others);
    const at::Tensor weighted = shares.prior * prior_weight_ * losses.prior;
    losses.total = losses.total.defined() ? losses.total + weighted : weighted;
  }
  return losses;
}

}  // namespace likeness::train
