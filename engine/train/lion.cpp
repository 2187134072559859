#include <ATen/ATen.h>

#include "engine/train/slot_optimizer.h"

namespace likeness::train {

Lion::Lion(const std::vector<Part>& parts, const api::TrainOptions& options) : SlotOptimizer(parts, options) {
  for (Slot& slot : slots_) slot.state["m"] = at::zeros_like(slot.parameter).detach();
}

void Lion::update_slot(Slot& slot, const at::Tensor& gradient, double rate) {
  at::Tensor& moment = slot.state.at("m");
  slot.parameter.mul_(1 - rate * options_.weight_decay);
  slot.parameter.add_(moment.mul(options_.adam_beta1).add_(gradient, 1 - options_.adam_beta1).sign_(), -rate);
  moment.mul_(options_.adam_beta2).add_(gradient, 1 - options_.adam_beta2);
}

}  // namespace likeness::train
