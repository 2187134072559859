#include "engine/train/ema.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

namespace likeness::train {

double ema_decay_at(const api::TrainOptions& options, std::int64_t step) {
  const auto s = static_cast<double>(step - options.ema_update_after);
  if (s <= 0) return 0;
  const double rising = options.ema_warmup ? 1 - std::pow(1 + s, -options.ema_power) : (1 + s) / (10 + s);
  return std::min(options.ema_decay, rising);
}

Ema::Ema(const std::vector<Part>& parts, const api::TrainOptions& options) : parts_(parts), options_(options) {
  if (options.ema_decay <= 0) return;
  for (const Part& part : parts) {
    std::vector<at::Tensor>& averages = averages_.emplace_back();
    for (const at::Tensor& parameter : part.parameters) averages.push_back(parameter.detach().clone());
  }
}

void Ema::update(std::int64_t step) {
  at::NoGradGuard no_grad;
  const double weight = 1 - ema_decay_at(options_, step);
  for (std::size_t p = 0; p < averages_.size(); ++p) {
    for (std::size_t i = 0; i < averages_[p].size(); ++i) {
      at::Tensor& average = averages_[p][i];
      average.sub_(weight * (average - parts_[p].parameters[i].detach()));
    }
  }
}

void Ema::swap() {
  for (std::size_t p = 0; p < averages_.size(); ++p) {
    for (std::size_t i = 0; i < averages_[p].size(); ++i) {
      const at::Tensor held = parts_[p].parameters[i].detach();
      parts_[p].parameters[i].set_data(averages_[p][i]);
      averages_[p][i] = held;
    }
  }
}

void Ema::save(tensor::TensorMap& state) const {
  for (std::size_t p = 0; p < averages_.size(); ++p) {
    for (std::size_t i = 0; i < averages_[p].size(); ++i) state["learnt." + parts_[p].names[i]] = parts_[p].parameters[i].detach();
  }
}

void Ema::load(const tensor::TensorMap& state, const std::filesystem::path& file) {
  at::NoGradGuard no_grad;
  for (std::size_t p = 0; p < averages_.size(); ++p) {
    for (std::size_t i = 0; i < averages_[p].size(); ++i) {
      at::Tensor parameter = parts_[p].parameters[i];
      averages_[p][i].copy_(parameter);
      parameter.copy_(tensor::require_tensor(state, "learnt." + parts_[p].names[i], parameter.dim(), file));
    }
  }
}

}  // namespace likeness::train
