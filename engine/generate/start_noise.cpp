#include "engine/generate/start_noise.h"

#include <ATen/ATen.h>

#include "engine/tensor/philox.h"
#include "engine/tensor/random.h"

namespace likeness::generate {

std::function<at::Tensor()> noise_draws(const std::string& kind, std::int64_t seed, const std::vector<std::int64_t>& shape) {
  if (kind == "gpu")
    return [seed, shape, draw = std::uint32_t{0}]() mutable {
      return tensor::philox_randn(static_cast<std::uint64_t>(seed), draw++, shape);
    };
  return [generator = tensor::make_generator(static_cast<std::uint64_t>(seed)), shape]() mutable {
    return tensor::randn(shape, generator);
  };
}

at::Tensor slerp(double amount, const at::Tensor& low, const at::Tensor& high) {
  const auto unit = [](const at::Tensor& x) { return x / x.norm(2, at::IntArrayRef{2}, true); };
  const at::Tensor dot = (unit(low) * unit(high)).sum(2, true);
  if (dot.mean().item<double>() > 0.9995) return low * amount + high * (1 - amount);
  const at::Tensor angle = dot.acos();
  const at::Tensor sine = angle.sin();
  return ((1 - amount) * angle).sin() / sine * low + (amount * angle).sin() / sine * high;
}

at::Tensor start_noise(const api::SampleOptions& options, std::int64_t variation_seed, const std::function<at::Tensor()>& draw) {
  const at::Tensor noise = draw();
  if (options.variation_strength == 0) return noise;
  return slerp(options.variation_strength, noise, noise_draws(options.noise, variation_seed, noise.sizes().vec())());
}

}  // namespace likeness::generate
