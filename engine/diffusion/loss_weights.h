// How much each row of a batch counts in the loss, from its signal-to-noise ratio snr = a / (1 - a) at its timestep.
// Min-SNR (Hang et al. 2023): min(snr, gamma) / snr, for v-prediction min(snr, gamma) / (snr + 1), for sample prediction min(snr, gamma).
// Debiased (Yu et al. 2023): 1 / sqrt(min(snr, 1000)), for v-prediction 1 / (snr + 1). Both multiply.
// Source: diffusers training_utils.py compute_snr, train_dreambooth.py; kohya-ss/sd-scripts library/custom_train_functions.py.
#pragma once

#include <ATen/core/Tensor.h>

#include "engine/diffusion/noise_schedule.h"

namespace likeness::diffusion {

struct LossWeights {
  double min_snr_gamma = 0;  // 0: off
  bool debiased = false;
  bool on() const { return min_snr_gamma > 0 || debiased; }
};

/// a / (1 - a), [N] float32 on the timesteps' device; 0 at a zero-terminal schedule's last step.
at::Tensor signal_to_noise(const NoiseSchedule& schedule, const at::Tensor& timesteps);

/// [N] float32. Where snr is 0, epsilon's Min-SNR weight is the limit, 1.
at::Tensor loss_weights(const NoiseSchedule& schedule, const LossWeights& weights, const at::Tensor& timesteps);

}  // namespace likeness::diffusion
