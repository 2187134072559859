// A layer with an adapter attached for training: y = W x + b + scale * B A x, where W may be a matrix or a convolution.
// DoRA: (W + scale B A) x * magnitude / norm + b, the norm of each output's changed weights, through which no gradient flows.
// Dropout masks the adapter's input (with DoRA also what its magnitudes scale), as PEFT does, with numbers from its own generator.
// Source: peft src/peft/tuners/lora/layer.py, dora.py; Liu et al. 2024, section 4.3.
#pragma once

#include <functional>
#include <memory>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

namespace likeness::models {

/// One for all adapters of a model.
struct LoraDropout {
  double share = 0;         // of the numbers that become zero; the others grow by 1 / (1 - share)
  at::Generator generator;  // on the CPU
  bool on = false;          // only while a step learns
};

struct LoraFactors {
  at::Tensor a;                               // [rank,in] or [rank,in,h,w]
  at::Tensor b;                               // [out,rank] or [out,rank,1,1]
  double scale = 1;
  at::Tensor magnitude = {};                  // [out], undefined without DoRA
  std::shared_ptr<LoraDropout> dropout = {};  // null without
};

/// How the layer applies weights of its own kind; `bias` may be undefined.
using ApplyWeight = std::function<at::Tensor(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias)>;

struct BaseLayer {
  const at::Tensor& weight;
  const at::Tensor& bias;
  ApplyWeight apply;  // W and A
  ApplyWeight rise;   // B
};

at::Tensor with_lora(const at::Tensor& x, const BaseLayer& layer, const LoraFactors& lora);

/// Norms [out] of the weights W + scale B A of each output, float32, no gradient: where DoRA's magnitudes start.
at::Tensor changed_norms(const at::Tensor& weight, const LoraFactors& lora);

}  // namespace likeness::models
