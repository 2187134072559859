#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "engine/train/slot_optimizer.h"

namespace likeness::train {

namespace {

constexpr double first_scale = 1e-6;  // d0

}  // namespace

Prodigy::Prodigy(const std::vector<Part>& parts, const api::TrainOptions& options) : SlotOptimizer(parts, options) {
  for (Slot& slot : slots_) {
    for (const char* name : {"m", "v", "s"}) slot.state[name] = at::zeros_like(slot.parameter).detach();
    slot.state["start"] = slot.parameter.detach().clone();
  }
  shared_["d"] = at::scalar_tensor(first_scale, at::kDouble);
  shared_["d_max"] = at::scalar_tensor(first_scale, at::kDouble);
  shared_["d_numerator"] = at::scalar_tensor(0.0, at::kDouble);
}

double Prodigy::shared(const char* name) const { return shared_.at(name).item<double>(); }

/// With parts of different rates the largest counts here, and each part moves at its own (prodigyopt takes one rate only).
/// Estimates the distance to the solution from all slots; the moments grow with the estimate before it is raised.
void Prodigy::begin_step(const std::vector<at::Tensor>& gradients, const std::vector<double>& rates) {
  const double beta1 = options_.adam_beta1, beta2 = options_.adam_beta2, beta3 = std::sqrt(beta2);
  const double rate = *std::max_element(rates.begin(), rates.end());
  scale_ = shared("d");
  double numerator = shared("d_numerator") * beta3, denominator = 0;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const at::Tensor& gradient = gradients[i];
    if (!gradient.defined() || rates.at(slots_[i].part) <= 0) continue;
    auto& state = slots_[i].state;
    const double step_size = scale_ / first_scale * scale_ * rate;
    numerator += step_size * at::dot(gradient.flatten(), (state.at("start") - slots_[i].parameter.detach()).flatten()).item<double>();
    state.at("m").mul_(beta1).add_(gradient, scale_ * (1 - beta1));
    state.at("v").mul_(beta2).addcmul_(gradient, gradient, scale_ * scale_ * (1 - beta2));
    state.at("s").mul_(beta3).add_(gradient, step_size);
    denominator += state.at("s").abs().sum().item<double>();
  }
  if (denominator == 0 || rate <= 0) return;
  const double largest = std::max(shared("d_max"), numerator / denominator);
  shared_["d_numerator"].fill_(numerator);
  shared_["d_max"].fill_(largest);
  shared_["d"].fill_(largest);
}

void Prodigy::update_slot(Slot& slot, const at::Tensor&, double rate) {
  if (rate <= 0) return;
  const double step_size = scale_ * rate;
  if (options_.weight_decay != 0) slot.parameter.add_(slot.parameter, -options_.weight_decay * step_size);
  slot.parameter.addcdiv_(slot.state.at("m"), slot.state.at("v").sqrt().add_(shared("d") * options_.adam_epsilon), -step_size);
}

}  // namespace likeness::train
