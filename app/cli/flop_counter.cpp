#include "app/cli/flop_counter.h"

#include <algorithm>
#include <atomic>
#include <string_view>

#include <ATen/ATen.h>

namespace likeness::cli {

namespace {

std::atomic<double> counted{0};  // RecordFunction's callbacks are plain functions; one counter lives at a time

at::Tensor tensor_at(c10::ArrayRef<const c10::IValue> inputs, std::size_t index) {
  return index < inputs.size() && inputs[index].isTensor() ? inputs[index].toTensor() : at::Tensor();
}

double product(at::IntArrayRef sizes) {
  double all = 1;
  for (const std::int64_t size : sizes) all *= static_cast<double>(size);
  return all;
}

/// Each output element takes in/groups * k multiply-adds; weight [out,in/groups,k...].
double per_output_element(const at::Tensor& weight) { return 2 * product(weight.sizes().slice(1)); }

/// aten::convolution(input, weight, bias, stride, padding, dilation, ...), not transposed.
double convolution(c10::ArrayRef<const c10::IValue> inputs) {
  const at::Tensor input = tensor_at(inputs, 0), weight = tensor_at(inputs, 1);
  const auto stride = inputs[3].toIntVector(), padding = inputs[4].toIntVector(), dilation = inputs[5].toIntVector();
  const auto at = [](const std::vector<std::int64_t>& list, std::int64_t i) {  // one number may stand for all dimensions
    return list[std::min(static_cast<std::size_t>(i), list.size() - 1)];
  };
  double outputs = static_cast<double>(input.size(0) * weight.size(0));
  for (std::int64_t i = 0; i < input.dim() - 2; ++i) {
    const std::int64_t reach = at(dilation, i) * (weight.size(i + 2) - 1) + 1;
    outputs *= static_cast<double>((input.size(i + 2) + 2 * at(padding, i) - reach) / at(stride, i) + 1);
  }
  return outputs * per_output_element(weight);
}

/// aten::convolution_backward(grad_output, input, weight, ..., output_mask): one convolution's work for each gradient asked for.
double convolution_backward(c10::ArrayRef<const c10::IValue> inputs) {
  const c10::List<bool> mask = inputs.back().toBoolList();
  const int asked = static_cast<int>(mask.get(0)) + static_cast<int>(mask.get(1));
  return asked * product(tensor_at(inputs, 0).sizes()) * per_output_element(tensor_at(inputs, 2));
}

double matrix_product(const at::Tensor& a, const at::Tensor& b) {
  return 2 * product(a.sizes()) * static_cast<double>(b.size(-1));
}

double operations_of(std::string_view name, c10::ArrayRef<const c10::IValue> inputs) {
  const at::Tensor first = tensor_at(inputs, 0), second = tensor_at(inputs, 1), third = tensor_at(inputs, 2);
  if (name == "aten::convolution") return convolution(inputs);
  if (name == "aten::convolution_backward") return convolution_backward(inputs);
  if (name == "aten::mm" || name == "aten::bmm") return matrix_product(first, second);
  if (name == "aten::addmm" || name == "aten::baddbmm") return matrix_product(second, third);
  if (name == "aten::_scaled_dot_product_flash_attention_for_cpu") return 2 * matrix_product(first, second.transpose(-1, -2));
  if (name == "aten::_scaled_dot_product_flash_attention_for_cpu_backward") return 5 * matrix_product(second, third.transpose(-1, -2));
  return 0;
}

std::unique_ptr<at::ObserverContext> count(const at::RecordFunction& function) {
  const double operations = operations_of(function.name(), function.inputs());
  double before = counted.load();
  while (!counted.compare_exchange_weak(before, before + operations)) {}
  return nullptr;
}

}  // namespace

FlopCounter::FlopCounter()
    : handle_(at::addGlobalCallback(at::RecordFunctionCallback(count)
                                        .needsInputs(true)
                                        .scopes({at::RecordScope::FUNCTION}))) {
  counted = 0;
}

FlopCounter::~FlopCounter() { at::removeCallback(handle_); }

double FlopCounter::operations() const { return counted; }

}  // namespace likeness::cli
