// Randomness only through a passed generator. Noise is always drawn on the CPU in float32 and then copied, so that a seed means the
// same picture on every device and the same numbers as torch.Generator().manual_seed(seed) in Python.
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

namespace likeness::tensor {

/// A CPU mt19937 generator of its own.
at::Generator make_generator(std::uint64_t seed);

/// Standard normal float32 on the CPU.
at::Tensor randn(at::IntArrayRef shape, at::Generator& generator);

/// Integers in [low, high), int64 on the CPU.
at::Tensor randint(std::int64_t low, std::int64_t high, at::IntArrayRef shape, at::Generator& generator);

/// The generator's whole state as bytes and back, for checkpoints.
at::Tensor generator_state(const at::Generator& generator);
void set_generator_state(at::Generator& generator, const at::Tensor& state);

/// A seed from the system, in 0..4294967293 as A1111 draws it.
std::int64_t draw_seed();

}  // namespace likeness::tensor
