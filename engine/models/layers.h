// The layers that everything here is made of, named as LibTorch names them. Building one allocates nothing: a parameter has its shape
// from the start, and its memory when weights are put in (weights.h, or set_data in a test). Gradients are off until a trainer asks.
// Shapes: Linear [..,in] -> [..,out]; Conv2d [N,in,h,w] -> [N,out,h',w']; GroupNorm [N,C,..]; LayerNorm [..,C]; Embedding [..] -> [..,C].
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <torch/nn/module.h>

#include "engine/models/lora_layer.h"

namespace likeness::models {

struct Linear : torch::nn::Module {
  Linear(std::int64_t in, std::int64_t out, bool with_bias = true);
  at::Tensor forward(const at::Tensor& x) const;

  at::Tensor weight;                // [out,in]
  at::Tensor bias;                  // [out], undefined without one
  std::optional<LoraFactors> lora;  // attached for training; no parameter of the module
};

struct Conv2d : torch::nn::Module {
  Conv2d(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride = 1, std::int64_t padding = 0);
  at::Tensor forward(const at::Tensor& x) const;

  at::Tensor weight;                // [out,in,kernel,kernel]
  at::Tensor bias;
  std::int64_t stride, padding;
  bool wraps = false;               // padding takes the opposite edge's values (pictures that repeat)
  std::optional<LoraFactors> lora;
};

struct GroupNorm : torch::nn::Module {
  GroupNorm(std::int64_t groups, std::int64_t channels, double eps);
  at::Tensor forward(const at::Tensor& x) const;

  at::Tensor weight, bias;
  std::int64_t groups;
  double eps;
};

struct LayerNorm : torch::nn::Module {
  LayerNorm(std::int64_t channels, double eps);
  at::Tensor forward(const at::Tensor& x) const;

  at::Tensor weight, bias;
  double eps;
};

struct Embedding : torch::nn::Module {
  Embedding(std::int64_t count, std::int64_t width);
  at::Tensor forward(const at::Tensor& ids) const;

  at::Tensor weight;                // [count,width]
};

/// Registers a child under its reference name and returns it.
template <class Child, class... Arguments>
std::shared_ptr<Child> child(torch::nn::Module& parent, const std::string& name, Arguments&&... arguments) {
  return parent.register_module(name, std::make_shared<Child>(std::forward<Arguments>(arguments)...));
}

/// A ModuleList of one type: children "0", "1", ...
template <class Child>
struct List : torch::nn::Module {
  template <class... Arguments>
  void add(Arguments&&... arguments) {
    items.push_back(child<Child>(*this, std::to_string(items.size()), std::forward<Arguments>(arguments)...));
  }
  std::vector<std::shared_ptr<Child>> items;
};

}  // namespace likeness::models
