#include "engine/tensor/philox.h"

#include <array>
#include <cmath>

#include <ATen/ATen.h>

namespace likeness::tensor {
namespace {

using Counter = std::array<std::uint32_t, 4>;

Counter philox_4x32(Counter counter, std::uint64_t seed) {
  auto low = static_cast<std::uint32_t>(seed), high = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0], b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ low, static_cast<std::uint32_t>(b),
               static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ high, static_cast<std::uint32_t>(a)};
    low += 0x9E3779B9;
    high += 0xBB67AE85;
  }
  return counter;
}

/// The first of the two numbers that Box and Muller give; float32 in the reference's order of operations.
float normal(std::uint32_t x, std::uint32_t y) {
  constexpr auto unit = static_cast<float>(2.3283064e-10), turn = static_cast<float>(2.3283064e-10 * 6.2831855);
  const double u = static_cast<double>(x) * unit + unit / 2;
  const double v = static_cast<double>(y) * turn + turn / 2;
  return static_cast<float>(std::sqrt(-2.0 * std::log(u)) * std::sin(v));
}

}  // namespace

at::Tensor philox_randn(std::uint64_t seed, std::uint32_t draw, at::IntArrayRef shape) {
  at::Tensor result = at::empty(shape, at::kFloat);
  float* values = result.data_ptr<float>();
  for (std::int64_t i = 0; i < result.numel(); ++i) {
    const Counter numbers = philox_4x32({draw, 0, static_cast<std::uint32_t>(i), 0}, seed);
    values[i] = normal(numbers[0], numbers[1]);
  }
  return result;
}

}  // namespace likeness::tensor
