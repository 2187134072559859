// AdamW (Loshchilov & Hutter 2019) in one pass over all tensors, and clipping of the joint gradient as torch's clip_grad_norm_:
// factor = min(1, max_norm / (norm + 1e-6)). The factor is applied inside the pass. Moments and parameters are float32.
// Source: torch.optim.AdamW; ATen/native/FusedAdam.cpp; torch/nn/utils/clip_grad.py.
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/api/options.h"
#include "engine/tensor/files.h"
#include "engine/train/trainee.h"

namespace likeness::train {

class AdamW {
 public:
  /// The parameters are those of `parts`, which the caller keeps alive.
  AdamW(const std::vector<Part>& parts, const api::TrainOptions& options);

  /// Norm of the joint gradient before clipping; changes nothing.
  double gradient_norm() const;

  /// One update with the gradient clipped by `norm`, which gradient_norm() gave; then the gradients are gone.
  void step(double norm);

  /// Moments named "optimizer.m.<parameter>" and "optimizer.v.<parameter>", and "optimizer.step".
  void save(tensor::TensorMap& state) const;
  void load(const tensor::TensorMap& state, const std::filesystem::path& file);

 private:
  struct Group {
    const Part* part;
    std::vector<at::Tensor> first, second;
  };

  void step_group(Group& group, const std::optional<at::Tensor>& divisor);

  std::vector<Group> groups_;
  api::TrainOptions options_;
  at::Tensor step_;  // float32 [], shared by all parameters
};

}  // namespace likeness::train
