#include "engine/train/optimizer.h"

#include <optional>

#include <ATen/ATen.h>

#include "engine/base/error.h"

namespace likeness::train {

double Optimizer::gradient_norm() const {
  at::NoGradGuard no_grad;
  std::vector<at::Tensor> norms;
  for (const Part& part : parts_) {
    for (const at::Tensor& parameter : part.parameters) {
      if (parameter.grad().defined()) norms.push_back(at::linalg_vector_norm(parameter.grad(), 2));
    }
  }
  if (norms.empty()) throw Error(ErrorKind::internal, "No trained parameter received a gradient.");
  return at::linalg_vector_norm(at::stack(norms), 2).item<double>();
}

void Optimizer::step(double norm, const std::vector<double>& rates) {
  at::NoGradGuard no_grad;
  const double factor = options_.clip_norm / (norm + 1e-6);
  update(rates, options_.clip_norm > 0 && factor < 1 ? factor : 1);
}

void Optimizer::step(double norm) {
  std::vector<double> rates;
  for (const Part& part : parts_) rates.push_back(part.learning_rate);
  step(norm, rates);
}

AdamW::AdamW(const std::vector<Part>& parts, const api::TrainOptions& options) : Optimizer(parts, options) {
  for (const Part& part : parts) {
    Group group{.part = &part, .first = {}, .second = {}};
    for (const at::Tensor& parameter : part.parameters) {
      group.first.push_back(at::zeros_like(parameter).detach());
      group.second.push_back(at::zeros_like(parameter).detach());
    }
    groups_.push_back(std::move(group));
  }
  step_ = at::zeros({}, parts.at(0).parameters.at(0).options().dtype(at::kFloat).requires_grad(false));
}

void AdamW::update(const std::vector<double>& rates, double factor) {
  step_.add_(1);
  std::optional<at::Tensor> divisor;  // the pass divides each gradient by it
  if (factor < 1) divisor = at::full_like(step_, 1 / factor);
  for (std::size_t i = 0; i < groups_.size(); ++i) step_group(groups_[i], rates.at(i), divisor);
}

void AdamW::step_group(Group& group, double rate, const std::optional<at::Tensor>& divisor) {
  std::vector<at::Tensor> parameters, gradients, first, second;
  for (std::size_t i = 0; i < group.part->parameters.size(); ++i) {
    at::Tensor parameter = group.part->parameters[i];
    if (!parameter.grad().defined()) continue;
    parameters.push_back(parameter);
    gradients.push_back(parameter.grad());
    first.push_back(group.first[i]);
    second.push_back(group.second[i]);
    parameter.mutable_grad().reset();
  }
  if (parameters.empty()) return;
  const std::vector<at::Tensor> steps(parameters.size(), step_);
  at::_fused_adamw_(parameters, gradients, first, second, {}, steps, rate, options_.adam_beta1,
                    options_.adam_beta2, options_.weight_decay, options_.adam_epsilon, /*amsgrad=*/false, /*maximize=*/false, divisor);
}

void AdamW::save(tensor::TensorMap& state) const {
  for (const Group& group : groups_) {
    for (std::size_t i = 0; i < group.part->names.size(); ++i) {
      state["optimizer.m." + group.part->names[i]] = group.first[i];
      state["optimizer.v." + group.part->names[i]] = group.second[i];
    }
  }
  state["optimizer.step"] = step_;
}

void AdamW::load(const tensor::TensorMap& state, const std::filesystem::path& file) {
  for (Group& group : groups_) {
    for (std::size_t i = 0; i < group.part->names.size(); ++i) {
      const std::int64_t dimensions = group.first[i].dim();
      group.first[i].copy_(tensor::require_tensor(state, "optimizer.m." + group.part->names[i], dimensions, file));
      group.second[i].copy_(tensor::require_tensor(state, "optimizer.v." + group.part->names[i], dimensions, file));
    }
  }
  step_.copy_(tensor::require_tensor(state, "optimizer.step", 0, file));
}

}  // namespace likeness::train
