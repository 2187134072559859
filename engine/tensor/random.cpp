#include "engine/tensor/random.h"

#include <random>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

namespace likeness::tensor {

at::Generator make_generator(std::uint64_t seed) { return at::make_generator<at::CPUGeneratorImpl>(seed); }

at::Tensor randn(at::IntArrayRef shape, at::Generator& generator) { return at::randn(shape, generator, at::kFloat); }

at::Tensor randint(std::int64_t low, std::int64_t high, at::IntArrayRef shape, at::Generator& generator) {
  return at::randint(low, high, shape, generator, at::kLong);
}

at::Tensor generator_state(const at::Generator& generator) { return generator.get_state(); }

void set_generator_state(at::Generator& generator, const at::Tensor& state) { generator.set_state(state); }

std::int64_t draw_seed() {
  std::random_device device;
  return std::uniform_int_distribution<std::int64_t>(0, 4294967293)(device);
}

}  // namespace likeness::tensor
