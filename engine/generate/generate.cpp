#include "engine/generate/generate.h"

#include <chrono>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/generate/finished_picture.h"
#include "engine/generate/picture_files.h"
#include "engine/generate/settings.h"
#include "engine/models/lora.h"
#include "engine/tensor/files.h"
#include "engine/tensor/pictures.h"
#include "engine/tensor/random.h"

namespace likeness::generate {
namespace {

using Clock = std::chrono::steady_clock;

/// One run of pictures: what all of them share, and what has come of it so far.
struct Work {
  const api::Generate& request;
  const models::Model& model;
  const Recipe& recipe;
  api::JobContext& context;
  api::SampleOptions sample;  // complete
  int steps = 0;              // of each picture
  std::int64_t total_steps = 0;
  ModelNames names;
  Made made;
  std::int64_t steps_done = 0;
  double sampling_seconds = 0;
  std::vector<at::Tensor> latents, pixels;  // kept only for --dump-latents
};

/// How far the picture under way has come.
struct UnderWay {
  int index = 0;
  std::int64_t seed = 0;
  int steps_done = 0;
  at::Tensor latent;
  at::Tensor estimate;  // of the clean latent
};

void after_step(Work& work, UnderWay& picture, int step, const at::Tensor& latent, const at::Tensor& estimate) {
  picture.steps_done = step + 1;
  picture.latent = latent;
  picture.estimate = estimate;
  ++work.steps_done;
  const int every = work.request.preview_every;
  if (every > 0 && picture.steps_done % every == 0) {
    api::ImageReady ready{.job = 0, .kind = api::ImageKind::preview, .index = picture.index, .step = picture.steps_done};
    ready.pixels = preview(work.model, estimate);
    work.context.report(std::move(ready));
  }
  work.context.step(api::Phase::sampling, work.steps_done, work.total_steps);
}

/// Decodes, saves and reports a picture; interrupted ones from the estimate of what they would have become.
void finish(Work& work, const Condition& condition, const UnderWay& picture) {
  const bool partial = picture.steps_done < work.steps;
  work.context.report(api::Progress{.job = 0, .phase = api::Phase::decoding, .step = picture.index,
                                    .total = work.total_steps / work.steps});
  const at::Tensor pixels = decode(work.model, partial ? picture.estimate : picture.latent);
  const image::Picture rgb = tensor::picture_from_pixels(pixels);
  api::PictureInfo info = describe_picture(work.request, work.sample, condition, picture.seed, work.names);
  if (partial) mark_partial(info, picture.steps_done);
  if (!work.request.out_folder.empty()) {
    const std::filesystem::path folder =
        work.request.numbered_by_day ? day_folder(work.request.out_folder) : std::filesystem::path(work.request.out_folder);
    make_folders(folder);
    save_picture(info, next_picture_file(folder, picture.seed), rgb, work.recipe);
    work.made.files.push_back(info.file);
  }
  if (!work.request.dump_latents_file.empty()) {
    work.latents.push_back(picture.latent.to(at::kCPU));
    work.pixels.push_back(pixels);
  }
  api::ImageReady ready{.job = 0, .kind = api::ImageKind::final, .index = picture.index, .step = picture.steps_done};
  ready.file = info.file;
  ready.pixels = shared_pixels(rgb);
  ready.picture = info;
  work.context.report(std::move(ready));
  work.made.seeds.push_back(picture.seed);
  work.made.pictures.push_back(std::move(info));
}

void make_picture(Work& work, const Condition& condition, UnderWay picture) {
  const LatentRequest latent{condition.context, condition.unconditional, {picture.seed}, work.sample};
  const auto start = Clock::now();
  const double paused = work.context.paused_seconds();
  try {
    sample_latents(work.model, latent, [&](int step, const at::Tensor& x, const at::Tensor& estimate) {
      after_step(work, picture, step, x, estimate);
    });
  } catch (const Cancelled&) {
    if (picture.steps_done > 0) finish(work, condition, picture);
    throw;
  }
  work.sampling_seconds +=
      std::chrono::duration<double>(Clock::now() - start).count() - (work.context.paused_seconds() - paused);
  finish(work, condition, picture);
}

}  // namespace

std::shared_ptr<models::Model> load(const api::Generate& request, api::JobContext& context) {
  context.step(api::Phase::loading_model, 0, 1);
  const api::ComputeOptions& compute = request.compute;
  auto model = models::load_model(request.model, tensor::prepare_compute(compute.device, compute.dtype, compute.threads,
                                                                         compute.deterministic), request.vae);
  std::vector<std::string> warnings = model->warnings;
  for (const api::LoraUse& lora : request.loras) models::merge_lora(*model, models::read_lora(lora.file, *model, warnings), lora.strength);
  for (const std::string& warning : warnings) context.log(warning);
  context.step(api::Phase::loading_model, 1, 1);
  return model;
}

Made run(const api::Generate& request, const models::Model& model, const Recipe& recipe, api::JobContext& context) {
  const at::NoGradGuard no_grad;
  const auto start = Clock::now();
  Work work{.request = request, .model = model, .recipe = recipe, .context = context, .sample = complete_sampling(model, request.sample)};
  if (work.sample.seed < 0) work.sample.seed = tensor::draw_seed();
  const auto conditions = conditions_of(request, model, context);
  if (!request.out_folder.empty()) make_folders(request.out_folder);
  work.names = model_names(model, request.loras, context);
  work.steps = static_cast<int>(diffusion::schedule(sampler_settings(model, work.sample)).timesteps.size());
  work.total_steps = static_cast<std::int64_t>(conditions.size()) * work.sample.count * work.steps;

  context.step(api::Phase::sampling, 0, work.total_steps);
  int index = 0;
  for (const Condition& condition : conditions)
    for (int i = 0; i < work.sample.count; ++i, ++index)
      make_picture(work, condition, {.index = index, .seed = work.sample.seed + index});
  if (!request.dump_latents_file.empty())
    tensor::write_tensors(request.dump_latents_file, {{"latents", at::cat(work.latents)}, {"pixels", at::cat(work.pixels)}});

  work.made.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  if (work.sampling_seconds > 0) work.made.steps_per_second = static_cast<double>(work.steps_done) / work.sampling_seconds;
  return std::move(work.made);
}

}  // namespace likeness::generate
