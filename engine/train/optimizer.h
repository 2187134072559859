// From gradients to updates. Clipping of the joint gradient as torch's clip_grad_norm_: factor = min(1, max_norm / (norm + 1e-6)).
// One optimizer for all parts, each with its own rate; state is float32 beside the parameters and goes into checkpoints.
// AdamW (Loshchilov & Hutter 2019) runs in one fused pass; the others are in slot_optimizer.h.
// Source: torch.optim.AdamW; ATen/native/FusedAdam.cpp; torch/nn/utils/clip_grad.py.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/api/train_options.h"
#include "engine/tensor/files.h"
#include "engine/train/trainee.h"

namespace likeness::train {

class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// Norm of the joint gradient before clipping; changes nothing.
  double gradient_norm() const;

  /// One update with the gradient clipped by `norm`, which gradient_norm() gave; then the gradients are gone.
  /// `rates`: the learning rate of each part at this step; without them the parts' own.
  void step(double norm, const std::vector<double>& rates);
  void step(double norm);

  /// Everything beside the parameters, under names that start with "optimizer.".
  virtual void save(tensor::TensorMap& state) const = 0;
  virtual void load(const tensor::TensorMap& state, const std::filesystem::path& file) = 0;

 protected:
  /// The parameters are those of `parts`, which the caller keeps alive.
  Optimizer(const std::vector<Part>& parts, const api::TrainOptions& options) : parts_(parts), options_(options) {}

  /// `factor`: what the gradients are to be multiplied by, at most 1. No gradients are recorded.
  virtual void update(const std::vector<double>& rates, double factor) = 0;

  const std::vector<Part>& parts_;
  api::TrainOptions options_;
};

/// options.optimizer.
std::unique_ptr<Optimizer> make_optimizer(const std::vector<Part>& parts, const api::TrainOptions& options);

/// Bytes of state for that many trained numbers.
std::uint64_t optimizer_bytes(const api::TrainOptions& options, std::uint64_t trained_numbers);

class AdamW : public Optimizer {
 public:
  AdamW(const std::vector<Part>& parts, const api::TrainOptions& options);

  /// Moments named "optimizer.m.<parameter>" and "optimizer.v.<parameter>", and "optimizer.step".
  void save(tensor::TensorMap& state) const override;
  void load(const tensor::TensorMap& state, const std::filesystem::path& file) override;

 private:
  struct Group {
    const Part* part;
    std::vector<at::Tensor> first, second;
  };

  void update(const std::vector<double>& rates, double factor) override;
  void step_group(Group& group, double rate, const std::optional<at::Tensor>& divisor);

  std::vector<Group> groups_;
  at::Tensor step_;  // float32 [], shared by all parameters
};

}  // namespace likeness::train
