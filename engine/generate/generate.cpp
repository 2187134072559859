#include "engine/generate/generate.h"

#include <chrono>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/generate/conditioning.h"
#include "engine/generate/finished_picture.h"
#include "engine/generate/from_start.h"
#include "engine/generate/hires.h"
#include "engine/generate/picture_files.h"
#include "engine/generate/prompt_loras.h"
#include "engine/generate/repeating_edges.h"
#include "engine/generate/settings.h"
#include "engine/generate/start_picture.h"
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
  std::shared_ptr<const models::TinyDecoder> tiny;  // of request.picture.taesd; null: none
  std::optional<StartPicture> start;
  std::optional<api::SampleOptions> second;  // of the hires pass
  int steps = 0;              // of each picture, both passes
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

void after_step(Work& work, UnderWay& picture, const at::Tensor& latent, const at::Tensor& estimate) {
  ++picture.steps_done;
  picture.latent = latent;
  picture.estimate = estimate;
  ++work.steps_done;
  const int every = work.request.preview_every;
  if (every > 0 && picture.steps_done % every == 0) {
    api::ImageReady ready{.job = 0, .kind = api::ImageKind::preview, .index = picture.index, .step = picture.steps_done};
    ready.pixels = work.tiny ? preview(*work.tiny, estimate) : preview(work.model, estimate);
    work.context.report(std::move(ready));
  }
  work.context.step(api::Phase::sampling, work.steps_done, work.total_steps);
}

/// The picture's own seeds.
api::SampleOptions options_of(const Work& work, const UnderWay& picture) {
  api::SampleOptions own = work.sample;
  own.seed = picture.seed;
  own.variation_seed += picture.index;
  return own;
}

at::Tensor decoded(const Work& work, const at::Tensor& latent) {
  const api::PictureOptions& options = work.request.picture;
  if (!work.tiny || options.taesd_previews_only) return decode(work.model, latent, options.vae_tile);
  return finite_pixels(work.tiny->decode(latent));
}

