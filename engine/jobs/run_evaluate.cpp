// What an evaluation measures: the pictures of the folders, and what each says of itself in its own text.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

#include "engine/base/error.h"
#include "engine/base/places.h"
#include "engine/data/photo_files.h"
#include "engine/generate/class_pictures.h"
#include "engine/image/infotext.h"
#include "engine/image/picture_text.h"
#include "engine/jobs/pictures.h"
#include "engine/jobs/run.h"
#include "engine/tensor/device.h"
#include "engine/train/evaluate.h"
#include "engine/train/material.h"

namespace likeness::jobs {

namespace {

namespace fs = std::filesystem;

constexpr int kind_pictures = 8;  // enough for 0 %, which is their mean
constexpr std::size_t hash_digits = 12;
constexpr const char* any_kind = "object";  // where nobody says what the subject is

bool named_like_picture(const fs::path& file) {
  static const std::set<std::string> endings = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"};
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char letter) { return std::tolower(letter); });
  return endings.contains(ending);
}

/// Notes beside the pictures of a folder are passed over; what is named outright, or named like a picture, must be one.
std::vector<std::string> pictures_of(const std::vector<std::string>& paths, const char* field) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    const bool folder = fs::is_directory(path);
    if (!folder && !fs::exists(path)) throw Error(ErrorKind::bad_input, std::string(field) + ": there is no " + path + ".", "Check its name.");
    for (const fs::path& file : data::photo_files({path}))
      if (!folder || named_like_picture(file)) files.push_back(file.string());
  }
  if (files.empty())
    throw Error(ErrorKind::bad_input,
                std::string(field) + ": there is no picture" + (paths.empty() ? std::string() : " in " + paths.front()) + ".",
                "Name a folder with pictures.");
  return files;
}

/// A picture's own words: ours with the taught word that stands for the name, others' as their parameters say.
struct OwnText {
  std::string prompt;
  std::string token;
  std::string kind;
};

OwnText own_text(const std::string& file, api::JobContext& context) {
  OwnText text;
  const std::vector<api::PictureInfo> ours = list_pictures({file}, context);
  if (!ours.empty()) {
    text.prompt = ours.front().resolved_prompt;
    if (!ours.front().request.words.empty()) text.token = ours.front().request.words.front().token;
    if (!ours.front().request.words.empty()) text.kind = ours.front().request.words.front().kind;
    return text;
  }
  for (const image::PngText& one : image::read_picture_texts(file))
    if (one.key == "parameters") text.prompt = image::parse_infotext(one.text).prompt;
  return text;
}

/// Pictures of the subject and, when they say that they show only the kind, class pictures.
void sort_generated(const api::Evaluate& request, train::Evaluation& evaluation, api::JobContext& context) {
  std::vector<std::string> class_prompts;
  for (const std::string& file : pictures_of(request.generated, "generated")) {
    OwnText text = own_text(file, context);
    if (evaluation.kind.empty()) evaluation.kind = text.kind;
    const std::string token = text.token.empty() ? request.token : text.token;
    const bool of_subject = text.prompt.empty() || train::has_word(text.prompt, token);
    if (text.prompt.empty()) text.prompt = request.prompt;
    evaluation.subject.push_back({file, train::without_word(text.prompt, token)});
    class_prompts.push_back(of_subject ? std::string() : text.prompt);
  }
  std::vector<train::ToldPicture> subject;
  for (std::size_t i = 0; i < class_prompts.size(); ++i) {
    const bool of_class = !evaluation.kind.empty() && class_prompts[i] == generate::class_prompt(evaluation.kind);
    if (of_class) evaluation.class_pictures.push_back(evaluation.subject[i].file);
    else subject.push_back(evaluation.subject[i]);
  }
  evaluation.subject = std::move(subject);
}

void make_kind_pictures(const api::Evaluate& request, train::Evaluation& evaluation, const models::Model& model,
                        api::JobContext& context) {
  api::MakePrior prior = train::class_picture_request(request.model, evaluation.kind, kind_pictures, request.compute);
  const std::string hash = models::model_hash(models::model_folder(request.model)).substr(0, hash_digits);
  prior.folder = (data_home() / "class-pictures" / (hash + "-" + evaluation.kind)).string();
  for (const api::PriorPicture& picture : generate::make_class_pictures(prior, model, recipe_of, context).pictures)
    evaluation.kind_pictures.push_back(picture.file);
}

}  // namespace

api::Evaluated run_evaluate(const api::Evaluate& request, api::JobContext& context) {
  train::Evaluation evaluation{.photos = pictures_of(request.real, "real"), .subject = {}, .class_pictures = {}, .kind_pictures = {},
                               .kind = request.kind, .seed = static_cast<std::uint64_t>(request.seed)};
  sort_generated(request, evaluation, context);
  if (!request.class_generated.empty()) evaluation.class_pictures = pictures_of(request.class_generated, "class_generated");
  train::require_pictures(evaluation);  // before minutes go into the kind's pictures
  const bool known_kind = !evaluation.kind.empty();
  if (!known_kind) evaluation.kind = any_kind;
  const auto model = models::load_model(request.model, tensor::prepare_compute(request.compute.device, request.compute.dtype,
                                                                              request.compute.threads, request.compute.deterministic));
  make_kind_pictures(request, evaluation, *model, context);
  api::Evaluated result = train::evaluate(evaluation, *model, context);
  if (!known_kind)
    result.warnings.push_back("kind: neither given nor told by the pictures, so 0 % is what the model draws for \"an object\".");
  context.report(result);
  return result;
}

}  // namespace likeness::jobs
