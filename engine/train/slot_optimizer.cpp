#include "engine/train/slot_optimizer.h"

#include <ATen/ATen.h>

#include "engine/base/error.h"

namespace likeness::train {

std::unique_ptr<Optimizer> make_optimizer(const std::vector<Part>& parts, const api::TrainOptions& options) {
  if (options.optimizer == "adamw8bit") return std::make_unique<AdamW8bit>(parts, options);
  if (options.optimizer == "adafactor") return std::make_unique<Adafactor>(parts, options);
  if (options.optimizer == "lion") return std::make_unique<Lion>(parts, options);
  if (options.optimizer == "prodigy") return std::make_unique<Prodigy>(parts, options);
  if (options.optimizer == "adamw") return std::make_unique<AdamW>(parts, options);
  throw Error(ErrorKind::bad_input, "optimizer: \"" + options.optimizer + "\" is not known here.");
}

std::uint64_t optimizer_bytes(const api::TrainOptions& options, std::uint64_t trained_numbers) {
  const std::uint64_t states = options.optimizer == "lion" ? 1 : options.optimizer == "prodigy" ? 4 : 2;
  return states * sizeof(float) * trained_numbers;  // upper bound for those that keep less
}

SlotOptimizer::SlotOptimizer(const std::vector<Part>& parts, const api::TrainOptions& options) : Optimizer(parts, options) {
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (std::size_t i = 0; i < parts[p].names.size(); ++i) {
      slots_.push_back({.part = p, .name = parts[p].names[i], .parameter = parts[p].parameters[i], .state = {}});
    }
  }
}

void SlotOptimizer::begin_step(const std::vector<at::Tensor>&, const std::vector<double>&) {}

void SlotOptimizer::update(const std::vector<double>& rates, double factor) {
  ++step_;
  std::vector<at::Tensor> gradients;
  for (Slot& slot : slots_) {
    at::Tensor gradient = slot.parameter.grad();
    if (gradient.defined() && factor < 1) gradient.mul_(factor);
    gradients.push_back(gradient);
    slot.parameter.mutable_grad().reset();
  }
  begin_step(gradients, rates);
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (gradients[i].defined()) update_slot(slots_[i], gradients[i], rates.at(slots_[i].part));
    gradients[i].reset();
  }
}

void SlotOptimizer::save(tensor::TensorMap& state) const {
  for (const Slot& slot : slots_) {
    for (const auto& [name, value] : slot.state) state["optimizer." + name + "." + slot.name] = value;
  }
  for (const auto& [name, value] : shared_) state["optimizer." + name] = value;
  state["optimizer.step"] = at::scalar_tensor(static_cast<double>(step_), at::kFloat);
}

void SlotOptimizer::load(const tensor::TensorMap& state, const std::filesystem::path& file) {
  for (Slot& slot : slots_) {
    for (auto& [name, value] : slot.state) {
      value.copy_(tensor::require_tensor(state, "optimizer." + name + "." + slot.name, value.dim(), file));
    }
  }
  for (auto& [name, value] : shared_) value.copy_(tensor::require_tensor(state, "optimizer." + name, 0, file));
  step_ = static_cast<std::int64_t>(tensor::require_tensor(state, "optimizer.step", 0, file).item<double>());
}

}  // namespace likeness::train
