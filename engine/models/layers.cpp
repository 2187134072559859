#include "engine/models/layers.h"

#include <ATen/ATen.h>

namespace likeness::models {
namespace {

/// Every element is the same one number, so the shape costs no memory.
at::Tensor placeholder(at::IntArrayRef shape) {
  at::Tensor tensor = at::zeros({1}, at::kFloat);
  const std::vector<std::int64_t> strides(shape.size(), 0);
  tensor.unsafeGetTensorImpl()->set_sizes_and_strides(shape, strides);
  return tensor;
}

at::Tensor parameter(torch::nn::Module& module, const std::string& name, at::IntArrayRef shape) {
  return module.register_parameter(name, placeholder(shape), /*requires_grad=*/false);
}

}  // namespace

Linear::Linear(std::int64_t in, std::int64_t out, bool with_bias) : weight(parameter(*this, "weight", {out, in})) {
  if (with_bias) bias = parameter(*this, "bias", {out});
}

at::Tensor Linear::forward(const at::Tensor& x) const {
  if (!lora) return at::linear(x, weight, bias);
  const auto linear = [](const at::Tensor& in, const at::Tensor& w, const at::Tensor& b) { return at::linear(in, w, b); };
  return with_lora(x, {weight, bias, linear, linear}, *lora);
}

Conv2d::Conv2d(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride_, std::int64_t padding_)
    : weight(parameter(*this, "weight", {out, in, kernel, kernel})),
      bias(parameter(*this, "bias", {out})),
      stride(stride_),
      padding(padding_) {}

at::Tensor Conv2d::forward(const at::Tensor& x) const {
  const auto convolve = [this](const at::Tensor& in, const at::Tensor& w, const at::Tensor& b) {
    if (!wraps || padding == 0) return at::conv2d(in, w, b, stride, padding);
    return at::conv2d(at::pad(in, {padding, padding, padding, padding}, "circular"), w, b, stride);
  };
  if (!lora) return convolve(x, weight, bias);
  const auto rise = [](const at::Tensor& in, const at::Tensor& w, const at::Tensor& b) { return at::conv2d(in, w, b); };
  return with_lora(x, {weight, bias, convolve, rise}, *lora);
}

GroupNorm::GroupNorm(std::int64_t groups_, std::int64_t channels, double eps_)
    : weight(parameter(*this, "weight", {channels})), bias(parameter(*this, "bias", {channels})), groups(groups_), eps(eps_) {}

at::Tensor GroupNorm::forward(const at::Tensor& x) const { return at::group_norm(x, groups, weight, bias, eps); }

LayerNorm::LayerNorm(std::int64_t channels, double eps_)
    : weight(parameter(*this, "weight", {channels})), bias(parameter(*this, "bias", {channels})), eps(eps_) {}

at::Tensor LayerNorm::forward(const at::Tensor& x) const { return at::layer_norm(x, weight.sizes(), weight, bias, eps); }

Embedding::Embedding(std::int64_t count, std::int64_t width) : weight(parameter(*this, "weight", {count, width})) {}

at::Tensor Embedding::forward(const at::Tensor& ids) const { return at::embedding(weight, ids); }

}  // namespace likeness::models