/// Decodes, saves and reports a picture; interrupted ones from the estimate of what they would have become.
void finish(Work& work, const Wording& wording, const UnderWay& picture) {
  const bool partial = picture.steps_done < work.steps;
  work.context.report(api::Progress{.job = 0, .phase = api::Phase::decoding, .step = picture.index,
                                    .total = work.total_steps / work.steps});
  const at::Tensor pixels = decoded(work, partial ? picture.estimate : picture.latent);
  const image::Picture painted = tensor::picture_from_pixels(pixels);
  const image::Picture rgb = work.start ? put_back(*work.start, painted) : painted;
  api::PictureInfo info = describe_picture(work.request, options_of(work, picture), wording, picture.seed, work.names);
  info.width = rgb.width;
  info.height = rgb.height;
  if (partial) mark_partial(info, picture.steps_done, work.steps);
  if (!work.request.out_folder.empty()) {
    const std::filesystem::path folder =
        work.request.numbered_by_day ? day_folder(work.request.out_folder) : std::filesystem::path(work.request.out_folder);
    make_folders(folder);
    const std::string extension = image::file_extension(work.request.picture.format);
    save_picture(info, next_picture_file(folder, picture.seed, extension), rgb, work.recipe);
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

void sample_passes(Work& work, const Condition& condition, UnderWay& picture) {
  const auto after = [&](int, const at::Tensor& x, const at::Tensor& estimate) { after_step(work, picture, x, estimate); };
  LatentRequest request{.context = {}, .unconditional = {}, .seeds = {picture.seed}, .sample = options_of(work, picture)};
  request.context_at = [&condition](int step) { return context_at(condition, step); };
  if (work.start) request.start = work.start->latent;
  const at::Tensor latent = sample_latents(work.model, request, after);
  if (!work.second) return;
  const api::PictureOptions& options = work.request.picture;
  request.sample.width = work.second->width;
  request.sample.height = work.second->height;
  request.sample.steps = work.second->steps;
  request.start = StartLatent{.latent = enlarge(work.model, options, *work.second, latent), .strength = options.hires_strength};
  sample_latents(work.model, request, after);
}

void make_picture(Work& work, const Condition& condition, UnderWay picture) {
  const auto start = Clock::now();
  const double paused = work.context.paused_seconds();
  try {
    sample_passes(work, condition, picture);
  } catch (const Cancelled&) {
    if (picture.steps_done > 0) finish(work, condition.wording, picture);
    throw;
  }
  work.sampling_seconds +=
      std::chrono::duration<double>(Clock::now() - start).count() - (work.context.paused_seconds() - paused);
  finish(work, condition.wording, picture);
}

int steps_of(const models::Model& model, const api::SampleOptions& sample, const std::optional<StartLatent>& start) {
  const int steps = diffusion::schedule(sampler_settings(model, sample)).steps();
  return start ? steps - first_step(steps, *start) : steps;
}

/// Reads the start picture, and finds out how many steps a picture takes. Returns those of its first pass.
int plan_passes(Work& work) {
  const api::PictureOptions& options = work.request.picture;
  work.start = read_start(options, work.sample, work.model);
  work.steps = steps_of(work.model, work.sample, work.start ? std::optional(work.start->latent) : std::nullopt);
  const int first_pass_steps = work.steps;
  if (options.hires_scale == 1) return first_pass_steps;
  work.second = second_pass(work.model, options, work.sample);
  work.steps += steps_of(work.model, *work.second, StartLatent{.latent = at::empty({0}), .strength = options.hires_strength});
  return first_pass_steps;
}

}  // namespace

std::shared_ptr<models::Model> load(const api::Generate& request, api::JobContext& context) {
  context.step(api::Phase::loading_model, 0, 1);
  const api::ComputeOptions& compute = request.compute;
  auto model = models::load_model(request.model, tensor::prepare_compute(compute.device, compute.dtype, compute.threads,
                                                                         compute.deterministic), request.vae);
  std::vector<std::string> warnings = model->warnings;
  models::set_loras(*model, request.loras, warnings);
  for (const std::string& warning : warnings) context.log(warning);
  context.step(api::Phase::loading_model, 1, 1);
  return model;
}

Made run(const api::Generate& request, const models::Model& model, const Recipe& recipe, api::JobContext& context) {
  const at::NoGradGuard no_grad;
  const auto start = Clock::now();
  Work work{.request = request, .model = model, .recipe = recipe, .context = context, .sample = complete_sampling(model, request.sample),
            .tiny = {}, .start = {}, .second = {}};
  check_picture_options(request.picture, work.sample);
  if (!request.picture.taesd.empty()) work.tiny = models::load_tiny_decoder(request.picture.taesd, model);
  if (work.sample.sampler == "lcm" && work.sample.guidance > 2)
    context.log("LCM pictures come out harsh at this guidance; with an LCM LoRA use 1 to 2 and 4 to 8 steps.");
  if (work.sample.seed < 0) work.sample.seed = tensor::draw_seed();
  if (work.sample.variation_strength > 0 && work.sample.variation_seed < 0) work.sample.variation_seed = tensor::draw_seed();
  const RepeatingEdges edges(model, work.sample.tiling);
  const int first_pass_steps = plan_passes(work);
  Conditions conditions(request, model, first_pass_steps);
  const std::vector<Wording> wordings = conditions.wordings(work.sample.count, work.sample.seed, context);
  if (!request.out_folder.empty()) make_folders(request.out_folder);
  work.names = model_names(model, request.loras, context);
  work.total_steps = static_cast<std::int64_t>(wordings.size()) * work.steps;

  context.step(api::Phase::sampling, 0, work.total_steps);
  PromptLoras loras(model, request.loras, context);
  for (std::size_t index = 0; index < wordings.size(); ++index) {
    if (loras.use(wordings[index].loras)) {
      conditions.forget();
      work.names = model_names(model, loras.all(), context);
    }
    const Condition condition = conditions.make(index / static_cast<std::size_t>(work.sample.count), wordings[index]);
    make_picture(work, condition, {.index = static_cast<int>(index), .seed = work.sample.seed + static_cast<std::int64_t>(index)});
  }
  if (!request.dump_latents_file.empty())
    tensor::write_tensors(request.dump_latents_file, {{"latents", at::cat(work.latents)}, {"pixels", at::cat(work.pixels)}});

  work.made.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  if (work.sampling_seconds > 0) work.made.steps_per_second = static_cast<double>(work.steps_done) / work.sampling_seconds;
  return std::move(work.made);
}

}  // namespace likeness::generate
