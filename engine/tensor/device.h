// Which device and number type to compute with, thread count, and the memory figures the status bar shows.
// "auto" means the first CUDA card where libtorch_cuda is open and works, else the CPU; auto dtype is f32 on every CPU.
// Source of the CUDA rule: CUDA hooks are resolved once, so open_cuda_library() must run before the first ATen call.
#pragma once

#include <cstdint>
#include <string>

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

namespace likeness::tensor {

/// Opens libtorch_cuda.so from LibTorch's folder where an NVIDIA driver is there; false (with a reason) otherwise. Call once, first.
bool open_cuda_library(std::string* reason = nullptr);

struct Compute {
  c10::Device device = c10::kCPU;
  c10::ScalarType dtype = c10::kFloat;
};

/// Reads the texts of api::ComputeOptions ("cuda:1", "bf16" ...), sets the thread count (0: one per core) and determinism.
/// Errors: usage for a text that means nothing, unsupported for a device or dtype this machine does not have.
Compute prepare_compute(const std::string& device, const std::string& dtype, int threads, bool deterministic);

struct MemoryFigures {
  std::string device_name;
  bool gpu = false;
  std::uint64_t total = 0;
  std::uint64_t ours = 0;      // resident memory of this process, or this process's share of the card
  std::uint64_t others = 0;
};
MemoryFigures memory_figures(c10::Device device);

/// Largest resident memory of this process so far (CPU) or of the card's allocator (GPU), in bytes.
std::uint64_t peak_memory_bytes(c10::Device device);

/// Starts the measurement of the peak anew; false where the system does not let us.
bool reset_peak_memory(c10::Device device);

}  // namespace likeness::tensor
