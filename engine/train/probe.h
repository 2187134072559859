// The probe: the loss at fixed noise and fixed timesteps on the photos and on the class pictures, so that its slope means something
// while the training loss jumps about. Nothing random: the same model gives the same figures at every step and in every run.
#pragma once

#include <ATen/core/Tensor.h>

#include "engine/api/events.h"
#include "engine/train/objective.h"

namespace likeness::train {

struct ProbeLosses {
  double subject = api::kNotMeasured;
  double prior = api::kNotMeasured;  // without class pictures
};

class Probe {
 public:
  /// Takes at most eight photos and eight class pictures; both arguments must outlive the probe.
  Probe(const Material& material, const models::Model& model);

  ProbeLosses measure() const;

 private:
  double loss_on(const at::Tensor& latents, Sentence sentence) const;

  const Material& material_;
  const models::Model& model_;
  diffusion::NoiseSchedule schedule_;
  at::Tensor photos_;          // scaled means of the posteriors
  at::Tensor class_pictures_;  // undefined without prior preservation
};

}  // namespace likeness::train
