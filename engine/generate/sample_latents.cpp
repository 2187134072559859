// The sampling loop around the UNet. Every picture is a run of its own, never part of a larger batch: kernels choose their blocking by
// the batch's size, so only this keeps a picture's bytes the same whatever else is asked for.
#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/generate/from_start.h"
#include "engine/generate/guidance.h"
#include "engine/generate/repeating_edges.h"
#include "engine/generate/settings.h"
#include "engine/generate/start_noise.h"

namespace likeness::generate {
namespace {

/// The model's input: the latent, and for an inpainting model the mask and the masked latent behind it.
at::Tensor with_mask(const at::Tensor& x, const std::optional<StartLatent>& start) {
  if (!start || !start->masked_latent.defined()) return x;
  const at::Tensor rest = at::cat({start->mask, start->masked_latent}, 1);
  return at::cat({x, rest.expand({x.size(0), -1, -1, -1})}, 1);
}

/// Both halves of classifier-free guidance (Ho and Salimans 2022) in one pass; without an unconditional half just the model.
diffusion::Denoise guided(const models::Model& model, const at::Tensor& context, const at::Tensor& unconditional,
                          const Guidance& guidance, const std::optional<StartLatent>& start) {
  const auto predict = [&model, &start](const at::Tensor& x, double t, const at::Tensor& words) {
    const at::Tensor timestep = at::full({}, t, x.options().dtype(at::kFloat));
    return model.unet.forward(with_mask(x, start), timestep, words);
  };
  if (!unconditional.defined())
    return [predict, context](const at::Tensor& x, double t) { return predict(x, t, context); };
  const at::Tensor both = at::cat({unconditional, context});
  return [predict, both, context, guidance](const at::Tensor& x, double t) {
    if (!guides_at(guidance, t)) return predict(x, t, context);
    const at::Tensor prediction = predict(at::cat({x, x}), t, both);
    return guide(guidance, x, t, prediction.slice(0, 1, 2), prediction.slice(0, 0, 1));
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
  const RepeatingEdges edges(model, options.tiling);
  std::vector<at::Tensor> latents;
  for (std::size_t i = 0; i < request.seeds.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    const auto draw_on_cpu = noise_draws(options.noise, request.seeds[i], shape);
    const auto draw = [&] { return draw_on_cpu().to(model.compute.device); };
    const auto sampler = diffusion::make_sampler(sampler_settings(model, options));
    const at::Tensor unconditional = options.guidance == 1 ? at::Tensor() : request.unconditional.slice(0, row, row + 1);
    const auto denoise = guided(model, request.context.slice(0, row, row + 1), unconditional, {options, sampler->plan().schedule},
                                request.start);
    const at::Tensor noise = start_noise(options, options.variation_seed + row, draw_on_cpu).to(model.compute.device);
    latents.push_back(request.start ? sample_from_start(*sampler, *request.start, noise, denoise, draw, after)
                                    : diffusion::sample(*sampler, noise, denoise, draw, after));
  }
  return at::cat(latents);
}

}  // namespace likeness::generate
