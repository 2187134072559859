#include "engine/train/objective.h"

#include <ATen/ATen.h>

namespace likeness::train {

at::Tensor text_states(const models::Model& model, const at::Tensor& ids) {
  const at::Tensor chunks = ids.to(model.compute.device).reshape({-1, model.text_length()});
  const at::Tensor states = model.text_encoder.forward(chunks);
  return states.reshape({ids.size(0), ids.size(1), states.size(-1)});
}

Objective::Objective(const models::Model& model, double prior_weight, bool text_encoder_learns)
    : model_(model),
      schedule_(diffusion::noise_schedule(model.scheduler_config)),
      prior_weight_(prior_weight),
      text_encoder_learns_(text_encoder_learns) {}

at::Tensor Objective::states_of(const at::Tensor& ids) {
  if (text_encoder_learns_) return text_states(model_, ids);
  if (!kept_ids_.defined() || !kept_ids_.equal(ids)) {
    at::NoGradGuard no_grad;
    kept_ids_ = ids;
    kept_states_ = text_states(model_, ids);
  }
  return kept_states_;
}

Losses Objective::losses(const Batch& batch) {
  const at::Device device = model_.compute.device;
  const at::Tensor noisy = schedule_.add_noise(batch.latents, batch.noise, batch.timesteps).to(device);
  const at::Tensor target = schedule_.target(batch.latents, batch.noise, batch.timesteps).to(device);
  const at::Tensor context = states_of(batch.ids).index_select(0, batch.prompts.to(device));
  const at::Tensor prediction = model_.unet.forward(noisy, batch.timesteps.to(device), context);
  const std::int64_t others = prediction.size(0) - batch.subjects;
  Losses losses;
  losses.subject = at::mse_loss(prediction.narrow(0, 0, batch.subjects), target.narrow(0, 0, batch.subjects));
  losses.total = losses.subject;
  if (others > 0) {
    losses.prior = at::mse_loss(prediction.narrow(0, batch.subjects, others), target.narrow(0, batch.subjects, others));
    losses.total = losses.subject + prior_weight_ * losses.prior;
  }
  return losses;
}

}  // namespace likeness::train
