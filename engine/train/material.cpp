#include "engine/train/material.h"

#include <utility>

#include <ATen/ATen.h>

#include "engine/generate/class_pictures.h"
#include "engine/train/prompts.h"

namespace likeness::train {

namespace {

/// Gentle: strong guidance would show the model harsher pictures than its own, and guidance comes on top when pictures are made.
constexpr double class_guidance = 2.5;

std::vector<std::string> class_picture_files(const Prepared& prepared, api::JobContext& context) {
  api::MakePrior request = class_picture_request(prepared.request.model, prepared.request.kind,
                                                 prepared.request.options.prior_count.value_or(100), prepared.request.compute);
  request.folder = prepared.class_folder;
  std::vector<std::string> files;
  const api::PriorReady ready = generate::make_class_pictures(request, *prepared.model, prepared.recipe, context);
  for (const api::PriorPicture& picture : ready.pictures) files.push_back(picture.file);
  return files;
}

at::Tensor prompt_ids(const Prepared& prepared) {
  return generate::token_rows(*prepared.model, {subject_prompt(prepared.request), generate::class_prompt(prepared.request.kind), "",
                                                short_prompt(prepared.request), prepared.request.kind});
}

data::Encode encoder_of(const models::Model& model) {
  return [&model](const at::Tensor& pixels) {
    const at::NoGradGuard no_grad;
    models::Posterior posterior = model.vae.encode(pixels.to(model.compute.device));
    return std::pair(std::move(posterior.mean), std::move(posterior.log_variance));
  };
}

}  // namespace

api::MakePrior class_picture_request(const std::string& model, const std::string& kind, int count, const api::ComputeOptions& compute) {
  api::MakePrior request{.model = model, .kind = kind, .count = count};
  request.sample.seed = 0;
  request.sample.guidance = class_guidance;
  request.compute = compute;
  return request;
}

at::Tensor picture_latents(const models::Model& model, const std::vector<std::string>& files, int side, api::JobContext& context) {
  const at::Tensor mean = data::encode_pictures(files, side, encoder_of(model), context).mean;
  return (mean - model.vae.config().shift_factor) * model.vae.config().scaling_factor;
}

Material make_material(const Prepared& prepared, api::JobContext& context) {
  const models::Model& model = *prepared.model;
  const api::TrainOptions& options = prepared.request.options;
  const data::Encode encode = encoder_of(model);
  Material material;
  material.ids = prompt_ids(prepared);
  material.scaling_factor = model.vae.config().scaling_factor;
  material.shift_factor = model.vae.config().shift_factor;
  std::vector<std::string> class_files;
  const bool prior = options.prior_preservation.value_or(true);
  if (prior && !prepared.request.dry_run) class_files = class_picture_files(prepared, context);
  const int resolution = options.resolution.value();
  material.photos = data::encode_pictures(prepared.photos, resolution, encode, context);
  if (!class_files.empty()) material.class_pictures = data::encode_pictures(class_files, resolution, encode, context);
  else if (prior) material.class_pictures = material.photos;
  return material;
}

}  // namespace likeness::train
