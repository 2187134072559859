#include "engine/train/prompts.h"

#include <algorithm>

#include "engine/generate/class_pictures.h"

namespace likeness::train {

std::string short_prompt(const api::Train& request) { return request.token + " " + request.kind; }
std::string subject_prompt(const api::Train& request) { return "a photo of " + short_prompt(request); }

std::vector<std::string> sample_prompts(const api::Train& request, const std::vector<std::string>& places) {
  if (!request.sample_prompts.empty()) return request.sample_prompts;
  const std::string subject = (request.name.empty() ? request.token : request.name) + " " + request.kind;
  const bool knows_moon = std::find(places.begin(), places.end(), "on the moon") != places.end();
  return {"a photo of " + subject, "a photo of " + subject + (knows_moon ? " on the moon" : " in the snow"),
          "a drawing of " + subject, generate::class_prompt(request.kind)};
}

std::vector<api::SubjectWord> subject_words(const api::Train& request) {
  if (request.name.empty()) return {};
  return {{.name = request.name, .token = request.token, .kind = request.kind}};
}

}  // namespace likeness::train
