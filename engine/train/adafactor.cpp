#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "engine/train/slot_optimizer.h"

namespace likeness::train {

namespace {

constexpr double gradient_floor = 1e-30;
constexpr double largest_update = 1;  // root mean square
constexpr double decay_power = -0.8;

double root_mean_square(const at::Tensor& tensor) {
  return at::linalg_vector_norm(tensor, 2).item<double>() / std::sqrt(static_cast<double>(tensor.numel()));
}

/// 1 / sqrt of the outer product of row and column means, relative to the rows' mean.
at::Tensor inverse_root(const at::Tensor& rows, const at::Tensor& columns) {
  const at::Tensor row_factor = (rows / rows.mean(-1, /*keepdim=*/true)).rsqrt().unsqueeze(-1);
  return row_factor * columns.unsqueeze(-2).rsqrt();
}

}  // namespace

Adafactor::Adafactor(const std::vector<Part>& parts, const api::TrainOptions& options) : SlotOptimizer(parts, options) {
  for (Slot& slot : slots_) {
    const at::TensorOptions plain = slot.parameter.options().dtype(at::kFloat).requires_grad(false);
    const std::vector<std::int64_t> shape = slot.parameter.sizes().vec();
    if (shape.size() < 2) {
      slot.state["v"] = at::zeros(shape, plain);
      continue;
    }
    std::vector<std::int64_t> columns(shape.begin(), shape.end() - 2);
    columns.push_back(shape.back());
    slot.state["rows"] = at::zeros(at::IntArrayRef(shape.data(), shape.size() - 1), plain);
    slot.state["columns"] = at::zeros(columns, plain);
  }
}

void Adafactor::update_slot(Slot& slot, const at::Tensor& gradient, double rate) {
  const double beta = 1 - std::pow(static_cast<double>(step_), decay_power);
  const at::Tensor square = gradient.square().add_(gradient_floor);
  at::Tensor update;
  if (const auto whole = slot.state.find("v"); whole != slot.state.end()) {
    whole->second.mul_(beta).add_(square, 1 - beta);
    update = whole->second.rsqrt() * gradient;
  } else {
    slot.state.at("rows").mul_(beta).add_(square.mean(-1), 1 - beta);
    slot.state.at("columns").mul_(beta).add_(square.mean(-2), 1 - beta);
    update = inverse_root(slot.state.at("rows"), slot.state.at("columns")) * gradient;
  }
  update.div_(std::max(1.0, root_mean_square(update) / largest_update)).mul_(rate);
  if (options_.weight_decay != 0) slot.parameter.add_(slot.parameter, -options_.weight_decay * rate);
  slot.parameter.sub_(update);
}

}  // namespace likeness::train
