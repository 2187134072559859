// The normal numbers that torch.randn draws on an NVIDIA GPU, on every device: Philox 4x32-10 (Salmon et al. 2011) and Box-Muller.
// Source: A1111 modules/rng_philox.py (setting "NV"). Draw number n of a generator is philox_randn(seed, n, shape).
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace likeness::tensor {

/// Standard normal float32 on the CPU.
at::Tensor philox_randn(std::uint64_t seed, std::uint32_t draw, at::IntArrayRef shape);

}  // namespace likeness::tensor
