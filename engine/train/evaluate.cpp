#include "engine/train/evaluate.h"

#include <map>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/generate/class_pictures.h"
#include "engine/tensor/random.h"
#include "engine/train/material.h"

namespace likeness::train {

namespace {

std::vector<at::Tensor> words_of_pictures(const Evaluation& evaluation, const models::Model& model) {
  std::map<std::string, at::Tensor> known;
  std::vector<at::Tensor> words;
  for (const ToldPicture& picture : evaluation.subject) {
    const bool more = model.tokenizer != nullptr && says_more_than_kind(picture.prompt, evaluation.kind);
    if (more && !known.contains(picture.prompt)) known[picture.prompt] = words_of(model, picture.prompt);
    words.push_back(more ? known[picture.prompt] : at::Tensor());
  }
  return words;
}

std::vector<std::string> files_of(const std::vector<ToldPicture>& pictures) {
  std::vector<std::string> files;
  for (const ToldPicture& picture : pictures) files.push_back(picture.file);
  return files;
}

}  // namespace

void require_pictures(const Evaluation& evaluation) {
  if (evaluation.photos.size() < 2)
    throw Error(ErrorKind::bad_input, "real: expected two photos or more, found " + std::to_string(evaluation.photos.size()) + ".",
                "Likeness is read off how alike the photos are to one another.");
  if (evaluation.subject.empty())
    throw Error(ErrorKind::bad_input, "generated: there is no picture of the subject to measure.", "Name a folder with pictures.");
}

api::Evaluated evaluate(const Evaluation& evaluation, const models::Model& untouched, api::JobContext& context) {
  const at::NoGradGuard no_grad;
  require_pictures(evaluation);
  const int side = static_cast<int>(untouched.own_size());
  const auto latents = [&](const std::vector<std::string>& files) { return picture_latents(untouched, files, side, context); };
  const Instrument instrument{.unet = untouched.unet, .schedule = diffusion::noise_schedule(untouched.scheduler_config),
                              .no_words = words_of(untouched, "")};
  ScoredPictures pictures{.subject = latents(files_of(evaluation.subject)), .words = words_of_pictures(evaluation, untouched),
                          .kind_words = words_of(untouched, generate::class_prompt(evaluation.kind)), .class_pictures = {}};
  if (!evaluation.class_pictures.empty()) pictures.class_pictures = latents(evaluation.class_pictures);
  const at::Tensor photos = latents(evaluation.photos), kind = latents(evaluation.kind_pictures);
  context.step(api::Phase::measuring, 0, 2);
  const LikenessScale scale(picture_features(instrument, photos), picture_features(instrument, kind));
  context.step(api::Phase::measuring, 1, 2);
  at::Generator generator = tensor::make_generator(evaluation.seed);
  api::Evaluated result{.job = context.job(), .scores = score_pictures(instrument, scale, pictures, generator)};
  result.real = static_cast<int>(evaluation.photos.size());
  result.generated = static_cast<int>(evaluation.subject.size());
  result.class_generated = static_cast<int>(evaluation.class_pictures.size());
  result.kind = evaluation.kind;
  if (!scale.works())
    result.warnings.push_back("The photos are no more alike to one another than pictures of the kind are to them, so likeness cannot be "
                              "told. Are they all of one subject?");
  context.step(api::Phase::measuring, 2, 2);
  return result;
}

}  // namespace likeness::train
