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

/// Classifier-free guidance, all rows in one pass. The parts c of a prompt (Liu et al. 2022) come to u + sum of weight * (c - u), which
/// stands where one part's prediction would. Without an unconditional row just the model.
class Guided {
 public:
  Guided(const models::Model& model, const LatentRequest& request, std::function<StepContext(int)> context_at, Guidance guidance)
      : model_(model), start_(request.start), context_at_(std::move(context_at)), guidance_(std::move(guidance)) {}

  void next_step() { ++step_; }

  at::Tensor operator()(const at::Tensor& x, double t) {
    prepare();
    const bool guides = guides_at(guidance_, t), perturbs = guides && perturbed_weight(guidance_, t) > 0;
    const bool contrasts = now_.unconditional.defined() && (guides || !one_part());
    if (!contrasts && !perturbs) return predict(x, t, now_.positive, 0);
    const std::int64_t parts = now_.positive.size(0), first = contrasts ? 1 : 0;
    const at::Tensor rows = contrasts ? rows_ : now_.positive;
    const at::Tensor prediction =
        perturbs ? predict(x, t, at::cat({rows, now_.positive}), parts) : predict(x, t, rows, 0);
    Predictions found{.x = x, .timestep = t, .with_words = {}, .without = {}, .perturbed = {}};
    if (contrasts) found.without = prediction.slice(0, 0, 1);
    found.with_words = joined(prediction.slice(0, first, first + parts), found.without);
    if (perturbs) found.perturbed = joined(prediction.slice(0, first + parts), found.without);
    return guides ? guide(guidance_, found) : found.with_words;
  }

 private:
  bool one_part() const { return now_.weights.size() == 1 && now_.weights.front() == 1; }

  at::Tensor joined(const at::Tensor& parts, const at::Tensor& without) const {
    if (one_part()) return parts;
    at::Tensor sum = without;
    for (std::int64_t i = 0; i < parts.size(0); ++i)
      sum = sum + now_.weights[static_cast<std::size_t>(i)] * (parts.slice(0, i, i + 1) - without);
    return sum;
  }

  at::Tensor predict(const at::Tensor& x, double t, const at::Tensor& words, std::int64_t perturbed_rows) {
    const at::Tensor input = with_mask(words.size(0) == x.size(0) ? x : at::cat(std::vector<at::Tensor>(words.size(0), x)), start_);
    models::UNetPass pass{.perturbed_rows = perturbed_rows, .merge_ratio = guidance_.options.tome_ratio};
    if (guidance_.options.deep_cache_interval > 1) {
      pass.deep = &deep_;
      pass.reuse_deep = step_ % guidance_.options.deep_cache_interval != 0 && deep_.defined() && deep_.size(0) == words.size(0);
    }
    return model_.unet.forward(input, at::full({}, t, x.options().dtype(at::kFloat)), words, pass);
  }

  /// The rows of this step.
  void prepare() {
    if (prepared_ == step_) return;
    const at::Tensor before = now_.positive, before_without = now_.unconditional;
    now_ = context_at_(step_);
    prepared_ = step_;
    if (rows_.defined() && now_.positive.is_same(before) && now_.unconditional.is_same(before_without)) return;
    rows_ = now_.unconditional.defined() ? at::cat({now_.unconditional, now_.positive}) : now_.positive;
  }

  const models::Model& model_;
  const std::optional<StartLatent>& start_;
  std::function<StepContext(int)> context_at_;
  Guidance guidance_;
  int step_ = 0;
  int prepared_ = -1;
  StepContext now_;
  at::Tensor rows_;
  at::Tensor deep_;  // of the last whole step
};

/// The context of one of the request's seeds.
std::function<StepContext(int)> context_of(const LatentRequest& request, std::int64_t row) {
  if (request.context_at) return request.context_at;
  const StepContext same{.positive = request.context.slice(0, row, row + 1),
                         .weights = {1},
                         .unconditional = request.sample.guidance == 1 ? at::Tensor() : request.unconditional.slice(0, row, row + 1)};
  return [same](int) { return same; };
}

void check_rows(const LatentRequest& request) {
  const auto rows = static_cast<std::int64_t>(request.seeds.size());
  if (request.context_at) {
    if (rows != 1) throw Error(ErrorKind::internal, "sample_latents: a context for each step is of one picture");
    return;
  }
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
    Guided guided(model, request, context_of(request, row), {options, sampler->plan().schedule});
    const auto after_step = [&](int step, const at::Tensor& x, const at::Tensor& denoised) {
      guided.next_step();
      if (after) after(step, x, denoised);
    };
    const at::Tensor noise = start_noise(options, options.variation_seed + row, draw_on_cpu).to(model.compute.device);
    latents.push_back(request.start ? sample_from_start(*sampler, *request.start, noise, std::ref(guided), draw, after_step)
                                    : diffusion::sample(*sampler, noise, std::ref(guided), draw, after_step));
  }
  return at::cat(latents);
}

}  // namespace likeness::generate
