// Gradient checkpointing (Chen et al. 2016): within a Recomputing scope the layers of UNet and text encoder keep only what comes in,
// and are worked out a second time when the gradient comes back. The same loss to the bit, gradients but for the order in which shares of
// one tensor are added up; less memory, about a third more time.
// The scope counts for the thread that made it; the work in backward may run in another one.
// Source: torch/utils/checkpoint.py (reentrant form).
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

namespace likeness::models {

class Recomputing {
 public:
  /// `generator`: what the layers draw from, so that they draw the same again; none where they draw nothing.
  explicit Recomputing(std::optional<at::Generator> generator);
  ~Recomputing();
  Recomputing(const Recomputing&) = delete;
  Recomputing& operator=(const Recomputing&) = delete;

 private:
  std::optional<at::Generator> generator_;
};

using Tensors = std::vector<at::Tensor>;
using LayerFunction = std::function<at::Tensor(const Tensors& inputs)>;

/// layer(inputs), kept or recomputed as the scope says. Undefined inputs pass through. The layer's parameters get their gradients in
/// either case; what the layer captures must live until backward.
at::Tensor run_layer(const LayerFunction& layer, const Tensors& inputs);

/// True in the first pass of a layer that will be recomputed: kernels are chosen as if gradients were recorded.
bool will_recompute();

}  // namespace likeness::models
