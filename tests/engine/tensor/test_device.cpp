#include "engine/tensor/device.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"

namespace likeness::tensor {
namespace {

ErrorKind kind_of(const std::string& device, const std::string& dtype, int threads = 1) {
  try {
    prepare_compute(device, dtype, threads, false);
  } catch (const Error& error) {
    return error.kind();
  }
  return ErrorKind::internal;
}

}  // namespace

TEST_CASE("device, number type and threads are read from their texts") {
  const Compute automatic = prepare_compute("cpu", "auto", 1, true);
  CHECK(automatic.device.is_cpu());
  CHECK(c10::toString(automatic.dtype) == std::string("Float"));
  CHECK(at::get_num_threads() == 1);
  CHECK(at::globalContext().deterministicAlgorithms());
  const Compute brain = prepare_compute("cpu", "bf16", 2, false);
  CHECK(c10::toString(brain.dtype) == std::string("BFloat16"));
  CHECK(at::get_num_threads() == 2);
  CHECK_FALSE(at::globalContext().deterministicAlgorithms());
  CHECK(c10::toString(prepare_compute("cpu", "f16", 1, false).dtype) == std::string("Half"));
}

TEST_CASE("texts that mean nothing are usage errors, missing cards are unsupported") {
  CHECK(kind_of("gpu", "auto") == ErrorKind::usage);
  CHECK(kind_of("cuda:x", "auto") == ErrorKind::usage);
  CHECK(kind_of("cuda:-1", "auto") == ErrorKind::usage);
  CHECK(kind_of("cuda:999", "auto") == ErrorKind::usage);
  CHECK(kind_of("cpu", "f8") == ErrorKind::usage);
  CHECK(kind_of("cpu", "auto", -1) == ErrorKind::usage);
  CHECK(kind_of("cuda:99", "auto") == ErrorKind::unsupported);
}

TEST_CASE("opening the CUDA library says why it did not") {
  std::string reason;
  const bool opened = open_cuda_library(&reason);
  CHECK(opened == reason.empty());
  CHECK(opened == at::hasCUDA());
}

TEST_CASE("memory figures grow with what is allocated") {
  const MemoryFigures before = memory_figures(c10::kCPU);
  CHECK_FALSE(before.gpu);
  CHECK(before.device_name.find("CPU, ") == 0);
  CHECK(before.total > before.ours);
  const at::Tensor block = at::ones({32 << 20}, at::kByte);
  CHECK(memory_figures(c10::kCPU).ours >= before.ours + (24u << 20));
  CHECK(peak_memory_bytes(c10::kCPU) >= memory_figures(c10::kCPU).ours / 2);
}

}  // namespace likeness::tensor
