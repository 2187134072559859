#include "engine/train/column_scores.h"

#include <algorithm>
#include <filesystem>

#include <ATen/ATen.h>

#include "engine/generate/class_pictures.h"
#include "engine/tensor/random.h"
#include "engine/train/material.h"

namespace likeness::train {

namespace {

constexpr std::int64_t most_measured = 16;  // of photos and class pictures: more make the scale little better
constexpr std::uint64_t interval_seed = 0;

at::Tensor first_scaled(const Material& material, const at::Tensor& means) {
  return scaled(material, means.narrow(0, 0, std::min(most_measured, means.size(0))));
}

}  // namespace

ColumnScores::ColumnScores(const Prepared& prepared, const Material& material, const SamplePlan& plan)
    : prepared_(prepared), material_(material), plan_(plan),
      unet_learns_(prepared.request.options.method != "textual_inversion" && prepared.request.options.train_unet) {
  const api::Train& request = prepared.request;
  const models::Model& model = *prepared.model;
  no_words_ = words_of(model, "");
  kind_words_ = words_of(model, generate::class_prompt(request.kind));
  for (const std::string& prompt : plan.request.prompts) {
    const std::string resolved = generate::resolve_words(prompt, plan.request.words);
    const bool of_subject = has_word(resolved, request.token);
    rows_.push_back(of_subject ? Row::subject : resolved == generate::class_prompt(request.kind) ? Row::kind : Row::other);
    if (!of_subject) continue;
    const std::string plain = without_word(resolved, request.token);
    words_.push_back(says_more_than_kind(plain, request.kind) ? words_of(model, plain) : at::Tensor());
  }
}

/// Undefined where a picture is missing or no row is of that sort.
at::Tensor ColumnScores::latents_of(std::int64_t step, Row row, api::JobContext& context) const {
  std::vector<std::string> files;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i] != row) continue;
    files.push_back(sample_file(plan_, step, i).string());
    if (!std::filesystem::exists(files.back())) return {};
  }
  if (files.empty()) return {};
  api::JobContext quiet = api::JobContext(context.job(), [](const api::Event&) {});
  return picture_latents(*prepared_.model, files, prepared_.request.options.resolution.value(), quiet);
}

void ColumnScores::make_scale(const Instrument& instrument, api::JobContext& context) {
  const at::Tensor kind = material_.class_pictures.mean.defined() ? first_scaled(material_, material_.class_pictures.mean)
                                                                  : latents_of(0, Row::subject, context);
  if (!kind.defined()) return;
  scale_.emplace(picture_features(instrument, first_scaled(material_, material_.photos.mean)), picture_features(instrument, kind));
}

std::optional<api::Scores> ColumnScores::measure(std::int64_t step, api::JobContext& context) {
  const at::NoGradGuard no_grad;
  const models::Model& model = *prepared_.model;
  context.step(api::Phase::measuring, 0, 1);
  ScoredPictures pictures{.subject = latents_of(step, Row::subject, context), .words = words_, .kind_words = kind_words_,
                          .class_pictures = latents_of(step, Row::kind, context)};
  if (!pictures.subject.defined()) return {};
  std::optional<models::UNet2DConditionModel> untouched;
  if (unet_learns_) untouched.emplace(models::load_unet(prepared_.request.model, model.compute));
  const Instrument instrument{.unet = untouched ? *untouched : model.unet,
                              .schedule = diffusion::noise_schedule(model.scheduler_config), .no_words = no_words_};
  if (!scale_) make_scale(instrument, context);
  if (!scale_ || !scale_->works()) return {};
  at::Generator generator = tensor::make_generator(interval_seed);
  return score_pictures(instrument, *scale_, pictures, generator);
}

}  // namespace likeness::train
