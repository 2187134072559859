#include "app/cli/flop_counter.h"

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

/// weight [out,in/groups,k...]; each output element takes in/groups * k multiply-adds.
double convolution(const at::Tensor& output, const at::Tensor& weight) {
  return 2 * product(output.sizes()) * product(weight.sizes().slice(1));
}

double matrix_product(const at::Tensor& a, const at::Tensor& b) {
  return 2 * product(a.sizes()) * static_cast<double>(b.size(-1));
}

double operations_of(std::string_view name, c10::ArrayRef<const c10::IValue> inputs, c10::ArrayRef<const c10::IValue> outputs) {
  const at::Tensor first = tensor_at(inputs, 0), second = tensor_at(inputs, 1), third = tensor_at(inputs, 2);
  if (name == "aten::convolution" && !outputs.empty() && outputs[0].isTensor()) return convolution(outputs[0].toTensor(), second);
  if (name == "aten::convolution_backward") {
    double all = 0;  // one convolution's work for each gradient asked for: of the input, of the weight
    for (std::size_t i = 0; i < 2 && i < outputs.size(); ++i)
      if (outputs[i].isTensor() && outputs[i].toTensor().defined()) all += convolution(first, third);
    return all;
  }
  if (name == "aten::mm" || name == "aten::bmm") return matrix_product(first, second);
  if (name == "aten::addmm" || name == "aten::baddbmm") return matrix_product(second, third);
  if (name == "aten::_scaled_dot_product_flash_attention_for_cpu") return 2 * matrix_product(first, second.transpose(-1, -2));
  if (name == "aten::_scaled_dot_product_flash_attention_for_cpu_backward")
    return 5 * matrix_product(second, third.transpose(-1, -2));
  return 0;
}

void count(const at::RecordFunction& function, at::ObserverContext*) {
  const std::vector<c10::IValue> outputs = function.outputs();
  const double operations =
      operations_of(function.name(), function.inputs(), c10::ArrayRef<const c10::IValue>(outputs.data(), outputs.size()));
  double before = counted.load();
  while (!counted.compare_exchange_weak(before, before + operations)) {}
}

}  // namespace

FlopCounter::FlopCounter()
    : handle_(at::addGlobalCallback(at::RecordFunctionCallback(nullptr, count)
                                        .needsInputs(true)
                                        .needsOutputs(true)
                                        .scopes({at::RecordScope::FUNCTION}))) {
  counted = 0;
}

FlopCounter::~FlopCounter() { at::removeCallback(handle_); }

double FlopCounter::operations() const { return counted; }

}  // namespace likeness::cli
