#include "tests/engine/diffusion/fixed_model.h"

#include <ATen/ATen.h>

#include "engine/tensor/random.h"

namespace likeness::diffusion::fixed_model {
namespace {

at::Tensor numbered() { return at::arange(768, at::kFloat).reshape({3, 8, 8, 4}).permute({3, 0, 1, 2}); }

}  // namespace

at::Tensor start_sample() { return (numbered() / 768).contiguous(); }

at::Tensor noise() { return ((767 - numbered()) / 768).contiguous(); }

at::Tensor end_sample(const Run& run) {
  const auto sampler = make_sampler(run.settings);
  const Plan& plan = sampler->plan();
  at::Generator generator = tensor::make_generator(run.seed);
  const DrawNoise draw = [&] { return tensor::randn({4, 3, 8, 8}, generator); };
  at::Tensor x = start_sample() * plan.init_sigma;
  if (run.start_index > 0) x = sampler->add_noise(x, noise(), run.start_index);
  for (int i = run.start_index; i < static_cast<int>(plan.timesteps.size()); ++i) {
    const auto t = static_cast<float>(plan.timesteps[static_cast<std::size_t>(i)]);
    const at::Tensor input = sampler->scale_input(x, i);
    const at::Tensor output = input * t / (t + 1);
    x = sampler->step(output, i, run.loop == Loop::scaled_input ? input : x, draw, nullptr);
  }
  return x;
}

}  // namespace likeness::diffusion::fixed_model
