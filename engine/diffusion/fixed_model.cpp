#include "engine/diffusion/fixed_model.h"

#include <ATen/ATen.h>

#include "engine/base/error.h"
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
  if (run.start_index < 0 || run.start_index >= plan.steps())
    throw Error(ErrorKind::bad_input, "start_index: expected 0 to " + std::to_string(plan.steps() - 1) + ", found " +
                                          std::to_string(run.start_index));
  at::Generator generator = tensor::make_generator(run.seed);
  const DrawNoise draw = [&] { return tensor::randn({4, 3, 8, 8}, generator); };
  const int first = run.start_index * plan.order;
  at::Tensor x = start_sample() * plan.init_sigma;
  if (first > 0) x = sampler->add_noise(x, noise(), first);
  for (int i = first; i < plan.evaluations(); ++i) {
    const auto t = static_cast<float>(plan.timesteps[static_cast<std::size_t>(i)]);
    const at::Tensor input = sampler->scale_input(x, i);
    const at::Tensor output = input * t / (t + 1);
    x = sampler->step(output, i, run.loop == Loop::scaled_input ? input : x, draw, nullptr);
  }
  return x;
}

}  // namespace likeness::diffusion::fixed_model
