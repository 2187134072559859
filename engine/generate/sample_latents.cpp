// The sampling loop around the UNet. Every picture is a run of its own, never part of a larger batch: kernels choose their blocking by
// the batch's size, so only this keeps a picture's bytes the same whatever else is asked for.
#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/generate/settings.h"
#include "engine/tensor/random.h"

namespace likeness::generate {
namespace {

/// Classifier-free guidance (Ho and Salimans 2022), all rows in one pass: u + sum of weight * guidance * (c - u) over the parts c of the
/// prompt (Liu et al. 2022). Without an unconditional row just the model.
class Guided {
 public:
  Guided(const models::Model& model, std::function<StepContext(int)> context_at, double guidance)
      : model_(model), context_at_(std::move(context_at)), guidance_(guidance) {}

  void next_step() { ++step_; }

  at::Tensor operator()(const at::Tensor& x, double t) {
    prepare();
    const at::Tensor timestep = at::full({}, t, x.options().dtype(at::kFloat));
    if (!now_.unconditional.defined()) return model_.unet.forward(x, timestep, rows_);
    const at::Tensor prediction = model_.unet.forward(at::cat(std::vector<at::Tensor>(now_.weights.size() + 1, x)), timestep, rows_);
    const at::Tensor without = prediction.slice(0, 0, 1);
    at::Tensor result = without;
    for (std::int64_t i = 1; i < prediction.size(0); ++i)
      result = result + now_.weights[static_cast<std::size_t>(i - 1)] * guidance_ * (prediction.slice(0, i, i + 1) - without);
    return result;
  }

 private:
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
  std::function<StepContext(int)> context_at_;
  double guidance_;
  int step_ = 0;
  int prepared_ = -1;
  StepContext now_;
  at::Tensor rows_;
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
  std::vector<at::Tensor> latents;
  for (std::size_t i = 0; i < request.seeds.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    at::Generator generator = tensor::make_generator(static_cast<std::uint64_t>(request.seeds[i]));
    const auto draw = [&] { return tensor::randn(shape, generator).to(model.compute.device); };
    const auto sampler = diffusion::make_sampler(sampler_settings(model, options));
    Guided guided(model, context_of(request, row), options.guidance);
    const auto after_step = [&](int step, const at::Tensor& x, const at::Tensor& denoised) {
      guided.next_step();
      if (after) after(step, x, denoised);
    };
    latents.push_back(diffusion::sample(*sampler, draw(), std::ref(guided), draw, after_step));
  }
  return at::cat(latents);
}

}  // namespace likeness::generate
