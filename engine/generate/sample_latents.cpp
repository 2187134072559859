// The sampling loop around the UNet. Every picture is a run of its own, never part of a larger batch: kernels choose their blocking by
// the batch's size, so only this keeps a picture's bytes the same whatever else is asked for.
#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/generate/settings.h"
#include "engine/tensor/random.h"

namespace likeness::generate {
namespace {

/// Both halves of classifier-free guidance (Ho and Salimans 2022) in one pass; without an unconditional half just the model.
diffusion::Denoise guided(const models::Model& model, const at::Tensor& context, const at::Tensor& unconditional, double guidance) {
  const auto predict = [&model](const at::Tensor& x, double t, const at::Tensor& words) {
    const at::Tensor timestep = at::full({}, t, x.options().dtype(at::kFloat));
    return model.unet.forward(x, timestep, words);
  };
  if (!unconditional.defined())
    return [predict, context](const at::Tensor& x, double t) { return predict(x, t, context); };
  const at::Tensor both = at::cat({unconditional, context});
  return [predict, both, guidance](const at::Tensor& x, double t) {
    const at::Tensor prediction = predict(at::cat({x, x}), t, both);
    const at::Tensor without = prediction.slice(0, 0, 1);
    return without + guidance * (prediction.slice(0, 1, 2) - without);
  };
}

void check_rows(const LatentRequest& request) {
  const auto rows = static_cast<std::int64_t>(request.seeds.size());
  if (request.context.dim() != 3 || request.context.size(0) != rows)
    throw Error(ErrorKind::internal, "sample_latents: one context row per seed is needed");
  if (request.sample.guidance != 1 && (!request.unconditional.defined() || !request.unconditional.sizes().equals(request.context.sizes())))
    throw Error(ErrorKind::internal, "sample_latents: the unconditional rows must have the context's shape");
}

}  // namespace

at::Tensor sample_latents(const models::Model& model, const LatentRequest& request, const diffusion::AfterStep& after) {
  const at::NoGradGuard no_grad;
  check_rows(request);
  const api::SampleOptions options = complete_sampling(model, request.sample);
  const auto shape = latent_shape(model, options);
  std::vector<at::Tensor> latents;
  for (std::size_t i = 0; i < request.seeds.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    at::Generator generator = tensor::make_generator(static_cast<std::uint64_t>(request.seeds[i]));
    const auto draw = [&] { return tensor::randn(shape, generator).to(model.compute.device); };
    const auto sampler = diffusion::make_sampler(sampler_settings(model, options));
    const at::Tensor unconditional = options.guidance == 1 ? at::Tensor() : request.unconditional.slice(0, row, row + 1);
    const auto denoise = guided(model, request.context.slice(0, row, row + 1), unconditional, options.guidance);
    latents.push_back(diffusion::sample(*sampler, draw(), denoise, draw, after));
  }
  return at::cat(latents);
}

}  // namespace likeness::generate
