#include "engine/generate/class_pictures.h"

#include <algorithm>
#include <cctype>
#include <span>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/hash.h"
#include "engine/base/json.h"
#include "engine/generate/conditioning.h"
#include "engine/generate/finished_picture.h"
#include "engine/generate/settings.h"
#include "engine/tensor/pictures.h"

namespace likeness::generate {
namespace {

constexpr int provenance_schema = 1;

Json sampling_json(const api::SampleOptions& sample) {
  Json sampling = Json::object();
  api::fields(sample, [&](const api::Field& field, const auto& value) {
    if (field.key != "count" && field.key != "seed") sampling[std::string(field.key)] = value;
  });
  return sampling;
}

/// What a class picture depends on. Its JSON lies beside it, with the hash of the picture's bytes added.
Json provenance(const std::string& model_hash, const std::string& prompt, std::int64_t seed, const api::SampleOptions& sample) {
  return {{"schema", provenance_schema}, {"model_hash", model_hash}, {"prompt", prompt}, {"seed", seed}, {"sampling", sampling_json(sample)}};
}

/// True when the picture is there, unchanged, and was made of just this.
bool can_be_reused(const std::filesystem::path& picture, const std::filesystem::path& beside, const Json& expected) {
  if (!std::filesystem::is_regular_file(picture) || !std::filesystem::is_regular_file(beside)) return false;
  try {
    Json found = read_json_file(beside);
    if (!found.is_object() || found.value("sha256", std::string()) != sha256_hex_of_file(picture)) return false;
    found.erase("sha256");
    Json sampling = sampling_json({});  // options that came after the picture had their default
    sampling.update(found.at("sampling"));
    found["sampling"] = sampling;
    return found == expected;
  } catch (const std::exception&) {
    return false;  // damaged: made anew
  }
}

/// What all pictures of a set share.
struct Set {
  const models::Model& model;
  const Recipe& recipe;
  api::Generate request;
  ModelNames names;
  Condition condition;
};

api::PictureInfo make_one(const Set& set, std::int64_t seed, const std::filesystem::path& file, Json origin,
                          const std::function<void()>& after_step) {
  LatentRequest latent{.context = {}, .unconditional = {}, .seeds = {seed}, .sample = set.request.sample, .context_at = {}};
  latent.context_at = [&set](int step) { return context_at(set.condition, step); };
  const at::Tensor end = sample_latents(set.model, latent, [&](int, const at::Tensor&, const at::Tensor&) { after_step(); });
  const image::Picture picture = tensor::picture_from_pixels(decode(set.model, end));
  api::PictureInfo info = describe_picture(set.request, set.request.sample, set.condition.wording, seed, set.names);
  const std::string bytes = save_picture(info, file, picture, set.recipe);
  origin["sha256"] = sha256_hex(std::as_bytes(std::span(bytes.data(), bytes.size())));
  write_json_file(std::filesystem::path(file).replace_extension(".json"), origin);
  return info;
}

Set prepare(const api::MakePrior& request, const models::Model& model, const Recipe& recipe, api::JobContext& context) {
  if (request.kind.empty()) throw Error(ErrorKind::bad_input, "kind: expected a word such as \"dog\", found nothing");
  Set set{.model = model, .recipe = recipe, .request = {}, .names = {}, .condition = {}};
  set.request.model = request.model;
  set.request.prompts = {class_prompt(request.kind)};
  set.request.compute = request.compute;
  set.request.sample = complete_sampling(model, request.sample);
  set.names = model_names(model, {}, context);
  const auto steps = diffusion::schedule(sampler_settings(model, set.request.sample)).timesteps.size();
  Conditions conditions(set.request, model, static_cast<int>(steps));
  set.condition = conditions.make(0, conditions.wordings(1, 0, context).front());
  return set;
}

}  // namespace

api::PriorReady make_class_pictures(const api::MakePrior& request, const models::Model& model, const Recipe& recipe,
                                    api::JobContext& context) {
  const Set set = prepare(request, model, recipe, context);
  const std::int64_t first_seed = std::max<std::int64_t>(request.sample.seed, 0);
  make_folders(request.folder);
  api::PriorReady ready{.job = context.job(), .folder = request.folder, .pictures = {}};
  for (int i = 0; i < request.count; ++i) {
    const std::int64_t seed = first_seed + i;
    const std::filesystem::path file = std::filesystem::path(request.folder) / ("class-" + std::to_string(seed) + ".png");
    const Json origin = provenance(set.names.hash, set.condition.wording.prompt, seed, set.request.sample);
    const bool reused = can_be_reused(file, std::filesystem::path(file).replace_extension(".json"), origin);
    const auto report_progress = [&] { context.step(api::Phase::making_class_pictures, i, request.count); };
    report_progress();
    api::ImageReady image{.job = 0, .kind = api::ImageKind::class_picture, .index = i};
    if (!reused) image.picture = make_one(set, seed, file, origin, report_progress);
    image.file = file.string();
    context.report(std::move(image));
    ready.pictures.push_back({file.string(), seed, set.condition.wording.prompt, set.names.hash, !reused});
  }
  context.step(api::Phase::making_class_pictures, request.count, request.count);
  return ready;
}

std::string class_prompt(const std::string& kind) {
  const auto starts_with_any = [&kind](std::initializer_list<std::string_view> beginnings) {
    for (const std::string_view beginning : beginnings)
      if (kind.size() >= beginning.size() && std::equal(beginning.begin(), beginning.end(), kind.begin(),
                                                         [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); }))
        return true;
    return false;
  };
  const bool sounds_like_consonant = starts_with_any({"uni", "use", "ute", "eu", "one"});
  const bool vowel = starts_with_any({"a", "e", "i", "o", "u", "hour"}) && !sounds_like_consonant;
  return std::string("a photo of ") + (vowel ? "an " : "a ") + kind;
}

}  // namespace likeness::generate
