// The loss of one batch: mean squared (or Huber) error between the UNet's prediction and the schedule's target, the subject's half plus
// prior_weight times the class half, each a mean over its own rows, weighted by their own timesteps where weights are on
// (diffusers examples/dreambooth/train_dreambooth.py, whose weights span both halves; huber: 2c (sqrt(d^2 + c^2) - c)).
// Everything runs in one forward pass; where the text encoder is frozen its states are computed once and kept.
#pragma once

#include <optional>

#include <ATen/core/Tensor.h>

#include "engine/api/train_options.h"
#include "engine/diffusion/loss_weights.h"
#include "engine/models/model.h"
#include "engine/train/batches.h"

namespace likeness::train {

struct Losses {
  at::Tensor total;    // what backward() starts from
  at::Tensor subject;  // undefined when it has no subject rows
  at::Tensor prior;    // before its weight; undefined when the batch has no class rows
};

/// What part of a batch's two means the rows at hand are (pieces.h).
struct Shares {
  double subject = 1, prior = 1;
};

class Objective {
 public:
  /// `model` must outlive the objective.
  Objective(const models::Model& model, const api::TrainOptions& options);

  Losses losses(const Batch& batch, const Shares& shares = {});
  const diffusion::NoiseSchedule& schedule() const { return schedule_; }

 private:
  at::Tensor states_of(const at::Tensor& ids);
  at::Tensor mean_error(const at::Tensor& prediction, const at::Tensor& target, const at::Tensor& timesteps) const;

  const models::Model& model_;
  diffusion::NoiseSchedule schedule_;
  diffusion::LossWeights weights_;
  double prior_weight_;
  std::optional<double> huber_;  // its c
  bool text_encoder_learns_;
  at::Tensor kept_ids_;
  at::Tensor kept_states_;
};

/// ids [P,L], L a multiple of the text encoder's length -> hidden states [P,L,d], in the graph where one is being recorded.
at::Tensor text_states(const models::Model& model, const at::Tensor& ids);

}  // namespace likeness::train
