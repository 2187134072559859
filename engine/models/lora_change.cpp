#include "engine/models/lora_change.h"

#include <limits>

#include <ATen/ATen.h>

namespace likeness::models {
namespace {

/// core [i,j,h,w] between outer [i,out] and inner [j,in] -> [out,in,h,w].
at::Tensor with_core(const at::Tensor& core, const at::Tensor& outer, const at::Tensor& inner) {
  return at::einsum("ijhw,io,jn->onhw", {core, outer, inner});
}

at::Tensor with_norms(const at::Tensor& weight, const Magnitude& magnitude) {
  const std::int64_t kept = magnitude.axis == Magnitude::Axis::output ? 0 : 1;
  std::vector<std::int64_t> summed, shape(static_cast<std::size_t>(weight.dim()), 1);
  for (std::int64_t axis = 0; axis < weight.dim(); ++axis) {
    if (axis != kept) summed.push_back(axis);
  }
  shape[static_cast<std::size_t>(kept)] = -1;
  // A layer of zeros has no direction to scale.
  const at::Tensor norms = at::linalg_vector_norm(weight, 2, summed, /*keepdim=*/true).clamp_min(std::numeric_limits<float>::min());
  return weight * (magnitude.values.to(weight.device()).reshape(shape) / norms);
}

}  // namespace

at::Tensor LowRank::delta(const at::Tensor& weight) const {
  const at::Tensor product =
      mid.defined() ? with_core(mid, up.flatten(1).t(), down.flatten(1)) : at::matmul(up.flatten(1), down.flatten(1));
  return product.reshape(weight.sizes()) * scale;
}

at::Tensor Hadamard::delta(const at::Tensor& weight) const {
  const at::Tensor one = t1.defined() ? with_core(t1, w1_a, w1_b) : at::matmul(w1_a, w1_b);
  const at::Tensor two = t2.defined() ? with_core(t2, w2_a, w2_b) : at::matmul(w2_a, w2_b);
  return (one * two).reshape(weight.sizes()) * scale;
}

at::Tensor Kronecker::delta(const at::Tensor& weight) const {
  const at::Tensor wide = w2.dim() == 4 ? w1.unsqueeze(2).unsqueeze(3) : w1;
  return at::kron(wide, w2.contiguous()).reshape(weight.sizes()) * scale;
}

at::Tensor Difference::delta(const at::Tensor& weight) const {
  return difference.defined() ? difference.reshape(weight.sizes()) : at::zeros(weight.sizes(), at::kFloat);
}

at::Tensor LayerChange::delta(const at::Tensor& weight) const {
  const at::Tensor added = std::visit([&](const auto& kind) { return kind.delta(weight); }, change).to(weight.device());
  if (!magnitude) return added;
  const at::Tensor base = weight.to(at::kFloat);
  return with_norms(base + added, *magnitude) - base;
}

}  // namespace likeness::models
