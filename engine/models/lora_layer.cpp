#include "engine/models/lora_layer.h"

#include <ATen/ATen.h>

namespace likeness::models {
namespace {

at::Tensor with_holes(const at::Tensor& x, LoraDropout& dropout) {
  const double kept = 1 - dropout.share;
  const at::Tensor mask = at::empty(x.sizes(), at::kFloat).bernoulli_(kept, dropout.generator).div_(kept);
  return x * mask.to(x.options());
}

/// [out] along the channels of what the layer gives.
at::Tensor along_outputs(const at::Tensor& values, const at::Tensor& weight) {
  return weight.dim() == 4 ? values.reshape({1, -1, 1, 1}) : values;
}

at::Tensor added(const at::Tensor& x, const BaseLayer& layer, const LoraFactors& lora) {
  const at::Tensor down = layer.apply(x, lora.a.to(x.scalar_type()), {});
  return layer.rise(down, lora.b.to(down.scalar_type()), {}) * lora.scale;
}

at::Tensor with_dora(const at::Tensor& x, const BaseLayer& layer, const LoraFactors& lora, bool holes) {
  const at::Tensor share = along_outputs((lora.magnitude / changed_norms(layer.weight, lora)).to(x.scalar_type()), layer.weight);
  if (holes) {
    const at::Tensor thinned = with_holes(x, *lora.dropout);
    return layer.apply(x, layer.weight, layer.bias) + (share - 1) * layer.apply(thinned, layer.weight, {}) +
           share * added(thinned, layer, lora);
  }
  const at::Tensor y = (layer.apply(x, layer.weight, {}) + added(x, layer, lora)) * share;
  return layer.bias.defined() ? y + along_outputs(layer.bias, layer.weight) : y;
}

}  // namespace

at::Tensor changed_norms(const at::Tensor& weight, const LoraFactors& lora) {
  const at::NoGradGuard no_grad;
  const at::Tensor change = at::matmul(lora.b.flatten(1), lora.a.flatten(1)).to(at::kFloat);
  return at::linalg_vector_norm(weight.flatten(1).to(at::kFloat) + lora.scale * change, 2, at::IntArrayRef{1});
}

at::Tensor with_lora(const at::Tensor& x, const BaseLayer& layer, const LoraFactors& lora) {
  const bool holes = lora.dropout && lora.dropout->on;
  if (lora.magnitude.defined()) return with_dora(x, layer, lora, holes);
  const at::Tensor y = layer.apply(x, layer.weight, layer.bias);
  return y + added(holes ? with_holes(x, *lora.dropout) : x, layer, lora);
}

}  // namespace likeness::models
